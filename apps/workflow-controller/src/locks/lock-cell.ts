import type { SynchronizationStatus } from '@argosy/api';
import type { Action, LockRequestView, LockView } from '@argosy/engine';
import {
  acquire,
  emptyLockTable,
  grantWaiting,
  type LockRequest,
  type LockState,
  type LockTable,
  lockState,
  release,
  restore,
  type SemaphoreLimit,
  synchronizationStatus,
} from '@argosy/sync';
import type { ConfigMaps } from '../caches/config-maps.ts';

type AcquireLocks = Extract<Action, { kind: 'AcquireLocks' }>;

/** The locks that this controller keeps in memory; the rules are those of `@argosy/sync`. */
export interface LockCell {
  /** What the requests of one workflow (`<ns>/<name>`) have come to. */
  view(workflow: string): LockView;
  /** What the status of a workflow should say, once these holders have given back what they have. */
  status(workflow: string, releasing: readonly string[]): SynchronizationStatus | undefined;
  /** Files a request; true when its state is not what it was. */
  acquire(request: AcquireLocks): Promise<boolean>;
  /** Gives back what the holder has or waits for; returns the workflows that may go on now. */
  release(holder: string): readonly string[];
  /** Gives back everything of a workflow; returns the workflows that may go on now. */
  releaseAll(workflow: string): readonly string[];
  /** Takes over what the status of a running workflow says was granted. */
  restore(request: LockRequest): void;
  /** Reads the limits that are waited for again; returns the workflows that may go on now. */
  refresh(): Promise<readonly string[]>;
  /** How many hold each lock, and how many wait for it. */
  counts(): { readonly held: ReadonlyMap<string, number>; readonly pending: ReadonlyMap<string, number> };
}

const NOTHING: LockView = { requests: new Map() };

export function createLockCell(configMaps: ConfigMaps, onTaken: (lock: string) => void = () => undefined): LockCell {
  const cell: Cell = { configMaps, onTaken, table: emptyLockTable, limits: new Map(), holders: new Map() };
  return {
    view: (workflow) => viewOf(cell, workflow),
    status: (workflow, releasing) =>
      cell.holders.has(workflow)
        ? synchronizationStatus(
            releasing.reduce((table, holder) => release(table, holder, limitIn(cell)), cell.table),
            workflow,
          )
        : undefined,
    acquire: (request) => file(cell, request),
    release: (holder) => giveBack(cell, [holder]),
    releaseAll: (workflow) => giveBack(cell, [...(cell.holders.get(workflow) ?? [])]),
    restore(request) {
      cell.table = restore(cell.table, request);
      note(cell, workflowOf(request.holder), request.holder);
    },
    refresh: () => refreshLimits(cell),
    counts: () => ({
      held: new Map([...cell.table.held].map(([lock, holders]) => [lock, holders.length])),
      pending: countLocks(cell.table.waiting),
    }),
  };
}

interface Cell {
  readonly configMaps: ConfigMaps;
  readonly onTaken: (lock: string) => void;
  table: LockTable;
  /** Last known limits of semaphores. */
  readonly limits: Map<string, ReturnType<SemaphoreLimit>>;
  /** Holders that have asked, by workflow, so that a workflow without locks costs nothing. */
  readonly holders: Map<string, Set<string>>;
}

function limitIn({ limits }: Cell): SemaphoreLimit {
  return (name) => limits.get(name) ?? { error: 'its limit has not been read yet' };
}

function viewOf(cell: Cell, workflow: string): LockView {
  const holders = cell.holders.get(workflow);
  if (holders === undefined) return NOTHING;
  const requests = new Map<string, LockRequestView>();
  for (const holder of holders) {
    const state = lockState(cell.table, holder, limitIn(cell));
    if (state !== undefined) requests.set(holder, state);
  }
  return { requests };
}

