import type { Workflow } from '@argosy/api';
import type { KubeObject, ListOptions, ResourceType, WatchEvent } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { ObjectClient } from '../backend/backend.ts';
import { WORKFLOWS } from '../backend/resources.ts';
import type { KubeWorkflow } from './list-workflows.ts';
import { hydrated } from './packed-nodes.ts';

export interface FollowOptions {
  readonly client: ObjectClient;
  readonly signal: AbortSignal;
  sleep(milliseconds: number): Promise<void>;
}

export type Change<T> =
  | { readonly kind: 'present'; readonly object: T }
  | { readonly kind: 'gone'; readonly object: T }
  | { readonly kind: 'listed' };

const PAUSE_AFTER_LOSS = 250;

/**
 * The states of one workflow from now on: the first right away, `undefined` once it does not exist (any more).
 * A watch that ends or is refused as too old is opened again.
 */
export async function* followWorkflow(
  options: FollowOptions,
  ref: { readonly name: string; readonly namespace: string },
): AsyncGenerator<Workflow | undefined> {
  const selector = { namespace: ref.namespace, fieldSelector: `metadata.name=${ref.name}` };
  let seen = false;
  for await (const change of followObjects<KubeWorkflow>(options, WORKFLOWS, selector)) {
    if (change.kind === 'listed' && !seen) yield undefined;
    if (change.kind === 'gone') yield undefined;
    if (change.kind !== 'present') continue;
    seen = true;
    yield await hydrated(change.object);
  }
}

/** Objects that match a selector: all that exist, then `listed`, then each change, until the signal is aborted. */
export async function* followObjects<T extends KubeObject>(
  options: FollowOptions,
  type: ResourceType,
  selector: ListOptions,
): AsyncGenerator<Change<T>> {
  const { client, signal } = options;
  const known = new Map<string, T>();
  while (!signal.aborted) {
    const list = await client.list<T>(type, selector);
    yield* differences(known, list.items);
    yield { kind: 'listed' };
    yield* watchFrom({ ...options, client }, { type, selector, resourceVersion: list.metadata.resourceVersion, known });
    await options.sleep(PAUSE_AFTER_LOSS);
  }
}

interface WatchFrom<T> {
  readonly type: ResourceType;
  readonly selector: ListOptions;
  readonly resourceVersion: string;
  readonly known: Map<string, T>;
}

async function* watchFrom<T extends KubeObject>(
  { client, signal }: FollowOptions,
  { type, selector, resourceVersion, known }: WatchFrom<T>,
): AsyncGenerator<Change<T>> {
  try {
    for await (const event of client.watch<T>(type, { ...selector, resourceVersion, signal })) {
      if (event.type === 'ERROR') return;
      const change = noted(event, known);
      if (change) yield change;
    }
  } catch (error) {
    if (!signal.aborted && !isErrorWithCode(error, 'KUBE_GONE') && !isErrorWithCode(error, 'KUBE_UNREACHABLE')) throw error;
  }
}

function noted<T extends KubeObject>(
  event: Exclude<WatchEvent<T>, { readonly type: 'ERROR' }>,
  known: Map<string, T>,
): Change<T> | undefined {
  const { type, object } = event;
  if (type === 'BOOKMARK') return undefined;
  if (type === 'DELETED') known.delete(keyOf(object));
  else known.set(keyOf(object), object);
  return { kind: type === 'DELETED' ? 'gone' : 'present', object };
}

function* differences<T extends KubeObject>(known: Map<string, T>, items: readonly T[]): Generator<Change<T>> {
  const listed = new Set(items.map(keyOf));
  for (const [key, object] of known) {
    if (listed.has(key)) continue;
    known.delete(key);
    yield { kind: 'gone', object };
  }
  for (const object of items) {
    if (known.get(keyOf(object))?.metadata.resourceVersion === object.metadata.resourceVersion) continue;
    known.set(keyOf(object), object);
    yield { kind: 'present', object };
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
