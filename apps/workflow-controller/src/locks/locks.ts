import type { SynchronizationStatus, Workflow } from '@argosy/api';
import type { Action, LockRequestView, LockView } from '@argosy/engine';
import { grantedRequests, type LockRequest, type LockState, type LockTable, synchronizationStatus } from '@argosy/sync';
import { type LockCell, workflowOf } from './lock-cell.ts';
import type { SharedBook } from './shared-book.ts';

type AcquireLocks = Extract<Action, { kind: 'AcquireLocks' }>;

/**
 * All locks, wherever they are kept: in memory, or in a database that several controllers share. Those of the database are asked for once a holder has
 * those in memory. All do it in this order, so two can never wait for each other.
 */
export interface Locks extends Pick<LockCell, 'view' | 'status' | 'counts'> {
  /** Files a request; true when its state is not what it was. */
  acquire(request: AcquireLocks): Promise<boolean>;
  /** Gives back what the holder has or waits for; returns the workflows that may go on now. */
  release(holder: string): Promise<readonly string[]>;
  /** Gives back everything of a workflow; returns the workflows that may go on now. */
  releaseAll(workflow: string): Promise<readonly string[]>;
  /** Takes over what the status of a running workflow says it holds. */
  restore(workflow: Workflow): void;
  /** Reads the limits in ConfigMaps that are waited for again; returns the workflows that may go on now. */
  refresh(): Promise<readonly string[]>;
  /** Looks what other controllers gave back, and gives back what belongs to nobody; returns the workflows that may go on now. */
  poll(isAlive: (workflow: string) => boolean): Promise<readonly string[]>;
}

export function createLocks(cell: LockCell, book: SharedBook): Locks {
  const release = async (holders: readonly string[]): Promise<readonly string[]> => {
    const names = new Set(book.requests().flatMap(({ holder, locks }) => (holders.includes(holder) ? locks.map(({ name }) => name) : [])));
    for (const holder of holders) await book.release(holder);
    return names.size === 0 ? [] : workflowsOf(await book.retry(names));
  };
  return {
    view: (workflow) => viewOf(cell, book, workflow),
    status: (workflow, releasing) => {
      // What is held in memory counts once all is held: a controller that starts must not take a part for the whole.
      const partial = book.holdersOf(workflow).filter((holder) => localState(cell, holder)?.granted && !book.state(holder)?.granted);
      return merged(cell.status(workflow, [...releasing, ...partial]), sharedStatus(book, workflow, releasing));
    },
    counts: () => countsOf(cell, book),
    acquire: (request) => acquire(cell, book, request),
    async release(holder) {
      const next = cell.release(holder);
      return book.state(holder) === undefined ? next : [...next, ...(await release([holder]))];
    },
    async releaseAll(workflow) {
      const next = cell.releaseAll(workflow);
      const holders = book.holdersOf(workflow);
      return holders.length === 0 ? next : [...next, ...(await release(holders))];
    },
    restore({ status }) {
      for (const request of grantedRequests(status?.synchronization)) {
        const { local, shared } = split(request);
        if (local.locks.length > 0) cell.restore(local);
        if (shared.locks.length > 0) book.restore(shared);
      }
    },
    refresh: () => cell.refresh(),
    async poll(isAlive) {
      await book.settle((holder) => isAlive(workflowOf(holder)));
      return workflowsOf(await book.retry());
    },
  };
}

async function acquire(cell: LockCell, book: SharedBook, request: AcquireLocks): Promise<boolean> {
  const { local, shared } = split(request);
  if (shared.locks.length === 0) return cell.acquire(request);
  const stateNow = (): string =>
    JSON.stringify([localState(cell, request.holder), book.state(request.holder)], ['granted', 'message', 'error']);
  const before = stateNow();
  if (local.locks.length > 0) await cell.acquire({ kind: 'AcquireLocks', ...local });
  if (local.locks.length === 0 || localState(cell, request.holder)?.granted) await book.acquire(shared);
  else book.expect(shared);
  return stateNow() !== before;
}

function localState(cell: LockCell, holder: string): LockRequestView | undefined {
  return cell.view(workflowOf(holder)).requests.get(holder);
}

/** Locks of the database are `<ns>/Database/<name>`. */
function split({ holder, locks, priority, createdAt }: LockRequest): { readonly local: LockRequest; readonly shared: LockRequest } {
  const isShared = ({ name }: { readonly name: string }): boolean => name.split('/', 2)[1] === 'Database';
  const request = { holder, priority, createdAt };
  return {
    local: { ...request, locks: locks.filter((lock) => !isShared(lock)) },
    shared: { ...request, locks: locks.filter(isShared) },
  };
}

/** A holder of both kinds has its locks when it has those of the database, which it asks for last. */
function viewOf(cell: LockCell, book: SharedBook, workflow: string): LockView {
  const local = cell.view(workflow);
  const holders = book.holdersOf(workflow);
  if (holders.length === 0) return local;
  const requests = new Map<string, LockRequestView>(local.requests);
  for (const holder of holders) {
    const [own, state] = [local.requests.get(holder), book.state(holder)];
    const first = own !== undefined && !own.granted ? own : state;
    if (first !== undefined) requests.set(holder, { ...first, holders: new Map([...(own?.holders ?? []), ...(state?.holders ?? [])]) });
  }
  return { requests };
}

function sharedStatus(book: SharedBook, workflow: string, releasing: readonly string[]): SynchronizationStatus | undefined {
  const holders = new Set(book.holdersOf(workflow).filter((holder) => !releasing.includes(holder)));
  if (holders.size === 0) return undefined;
  const requests = book.requests().filter(({ holder }) => holders.has(holder));
  const states = new Map(requests.map(({ holder }): [string, LockState | undefined] => [holder, book.state(holder)]));
  const table: LockTable = {
    held: new Map([...states.values()].flatMap((state) => [...(state?.holders ?? [])])),
    granted: new Map(requests.flatMap((request) => (states.get(request.holder)?.granted ? [[request.holder, request]] : []))),
    waiting: requests.filter(({ holder }) => !states.get(holder)?.granted),
  };
  return synchronizationStatus(table, workflow);
}

function merged(left: SynchronizationStatus | undefined, right: SynchronizationStatus | undefined): SynchronizationStatus | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const [semaphore, mutex] = [joined(left.semaphore, right.semaphore), joined(left.mutex, right.mutex)];
  return { ...(semaphore && { semaphore }), ...(mutex && { mutex }) };
}

interface Lists<T> {
  readonly holding?: readonly T[] | undefined;
  readonly waiting?: readonly T[] | undefined;
}

function joined<T>(left: Lists<T> | undefined, right: Lists<T> | undefined): Lists<T> | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const [holding, waiting] = [
    [...(left.holding ?? []), ...(right.holding ?? [])],
    [...(left.waiting ?? []), ...(right.waiting ?? [])],
  ];
  return { ...(holding.length > 0 && { holding }), ...(waiting.length > 0 && { waiting }) };
}

function countsOf(cell: LockCell, book: SharedBook): ReturnType<LockCell['counts']> {
  const counts = cell.counts();
  const [held, pending] = [new Map(counts.held), new Map(counts.pending)];
  for (const { holder, locks } of book.requests()) {
    const target = book.state(holder)?.granted ? held : pending;
    for (const { name } of locks) target.set(name, (target.get(name) ?? 0) + 1);
  }
  return { held, pending };
}

function workflowsOf(holders: readonly string[]): readonly string[] {
  return [...new Set(holders.map(workflowOf))];
}
