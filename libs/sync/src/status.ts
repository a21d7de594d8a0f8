import type { MutexHolding, SemaphoreHolding, SynchronizationStatus } from '@argosy/api';
import type { LockName, LockRequest, LockTable } from './lock-table.ts';

/** What a workflow's status shows of its locks (acceptance 4-107); undefined when it has none. */
export function synchronizationStatus(table: LockTable, workflow: string): SynchronizationStatus | undefined {
  const own = ({ holder }: LockRequest): boolean => holder === workflow || holder.startsWith(`${workflow}/`);
  const holding = { semaphore: new Map<string, string[]>(), mutex: [] as MutexHolding[] };
  for (const { locks, holder } of [...table.granted.values()].filter(own)) for (const lock of locks) addHolding(holding, lock, holder);
  const waiting = { semaphore: [] as SemaphoreHolding[], mutex: [] as MutexHolding[] };
  for (const { locks } of table.waiting.filter(own)) for (const lock of locks) addWaiting(waiting, lock, table);
  const semaphores = [...holding.semaphore].map(([semaphore, holders]): SemaphoreHolding => ({ semaphore, holders }));
  return withContent({
    semaphore: withContent({ holding: semaphores, waiting: waiting.semaphore }),
    mutex: withContent({ holding: holding.mutex, waiting: waiting.mutex }),
  }) as SynchronizationStatus | undefined;
}

/** Without what is empty; undefined when nothing is left. */
function withContent<T extends object>(fields: T): Partial<T> | undefined {
  const left = Object.entries(fields).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== undefined));
  return left.length === 0 ? undefined : (Object.fromEntries(left) as Partial<T>);
}

function addHolding(
  holding: { readonly semaphore: Map<string, string[]>; readonly mutex: MutexHolding[] },
  { name, kind }: LockName,
  holder: string,
): void {
  if (kind === 'mutex') holding.mutex.push({ mutex: name, holder });
  else holding.semaphore.set(name, [...(holding.semaphore.get(name) ?? []), holder]);
}

function addWaiting(
  waiting: { readonly semaphore: SemaphoreHolding[]; readonly mutex: MutexHolding[] },
  { name, kind }: LockName,
  table: LockTable,
): void {
  const holders = table.held.get(name) ?? [];
  if (kind === 'mutex') waiting.mutex.push({ mutex: name, holder: holders[0] ?? '' });
  else waiting.semaphore.push({ semaphore: name, holders });
}

/** The requests that a status says were granted, for a controller that starts (acceptance 4-111). */
export function grantedRequests(status: SynchronizationStatus | undefined): LockRequest[] {
  const locks = new Map<string, LockName[]>();
  for (const [holder, lock] of [...heldMutexes(status), ...heldSemaphores(status)]) locks.set(holder, [...(locks.get(holder) ?? []), lock]);
  return [...locks].map(([holder, names]) => ({ holder, locks: names, priority: 0, createdAt: 0 }));
}

type Held = readonly [holder: string, lock: LockName];

function heldMutexes(status: SynchronizationStatus | undefined): Held[] {
  const holding = status?.mutex?.holding ?? [];
  return holding.flatMap(({ mutex, holder }): Held[] => (mutex && holder ? [[holder, { name: mutex, kind: 'mutex' }]] : []));
}

function heldSemaphores(status: SynchronizationStatus | undefined): Held[] {
  const holding = status?.semaphore?.holding ?? [];
  return holding.flatMap(({ semaphore, holders }) =>
    semaphore ? (holders ?? []).map((holder): Held => [holder, { name: semaphore, kind: 'semaphore' }]) : [],
  );
}
