import type { Workflow } from '@argosy/api';

/** A lock that workflows hold or wait for. */
export interface Lock {
  /** `namespace/Mutex/name` or `namespace/ConfigMap/name/key`, as the controller names it. */
  readonly name: string;
  readonly kind: 'mutex' | 'semaphore';
  readonly holders: readonly LockUser[];
  readonly waiters: readonly LockUser[];
}

export interface LockUser {
  readonly namespace: string;
  readonly workflow: string;
  /** Empty: the workflow itself. */
  readonly nodeId: string;
}

interface Seen {
  readonly lock: string;
  readonly kind: Lock['kind'];
  readonly list: 'holders' | 'waiters';
  readonly user: LockUser;
}

/** Gathers locks out of the statuses of workflows. */
export function locksOf(workflows: readonly Workflow[]): Lock[] {
  const byName = new Map<string, { kind: Lock['kind']; holders: LockUser[]; waiters: LockUser[] }>();
  for (const { lock, kind, list, user } of workflows.flatMap(seenIn)) {
    const known = byName.get(lock) ?? { kind, holders: [], waiters: [] };
    byName.set(lock, known);
    if (!known[list].some((one) => one.workflow === user.workflow && one.nodeId === user.nodeId)) known[list].push(user);
  }
  return [...byName]
    .map(([name, lock]) => ({ name, ...lock }))
    .sort((left, right) => right.waiters.length - left.waiters.length || (left.name < right.name ? -1 : 1));
}

function seenIn({ metadata, status }: Workflow): Seen[] {
  const { namespace = '', name: workflow = '' } = metadata;
  const user = (nodeId: string): LockUser => ({ namespace, workflow, nodeId: nodeId === workflow ? '' : nodeId });
  const { mutex, semaphore } = status?.synchronization ?? {};
  const held = [
    ...(mutex?.holding ?? []).map(
      ({ mutex: lock, holder }): Seen => ({ lock: lock ?? '', kind: 'mutex', list: 'holders', user: user(nodeOf(holder)) }),
    ),
    ...(semaphore?.holding ?? []).flatMap(({ semaphore: lock, holders }) =>
      (holders ?? []).map((holder): Seen => ({ lock: lock ?? '', kind: 'semaphore', list: 'holders', user: user(nodeOf(holder)) })),
    ),
  ];
  const kindOf = (lock: string): Lock['kind'] => (lock.includes('/Mutex/') ? 'mutex' : 'semaphore');
  const whole = [
    ...(mutex?.waiting ?? []).map(({ mutex: lock }) => lock ?? ''),
    ...(semaphore?.waiting ?? []).map(({ semaphore: lock }) => lock ?? ''),
  ];
  const waiting = Object.values(status?.nodes ?? {}).flatMap(({ id, synchronizationStatus }) =>
    synchronizationStatus?.waiting ? [{ lock: synchronizationStatus.waiting, id }] : [],
  );
  const nodeLocks = new Set(waiting.map(({ lock }) => lock));
  return [
    ...held,
    ...whole.filter((lock) => !nodeLocks.has(lock)).map((lock): Seen => ({ lock, kind: kindOf(lock), list: 'waiters', user: user('') })),
    ...waiting.map(({ lock, id }): Seen => ({ lock, kind: kindOf(lock), list: 'waiters', user: user(id) })),
  ];
}

/** A holder is `namespace/workflow`, `namespace/workflow/node` or a node alone. */
function nodeOf(holder: string | undefined): string {
  const parts = (holder ?? '').split('/');
  return parts.length === 2 ? '' : (parts.at(-1) ?? '');
}
