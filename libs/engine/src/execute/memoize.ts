import type { Memoize, NodeOutputs, NodeStatus } from '@argosy/api';
import { parseGoDuration } from '@argosy/expressions';
import { fromRfc3339 } from '@argosy/std';
import { templateKind } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { executableNode, failToStart } from './template-nodes.ts';
import { parseJson } from './json-values.ts';
import type { Execution } from './request.ts';

interface CacheEntry {
  readonly nodeID: string;
  readonly outputs: NodeOutputs | null;
  readonly creationTimestamp: string;
  readonly lastHitTimestamp: string;
}

/** The node of an earlier run's outputs when the cache has them; undefined when the template must run (acceptance 4.12). */
export function recallMemo(draft: Draft, execution: Execution): NodeStatus | undefined {
  const { template, nodeName } = execution;
  const { memoize } = template;
  if (!memoize || draft.nodeByName(nodeName)?.memoizationStatus) return undefined;
  const { key } = memoize;
  const cacheName = memoize.cache?.configMap.name ?? '';
  const problem = cacheProblem(draft, key, cacheName);
  if (problem !== undefined) return failToStart(draft, { ...execution.request, nodeName }, problem);
  const entry = entryOf(draft, memoize, cacheName);
  const status = { hit: entry !== undefined, key, cacheName };
  if (entry === undefined) {
    missed.set(execution, status);
    return undefined;
  }
  const touched = JSON.stringify({ ...entry, lastHitTimestamp: draft.timestamp });
  draft.act({ kind: 'SaveCache', configMap: cacheName, key, entry: touched });
  return rememberedNode(draft, execution, { status, entry });
}

function cacheProblem(draft: Draft, key: string, cacheName: string): string | undefined {
  if (!/^[a-zA-Z0-9][-a-zA-Z0-9]*$/.test(key)) return `invalid cache key: ${key}`;
  if (draft.observation.caches.get(cacheName)?.usable !== false) return undefined;
  return `memoization configmap doesn't have the workflows.argoproj.io/configmap-type=Cache label, refusing to use it`;
}

/** The entry of a key, unless it is too old. */
function entryOf(draft: Draft, { key, maxAge }: Memoize, cacheName: string): CacheEntry | undefined {
  const cache = draft.observation.caches.get(cacheName);
  const entry = readEntry(draft.savedMemos.get(`${cacheName}/${key}`) ?? cache?.entries[key]);
  return entry !== undefined && isTooOld(entry, maxAge, draft.now) ? undefined : entry;
}

function rememberedNode(
  draft: Draft,
  execution: Execution,
  { status, entry }: { readonly status: NonNullable<NodeStatus['memoizationStatus']>; readonly entry: CacheEntry },
): NodeStatus {
  const kind = templateKind(execution.template);
  const node = executableNode(draft, execution, {
    type: kind === undefined ? 'Skipped' : draft.kinds[kind].nodeType,
    phase: 'Succeeded',
  });
  return draft.update(node.id, {
    memoizationStatus: status,
    ...(entry.outputs && { outputs: entry.outputs }),
    finishedAt: draft.timestamp,
  });
}

const missed = new WeakMap<Execution, NonNullable<NodeStatus['memoizationStatus']>>();

/** What a new node notes about a cache that was asked in vain. */
export function memoMiss(execution: Execution): Partial<NodeStatus> {
  const memoizationStatus = missed.get(execution);
  return memoizationStatus ? { memoizationStatus } : {};
}

/** Puts the outputs of a node that succeeded into its cache. */
export function saveMemo(draft: Draft, node: NodeStatus): void {
  const { memoizationStatus } = node;
  if (!memoizationStatus || memoizationStatus.hit || node.phase !== 'Succeeded') return;
  const { cacheName, key } = memoizationStatus;
  const saved: CacheEntry = {
    nodeID: node.id,
    outputs: node.outputs ?? null,
    creationTimestamp: draft.timestamp,
    lastHitTimestamp: draft.timestamp,
  };
  const entry = JSON.stringify(saved);
  draft.savedMemos.set(`${cacheName}/${key}`, entry);
  draft.act({ kind: 'SaveCache', configMap: cacheName, key, entry });
}

function readEntry(text: string | undefined): CacheEntry | undefined {
  const value = text === undefined ? undefined : parseJson(text);
  return typeof value === 'object' && value !== null ? (value as CacheEntry) : undefined;
}

function isTooOld({ creationTimestamp }: CacheEntry, maxAge: string | undefined, now: number): boolean {
  const age = maxAge ? parseGoDuration(maxAge) : undefined;
  return age !== undefined && now - (fromRfc3339(creationTimestamp) ?? 0) > age;
}
