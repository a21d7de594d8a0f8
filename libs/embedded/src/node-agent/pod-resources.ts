import { parseQuantity } from '@argosy/std';
import type { Container, Pod } from '@argosy/api';

/** Amounts by resource name: `cpu` in cores, `memory` in bytes, one `pods` for each pod. */
export type Amounts = ReadonlyMap<string, number>;

/** What a pod asks of its node: its containers together or its greediest init container, as the scheduler counts. */
export function podRequests({ spec }: Pod): Amounts {
  let peak: Amounts = new Map();
  let sidecars: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const own = requestsOf(container);
    if (container.restartPolicy === 'Always') sidecars = sum(sidecars, own);
    peak = larger(peak, container.restartPolicy === 'Always' ? sidecars : sum(sidecars, own));
  }
  const mains = (spec.containers ?? []).map(requestsOf).reduce(sum, sidecars);
  const overhead = amounts((spec as { readonly overhead?: Quantities }).overhead);
  return sum(sum(larger(peak, mains), overhead), new Map([['pods', 1]]));
}

type Quantities = Readonly<Record<string, unknown>> | undefined;

/** A limit without a request is a request, too. */
function requestsOf({ resources }: Container): Amounts {
  return amounts({ ...resources?.limits, ...resources?.requests });
}

/** Quantities as numbers; what is none is left out. */
export function amounts(quantities: Quantities): Amounts {
  const parsed = Object.entries(quantities ?? {}).map(([name, value]) => [name, parseQuantity(value)] as const);
  return new Map(parsed.filter(([, value]) => value > 0));
}

/** Both together. */
export function sum(a: Amounts, b: Amounts): Amounts {
  return merge(a, b, (x, y) => x + y);
}

function larger(a: Amounts, b: Amounts): Amounts {
  return merge(a, b, Math.max);
}

function merge(a: Amounts, b: Amounts, combine: (x: number, y: number) => number): Amounts {
  return new Map([...new Set([...a.keys(), ...b.keys()])].map((name) => [name, combine(a.get(name) ?? 0, b.get(name) ?? 0)]));
}