async function file(cell: Cell, request: AcquireLocks): Promise<boolean> {
  const { holder, locks, priority, createdAt } = request;
  for (const { name, kind } of locks) if (kind === 'semaphore' && !cell.limits.has(name)) await readLimit(cell, name);
  const before = lockState(cell.table, holder, limitIn(cell));
  grant(cell, acquire(cell.table, { holder, locks, priority, createdAt }, limitIn(cell)));
  note(cell, workflowOf(holder), holder);
  const after = lockState(cell.table, holder, limitIn(cell));
  return verdictOf(before) !== verdictOf(after);
}

/** Takes over a table in which requests may have been granted. */
function grant(cell: Cell, next: LockTable): void {
  const before = cell.table.granted;
  cell.table = next;
  if (before === next.granted) return;
  for (const [holder, { locks }] of next.granted) if (!before.has(holder)) for (const { name } of locks) cell.onTaken(name);
}

function countLocks(requests: LockTable['waiting']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { locks } of requests) for (const { name } of locks) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function verdictOf(state: LockState | undefined): string {
  return JSON.stringify([state?.granted, state?.message, state?.error]);
}

function giveBack(cell: Cell, holders: readonly string[]): readonly string[] {
  const before = cell.table;
  for (const holder of holders) {
    grant(cell, release(cell.table, holder, limitIn(cell)));
    forget(cell, holder);
  }
  return newlyGranted(before, cell.table);
}

async function refreshLimits(cell: Cell): Promise<readonly string[]> {
  const before = cell.table;
  const wanted = new Set(
    cell.table.waiting.flatMap(({ locks }) => locks.filter(({ kind }) => kind === 'semaphore').map(({ name }) => name)),
  );
  // A limit that nobody waits for is read anew when somebody asks.
  for (const name of cell.limits.keys()) if (!wanted.has(name)) cell.limits.delete(name);
  const previous = new Map(cell.limits);
  for (const name of wanted) await readLimit(cell, name);
  grant(cell, grantWaiting(cell.table, limitIn(cell)));
  const changed = new Set([...wanted].filter((name) => previous.get(name) !== cell.limits.get(name)));
  const affected = cell.table.waiting
    .filter(({ locks }) => locks.some(({ name }) => changed.has(name)))
    .map(({ holder }) => workflowOf(holder));
  return [...new Set([...newlyGranted(before, cell.table), ...affected])];
}

/** The limit is the number at a key of a ConfigMap: `<ns>/ConfigMap/<name>/<key>`. */
async function readLimit(cell: Cell, lock: string): Promise<void> {
  const [namespace = '', , name = '', ...rest] = lock.split('/');
  const key = rest.join('/');
  const configMap = await cell.configMaps.fetch(namespace, name);
  const text = configMap?.data?.[key];
  const limit = Number(text);
  if (configMap === undefined) cell.limits.set(lock, { error: `configmaps "${name}" not found` });
  else if (text === undefined) cell.limits.set(lock, { error: `Sync configuration key '${key}' not found in ConfigMap` });
  else
    cell.limits.set(
      lock,
      Number.isInteger(limit) && limit >= 0
        ? limit
        : { error: `the limit at key '${key}' of ConfigMap '${name}' is no whole number: ${text}` },
    );
}

function newlyGranted(before: LockTable, after: LockTable): readonly string[] {
  if (before.granted === after.granted || after.granted.size === 0) return [];
  const workflows = new Set<string>();
  for (const holder of after.granted.keys()) if (!before.granted.has(holder)) workflows.add(workflowOf(holder));
  return [...workflows];
}

function note(cell: Cell, workflow: string, holder: string): void {
  const holders = cell.holders.get(workflow);
  if (holders === undefined) cell.holders.set(workflow, new Set([holder]));
  else holders.add(holder);
}

function forget(cell: Cell, holder: string): void {
  const workflow = workflowOf(holder);
  const holders = cell.holders.get(workflow);
  holders?.delete(holder);
  if (holders?.size === 0) cell.holders.delete(workflow);
}

/** `<ns>/<workflow>` of `<ns>/<workflow>/<node>`. */
export function workflowOf(holder: string): string {
  return holder.split('/').slice(0, 2).join('/');
}
