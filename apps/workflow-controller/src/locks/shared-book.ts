import type { SharedClaimState, SharedLock, SyncLocks } from '@argosy/persistence';
import type { Instant, Logger } from '@argosy/std';
import type { LockName, LockRequest, LockState } from '@argosy/sync';
import { workflowOf } from './lock-cell.ts';

/** What this controller asked the database of locks for, and what came of it. */
export interface SharedBook {
  /** How a request stands; undefined when nothing was asked for it. */
  state(holder: string): LockState | undefined;
  /** Holders of a workflow that asked for something and did not give it back yet. */
  holdersOf(workflow: string): readonly string[];
  requests(): readonly LockRequest[];
  /** Notes a request that is asked for later, so that its holder is known to wait. */
  expect(request: LockRequest): void;
  /** Asks the database; a request that is granted is not asked for again. */
  acquire(request: LockRequest): Promise<void>;
  /** Takes over that a request was granted before the controller started. */
  restore(request: LockRequest): void;
  /** Gives back what a holder has or waits for. While the database is away it is owed, and given back later. */
  release(holder: string): Promise<void>;
  /** Asks again for everything that waits, for one lock or for all; gives the holders whose state is another one now. */
  retry(locks?: ReadonlySet<string>): Promise<readonly string[]>;
  /** Gives back what is owed, and what belongs to holders that are there no more. */
  settle(isAlive: (holder: string) => boolean): Promise<void>;
}

export interface SharedBookOptions {
  /** Absent: no database is configured. */
  locks(): SyncLocks | undefined;
  now(): Instant;
  readonly logger: Logger;
}

interface Entry {
  readonly request: LockRequest;
  readonly state: LockState;
  /** `none`: the database was not asked yet. `lost`: it was asked and did not answer. `queued`: it has the request. */
  readonly place: 'none' | 'lost' | 'queued';
}

interface Pages {
  readonly options: SharedBookOptions;
  readonly entries: Map<string, Entry>;
  readonly byWorkflow: Map<string, Set<string>>;
  /** Holders whose release the database has not heard of. */
  readonly owed: Set<string>;
}

export function createSharedBook(options: SharedBookOptions): SharedBook {
  const pages: Pages = { options, entries: new Map(), byWorkflow: new Map(), owed: new Set() };
  const { entries, byWorkflow } = pages;
  return {
    state: (holder) => entries.get(holder)?.state,
    holdersOf: (workflow) => [...(byWorkflow.get(workflow) ?? [])],
    requests: () => [...entries.values()].map(({ request }) => request),
    expect(request) {
      if (!entries.has(request.holder)) enter(pages, { request, state: waiting(request, waitingFor(request), new Map()), place: 'none' });
    },
    acquire: (request) => acquire(pages, request),
    restore: (request) => enter(pages, { request, state: granted(request), place: 'queued' }),
    release: (holder) => release(pages, holder),
    retry: (locks) => retry(pages, locks),
    settle: (isAlive) => settle(pages, isAlive),
  };
}

function enter({ entries, byWorkflow }: Pages, entry: Entry): void {
  const { holder } = entry.request;
  entries.set(holder, entry);
  const holders = byWorkflow.get(workflowOf(holder)) ?? new Set();
  byWorkflow.set(workflowOf(holder), holders.add(holder));
}

async function acquire(pages: Pages, request: LockRequest): Promise<void> {
  const { options, entries, owed } = pages;
  const known = entries.get(request.holder);
  if (known?.state.granted) return;
  owed.delete(request.holder);
  const entry = await askDatabase(options, request).then(
    (state): Entry => ({ request, state, place: 'queued' }),
    (error: Error): Entry => {
      options.logger.warn(error.message, { holder: request.holder });
      return { request, state: waiting(request, `${waitingFor(request)}: ${error.message}`, new Map()), place: 'lost' };
    },
  );
  const isGone = known !== undefined && !entries.has(request.holder);
  if (!isGone) return enter(pages, entry);
  // Given back while the database was asked, which may have granted it after that.
  owed.add(request.holder);
  await giveBack(pages, request.holder);
}

async function release(pages: Pages, holder: string): Promise<void> {
  const { entries, byWorkflow, owed } = pages;
  if (!entries.delete(holder)) return;
  const holders = byWorkflow.get(workflowOf(holder));
  holders?.delete(holder);
  if (holders?.size === 0) byWorkflow.delete(workflowOf(holder));
  owed.add(holder);
  await giveBack(pages, holder);
}

