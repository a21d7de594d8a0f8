import type { NodeStatus } from '@argosy/api';
import type { Milliseconds } from '@argosy/std';

/** How one execution of a mocked step ends. */
export interface Outcome {
  /** Worked out from the exit code where it is absent. */
  readonly phase?: 'Succeeded' | 'Failed' | 'Error';
  readonly exitCode?: number;
  readonly message?: string;
  /** What the container printed, as a script's or a container's `outputs.result`. */
  readonly result?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly takes: Milliseconds;
}

/** Steps that do not run, and what comes of them instead. */
export interface Mock {
  /** Display name of the node, with `*` for any text; without the number of a retry's attempt. */
  readonly node?: string;
  readonly template?: string;
  /** One after the other for executions under one name: attempts of a retry, rounds of a recursion. The last one repeats. */
  readonly outcomes: readonly Outcome[];
}

/** What a step without a mock does. */
export const ORDINARY: Outcome = { takes: 1000 };

/** Finds the outcome of each execution; remembers how often each name was executed. */
export class MockBook {
  readonly #mocks: readonly Mock[];
  readonly #executions = new Map<string, number>();
  readonly #used = new Set<Mock>();

  /** Later mocks go before earlier ones: those of one test before those of all. */
  constructor(mocks: readonly Mock[]) {
    this.#mocks = [...mocks].reverse();
  }

  /** The mock of a node, by the name under which its executions are counted. */
  find(name: string, template: string): Mock | undefined {
    return this.#mocks.find((mock) => meets(mock.node, name) && (mock.template === undefined || mock.template === template));
  }

  /** The outcome of the next execution; `undefined`: there is no mock for it. */
  next(name: string, template: string): Outcome | undefined {
    const mock = this.find(name, template);
    if (!mock) return undefined;
    this.#used.add(mock);
    const round = this.#executions.get(name) ?? 0;
    this.#executions.set(name, round + 1);
    return mock.outcomes[Math.min(round, mock.outcomes.length - 1)];
  }

  /** Mocks that nothing was executed for: in practice a name that is mistyped. */
  unused(mocks: readonly Mock[]): readonly Mock[] {
    return mocks.filter((mock) => !this.#used.has(mock));
  }
}

function meets(pattern: string | undefined, name: string): boolean {
  if (pattern === undefined || pattern === name) return true;
  if (!pattern.includes('*')) return false;
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}

/** A node's display name without the number of its attempt: `build(1)` of a retry is `build`. */
export function executionName(node: NodeStatus, nodes: Readonly<Record<string, NodeStatus>>): string {
  const retry = Object.values(nodes).find(({ type, children }) => type === 'Retry' && children?.includes(node.id));
  return retry?.displayName ?? retry?.name ?? node.displayName ?? node.name;
}
