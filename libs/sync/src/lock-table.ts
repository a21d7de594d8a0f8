import type { Instant } from '@argosy/std';

/** A lock that is asked for: `<ns>/Mutex/<name>` or `<ns>/ConfigMap/<configMap>/<key>`. */
export interface LockName {
  readonly name: string;
  readonly kind: 'mutex' | 'semaphore';
}

/** Who asks for which locks; all of them are granted together or none. */
export interface LockRequest {
  /** `<ns>/<workflow>` or `<ns>/<workflow>/<nodeId>`. */
  readonly holder: string;
  readonly locks: readonly LockName[];
  /** Higher goes first; among equals the older request. */
  readonly priority: number;
  readonly createdAt: Instant;
}

/** Tells how many may hold a semaphore at a time, or why that is not known. */
export type SemaphoreLimit = (name: string) => number | { readonly error: string };

/** How a request stands, for the one who made it. */
export interface LockState {
  readonly granted: boolean;
  readonly message: string;
  readonly waitingFor?: string;
  readonly holders: ReadonlyMap<string, readonly string[]>;
  readonly error?: string;
}

/** All locks of a controller: who holds what, who waits. A value of the past stays as it was; every change gives a new one. */
export interface LockTable {
  readonly held: ReadonlyMap<string, readonly string[]>;
  readonly waiting: readonly LockRequest[];
  readonly granted: ReadonlyMap<string, LockRequest>;
}

export const emptyLockTable: LockTable = { held: new Map(), waiting: [], granted: new Map() };

/** Files a request, or updates it, and grants what can be granted. */
export function acquire(table: LockTable, request: LockRequest, limitOf: SemaphoreLimit): LockTable {
  if (table.granted.has(request.holder)) return table;
  const isKnown = table.waiting.some(({ holder }) => holder === request.holder);
  const waiting = isKnown ? table.waiting.map((known) => (known.holder === request.holder ? request : known)) : [...table.waiting, request];
  return grantWaiting({ ...table, waiting: waiting.toSorted(byTurn) }, limitOf);
}

/** Takes a holder's locks, or its place in the queue, away and grants them to those who waited. */
export function release(table: LockTable, holder: string, limitOf: SemaphoreLimit): LockTable {
  const request = table.granted.get(holder);
  const waiting = table.waiting.filter((candidate) => candidate.holder !== holder);
  if (!request && waiting.length === table.waiting.length) return table;
  const granted = new Map(table.granted);
  granted.delete(holder);
  const held = new Map(table.held);
  for (const { name } of request?.locks ?? [])
    setHolders(
      held,
      name,
      (held.get(name) ?? []).filter((other) => other !== holder),
    );
  return grantWaiting({ held, waiting, granted }, limitOf);
}

/** Gives everything back that a workflow and its nodes hold or wait for. */
export function releaseWorkflow(table: LockTable, workflow: string, limitOf: SemaphoreLimit): LockTable {
  const own = [...table.granted.keys(), ...table.waiting.map(({ holder }) => holder)].filter(
    (holder) => holder === workflow || holder.startsWith(`${workflow}/`),
  );
  return own.reduce((current, holder) => release(current, holder, limitOf), table);
}

/** Grants again what a status says is held, without asking for limits: it was granted before the controller started. */
export function restore(table: LockTable, request: LockRequest): LockTable {
  if (table.granted.has(request.holder)) return table;
  const held = new Map(table.held);
  for (const { name } of request.locks) setHolders(held, name, [...(held.get(name) ?? []), request.holder]);
  return { ...table, held, granted: new Map(table.granted).set(request.holder, request) };
}

/** Looks again at all who wait: a limit has changed. */
export function grantWaiting(table: LockTable, limitOf: SemaphoreLimit): LockTable {
  let { held, granted } = table;
  const blocked = new Set<string>();
  const waiting: LockRequest[] = [];
  for (const request of table.waiting) {
    // It can never be granted (a lock twice), so nobody waits behind it.
    if (duplicateOf(request)) {
      waiting.push(request);
      continue;
    }
    const free = request.locks.every(({ name, kind }) => !blocked.has(name) && hasRoom(held, { name, kind }, limitOf));
    if (!free) {
      // Whoever comes later must not overtake on a lock that somebody before waits for.
      for (const { name } of request.locks) blocked.add(name);
      waiting.push(request);
      continue;
    }
    const next = new Map(held);
    for (const { name } of request.locks) setHolders(next, name, [...(next.get(name) ?? []), request.holder]);
    held = next;
    granted = new Map(granted).set(request.holder, request);
  }
  return { held, waiting, granted };
}

/** How a request stands; undefined when it was never made. */
export function lockState(table: LockTable, holder: string, limitOf: SemaphoreLimit): LockState | undefined {
  const granted = table.granted.get(holder);
  const request = granted ?? table.waiting.find((candidate) => candidate.holder === holder);
  if (!request) return undefined;
  const holders = new Map(request.locks.map(({ name }) => [name, table.held.get(name) ?? []]));
  if (granted) return { granted: true, message: '', holders };
  return waitingState(table, { request, holders }, limitOf);
}

function waitingState(
  table: LockTable,
  { request, holders }: { readonly request: LockRequest; readonly holders: ReadonlyMap<string, readonly string[]> },
  limitOf: SemaphoreLimit,
): LockState {
  const duplicate = duplicateOf(request);
  if (duplicate)
    return {
      granted: false,
      message: 'duplicate synchronization item found',
      holders,
      error: `duplicate synchronization item found: ${duplicate.name}`,
    };
  const blocking = request.locks.find((lock) => !hasRoom(table.held, lock, limitOf)) ?? request.locks[0];
  if (!blocking) return { granted: false, message: '', holders };
  const limit = blocking.kind === 'mutex' ? 1 : limitOf(blocking.name);
  if (typeof limit !== 'number')
    return {
      granted: false,
      message: `Failed to get semaphore limit for ${blocking.name}: ${limit.error}`,
      waitingFor: blocking.name,
      holders,
      error: limit.error,
    };
  if (limit === 0)
    return { granted: false, message: `Failed to get semaphore limit for ${blocking.name}`, waitingFor: blocking.name, holders };
  const free = Math.max(0, limit - (table.held.get(blocking.name)?.length ?? 0));
  return {
    granted: false,
    message: `Waiting for ${blocking.name} lock. Lock status: ${free}/${limit}`,
    waitingFor: blocking.name,
    holders,
  };
}

function duplicateOf({ locks }: LockRequest): LockName | undefined {
  return locks.find(({ name }, index) => locks.findIndex((other) => other.name === name) !== index);
}

function hasRoom(held: ReadonlyMap<string, readonly string[]>, { name, kind }: LockName, limitOf: SemaphoreLimit): boolean {
  const limit = kind === 'mutex' ? 1 : limitOf(name);
  return typeof limit === 'number' && (held.get(name)?.length ?? 0) < limit;
}

/** Nodes of one workflow in the order in which they asked. */
function byTurn(a: LockRequest, b: LockRequest): number {
  return b.priority - a.priority || a.createdAt - b.createdAt || byName(workflowOf(a), workflowOf(b));
}

function byName(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function workflowOf({ holder }: LockRequest): string {
  return holder.split('/', 2).join('/');
}

function setHolders(held: Map<string, readonly string[]>, name: string, holders: readonly string[]): void {
  if (holders.length === 0) held.delete(name);
  else held.set(name, holders);
}
