import { describe, expect, test } from 'vitest';
import { acquire, emptyLockTable, type LockRequest, lockState, release, releaseWorkflow, type SemaphoreLimit } from './lock-table.ts';
import { grantedRequests, synchronizationStatus } from './status.ts';

const limit: SemaphoreLimit = (name) => (name.endsWith('/two') ? 2 : { error: 'Sync configuration key not found in ConfigMap' });
const request = (holder: string, names: readonly string[], more: Partial<LockRequest> = {}): LockRequest => ({
  holder,
  locks: names.map((name) => ({ name, kind: name.includes('Mutex') ? 'mutex' : 'semaphore' })),
  priority: 0,
  createdAt: 0,
  ...more,
});
const fill = (...requests: readonly LockRequest[]) => requests.reduce((table, next) => acquire(table, next, limit), emptyLockTable);
const mutex = 'ns/Mutex/m';
const two = 'ns/ConfigMap/c/two';

describe('locks', () => {
  test('a mutex has one holder; the next one says whom it waits for', () => {
    const table = fill(request('ns/a', [mutex]), request('ns/b', [mutex]));
    expect(lockState(table, 'ns/a', limit)?.granted).toBe(true);
    expect(lockState(table, 'ns/b', limit)).toMatchObject({
      granted: false,
      message: 'Waiting for ns/Mutex/m lock. Lock status: 0/1',
      waitingFor: mutex,
    });
  });
  test('a semaphore has as many holders as its limit', () => {
    const table = fill(request('ns/a', [two]), request('ns/b', [two]), request('ns/c', [two]));
    expect(['ns/a', 'ns/b', 'ns/c'].map((holder) => lockState(table, holder, limit)?.granted)).toEqual([true, true, false]);
  });
  test('several locks are granted together or not at all [4-105]', () => {
    const table = fill(request('ns/a', [mutex]), request('ns/b', [two, mutex]), request('ns/c', [two]));
    expect(table.held.get(two)).toBeUndefined();
    expect(release(table, 'ns/a', limit).held.get(two)).toEqual(['ns/b', 'ns/c']);
  });
  test('release grants to the highest priority, then to the oldest [4-109]', () => {
    const table = fill(
      request('ns/a', [mutex]),
      request('ns/old', [mutex], { createdAt: 1 }),
      request('ns/new', [mutex], { createdAt: 2 }),
      request('ns/vip', [mutex], { priority: 5, createdAt: 3 }),
    );
    const first = release(table, 'ns/a', limit);
    expect(first.held.get(mutex)).toEqual(['ns/vip']);
    expect(release(first, 'ns/vip', limit).held.get(mutex)).toEqual(['ns/old']);
  });
  test('all that a workflow and its nodes hold goes with it', () => {
    const table = releaseWorkflow(fill(request('ns/a/n1', [mutex]), request('ns/a/n2', [mutex]), request('ns/ab', [mutex])), 'ns/a', limit);
    expect(table.held.get(mutex)).toEqual(['ns/ab']);
  });
  test('an unknown limit is told and nothing is granted', () => {
    const table = fill(request('ns/a', ['ns/ConfigMap/c/none']));
    expect(lockState(table, 'ns/a', limit)).toMatchObject({ granted: false, error: 'Sync configuration key not found in ConfigMap' });
  });
  test('the status tells what is held, and a restarted controller reads it back [4-107] [4-111]', () => {
    const table = fill(request('ns/a/n1', [mutex, two]), request('ns/a/n2', [mutex]));
    const status = synchronizationStatus(table, 'ns/a');
    expect(status).toEqual({
      mutex: { holding: [{ mutex, holder: 'ns/a/n1' }], waiting: [{ mutex, holder: 'ns/a/n1' }] },
      semaphore: { holding: [{ semaphore: two, holders: ['ns/a/n1'] }] },
    });
    expect(grantedRequests(status).map(({ holder, locks }) => [holder, locks.length])).toEqual([['ns/a/n1', 2]]);
  });
  test('a limit of 0 is waited for, with the reason [13-162]', () => {
    const none = (): number => 0;
    const table = acquire(emptyLockTable, request('ns/a', [two]), none);
    expect(lockState(table, 'ns/a', none)).toEqual({
      granted: false,
      message: `Failed to get semaphore limit for ${two}`,
      waitingFor: two,
      holders: new Map([[two, []]]),
    });
  });
  test('the same lock twice is never granted, and nobody waits behind it', () => {
    const table = fill(request('ns/a', [mutex, mutex]), request('ns/b', [mutex]));
    expect(lockState(table, 'ns/a', limit)?.error).toBe(`duplicate synchronization item found: ${mutex}`);
    expect(lockState(table, 'ns/b', limit)?.granted).toBe(true);
  });
});
