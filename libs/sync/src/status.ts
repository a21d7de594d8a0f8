import type { MutexHolding, SemaphoreHolding, SynchronizationStatus } from '@argosy/api';
import type { LockName, LockRequest, LockTable } from './lock-table.ts';

/** What a workflow's status shows of its locks (acceptance 4-107); undefined when it has none. */
export function synchronizationStatus(table: LockTable, workflow: string): SynchronizationStatus | undefined {
  const own = (holder: string): boolean => holder === workflow || holder.startsWith(`${workflow}/`);
  const holding = { semaphore: new Map<string, string[]>(), mutex: [] as MutexHolding[] };
  for (const request of table.granted.values())
    if (own(request.holder)) for (const lock of request.locks) addHolding(holding, lock, request.holder);
  const waiting = { semaphore: [] as SemaphoreHolding[], mutex: [] as MutexHolding[] };
  for (const request of table.waiting) if (own(request.holder)) for (const lock of request.locks) addWaiting(waiting, lock, table);
  const semaphores = [...holding.semaphore].map(([semaphore, holders]): SemaphoreHolding => ({ semaphore, holders }));
  const semaphore = {
    ...(semaphores.length > 0 && { holding: semaphores }),
    ...(waiting.semaphore.length > 0 && { waiting: waiting.semaphore }),
  };
  const mutex = {
    ...(holding.mutex.length > 0 && { holding: holding.mutex }),
    ...(waiting.mutex.length > 0 && { waiting: waiting.mutex }),
  };
  const status: SynchronizationStatus = {
    ...(Object.keys(semaphore).length > 0 && { semaphore }),
    ...(Object.keys(mutex).length > 0 && { mutex }),
  };
  return Object.keys(status).length > 0 ? status : undefined;
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
  const add = (holder: string, lock: LockName): void => void locks.set(holder, [...(locks.get(holder) ?? []), lock]);
  for (const { mutex, holder } of status?.mutex?.holding ?? []) if (mutex && holder) add(holder, { name: mutex, kind: 'mutex' });
  for (const { semaphore, holders } of status?.semaphore?.holding ?? [])
    for (const holder of holders ?? []) if (semaphore) add(holder, { name: semaphore, kind: 'semaphore' });
  return [...locks].map(([holder, names]) => ({ holder, locks: names, priority: 0, createdAt: 0 }));
}