async function giveBack({ options, owed }: Pages, holder: string): Promise<void> {
  try {
    await options.locks()?.release(holder);
    owed.delete(holder);
  } catch (error) {
    options.logger.warn(`${(error as Error).message}; it is given back later`, { holder });
  }
}

async function retry(pages: Pages, locks: ReadonlySet<string> | undefined): Promise<readonly string[]> {
  const { entries } = pages;
  const changed: string[] = [];
  const blocked = new Set<string>();
  const waitingHere = [...entries.values()].filter((entry) => mayMove(entry, locks)).sort(byTurn);
  for (const entry of waitingHere) {
    const { request, state } = entry;
    if (isBehind(entry, blocked) || !entries.has(request.holder)) continue;
    await acquire(pages, request);
    const next = entries.get(request.holder)?.state ?? state;
    if (verdict(next) !== verdict(state)) changed.push(request.holder);
    if (!next.granted) request.locks.forEach(({ name }) => blocked.add(name));
  }
  return changed;
}

/** Who is in the queue of the database cannot overtake; to ask for all of them would cost their number's square. */
function isBehind({ request, place }: Entry, blocked: ReadonlySet<string>): boolean {
  return place === 'queued' && request.locks.some(({ name }) => blocked.has(name));
}

function byTurn({ request: a }: Entry, { request: b }: Entry): number {
  return b.priority - a.priority || a.createdAt - b.createdAt || (a.holder < b.holder ? -1 : 1);
}

async function settle(pages: Pages, isAlive: (holder: string) => boolean): Promise<void> {
  const { options, entries, owed } = pages;
  for (const holder of owed) await giveBack(pages, holder);
  const known = (await options.locks()?.holders()) ?? [];
  for (const holder of known) if (!entries.has(holder) && !isAlive(holder)) await giveBack(pages, holder);
}

function mayMove({ request, state, place }: Entry, locks: ReadonlySet<string> | undefined): boolean {
  return (
    place !== 'none' &&
    !state.granted &&
    state.error === undefined &&
    (locks === undefined || request.locks.some(({ name }) => locks.has(name)))
  );
}

function verdict({ granted: isGranted, message, error }: LockState): string {
  return JSON.stringify([isGranted, message, error]);
}

async function askDatabase({ locks, now }: SharedBookOptions, request: LockRequest): Promise<LockState> {
  const database = locks();
  const [first] = request.locks;
  if (database === undefined || first === undefined) {
    const error = `database session is not available for ${first?.kind ?? 'lock'} ${first?.name ?? ''}`;
    return { ...waiting(request, error, new Map()), error };
  }
  const claim = { ...request, locks: request.locks.map(sharedLock) };
  return stateOf(request, await database.acquire(claim, now()));
}

/** `<ns>/Database/<name>`, which the database calls `<ns>/<name>`. */
function sharedLock({ name, kind }: LockName): SharedLock {
  const [namespace = '', , ...rest] = name.split('/');
  return { name: `${namespace}/${rest.join('/')}`, kind };
}

function stateOf(request: LockRequest, { granted: isGranted, blocked, holders: byLock }: SharedClaimState): LockState {
  const holders = new Map(request.locks.map((lock) => [lock.name, byLock.get(sharedLock(lock).name) ?? []]));
  if (isGranted) return { granted: true, message: '', holders };
  const lock = request.locks.find((one) => sharedLock(one).name === blocked?.lock.name && one.kind === blocked.lock.kind);
  if (blocked === undefined || lock === undefined) return waiting(request, waitingFor(request), holders);
  if (!blocked.limit) return { ...waiting(request, `Failed to get semaphore limit for ${lock.name}`, holders), waitingFor: lock.name };
  const message = `Waiting for ${lock.name} lock (${blocked.row}). Lock status: ${blocked.held}/${blocked.limit}`;
  return { ...waiting(request, message, holders), waitingFor: lock.name };
}

function granted({ holder, locks }: LockRequest): LockState {
  return { granted: true, message: '', holders: new Map(locks.map(({ name }) => [name, [holder]])) };
}

function waiting({ locks }: LockRequest, message: string, holders: LockState['holders']): LockState {
  return { granted: false, message, holders, ...(locks[0] && { waitingFor: locks[0].name }) };
}

function waitingFor({ locks }: LockRequest): string {
  return `Waiting for ${locks[0]?.name ?? ''} lock`;
}
