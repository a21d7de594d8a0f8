import type { NodeStatus, Synchronization } from '@argosy/api';
import { fromRfc3339 } from '@argosy/std';
import type { LockRef } from '../decision.ts';
import type { Draft } from '../draft.ts';
import type { Execution } from './request.ts';
import { templateKind } from '@argosy/templates';
import { executableNode } from './template-nodes.ts';

/**
 * Asks for the locks of a template. True once all are held (or none is needed); until then the node is Pending and says what it waits for
 * (acceptance 4-105 to 4-108).
 */
export function acquireLocks(draft: Draft, execution: Execution): boolean {
  const { synchronization } = execution.template;
  const locks = lockRefs(synchronization, draft.observation.workflow.metadata.namespace ?? '');
  if (locks.length === 0) return true;
  const holder = holderKey(draft, draft.id(execution.nodeName));
  const granted = requestLocks(draft, holder, locks);
  const existing = draft.nodeByName(execution.nodeName);
  if (granted.granted) {
    if (existing?.synchronizationStatus) draft.update(existing.id, { synchronizationStatus: undefined, message: undefined });
    return true;
  }
  const node = existing ?? pendingNode(draft, execution);
  if (granted.error) draft.finish(node.id, 'Error', granted.error);
  else draft.update(node.id, { message: granted.message, synchronizationStatus: { waiting: granted.waitingFor ?? locks[0]?.name } });
  draft.explain('lock', node.id, granted.message);
  return false;
}

function pendingNode(draft: Draft, execution: Execution): NodeStatus {
  const kind = templateKind(execution.template);
  return executableNode(draft, execution, { type: kind === undefined ? 'Skipped' : draft.kinds[kind].nodeType, phase: 'Pending' });
}

/** How a request for locks stands. */
export interface LockAnswer {
  readonly granted: boolean;
  readonly message: string;
  readonly waitingFor?: string;
  readonly error?: string;
}

/** The state of a request, after asking for it: the shell repeats nothing that was asked before. */
export function requestLocks(draft: Draft, holder: string, locks: readonly LockRef[]): LockAnswer {
  const request = draft.observation.locks.requests.get(holder);
  if (request?.granted) return request;
  const { metadata } = draft.observation.workflow;
  draft.act({
    kind: 'AcquireLocks',
    holder,
    locks,
    priority: draft.spec.priority ?? 0,
    createdAt: fromRfc3339(metadata.creationTimestamp) ?? draft.now,
  });
  return request ?? { granted: false, message: `Waiting for ${locks[0]?.name ?? ''} lock.` };
}

/** `<ns>/<workflow>` for the workflow, `<ns>/<workflow>/<node>` for one of its nodes. */
export function holderKey(draft: Draft, nodeId?: string): string {
  const { namespace = '', name = '' } = draft.observation.workflow.metadata;
  return nodeId === undefined ? `${namespace}/${name}` : `${namespace}/${name}/${nodeId}`;
}

/** The names of the locks that a `synchronization` asks for. */
export function lockRefs(synchronization: Synchronization | undefined, namespace: string): LockRef[] {
  const semaphores = (synchronization?.semaphores ?? []).map(({ configMapKeyRef, namespace: own, database }): LockRef => {
    const where = own || namespace;
    return {
      kind: 'semaphore',
      name: database
        ? `${where}/Database/${database.key}`
        : `${where}/ConfigMap/${configMapKeyRef?.name ?? ''}/${configMapKeyRef?.key ?? ''}`,
    };
  });
  const mutexes = (synchronization?.mutexes ?? []).map(
    ({ name = '', namespace: own, database }): LockRef => ({
      kind: 'mutex',
      name: `${own || namespace}/${database ? 'Database' : 'Mutex'}/${name}`,
    }),
  );
  return [...semaphores, ...mutexes];
}
