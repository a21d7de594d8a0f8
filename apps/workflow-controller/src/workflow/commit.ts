import type { Workflow, WorkflowStatus } from '@argosy/api';
import type { Decision } from '@argosy/engine';
import { mergePatchBetween, workflowResources } from '@argosy/kube';
import { isErrorWithCode, toRfc3339Seconds } from '@argosy/std';
import { label, type WorkflowObject } from '../caches/objects.ts';
import type { Shell, Track } from './shell.ts';
import { dehydrate } from './stored-status.ts';

/** What became of a decision's status. */
export type CommitOutcome =
  | { readonly kind: 'written' }
  /** Our copy was not the current one: forget the decision. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'gone' }
  /** The API server will never store this status. */
  | { readonly kind: 'refused'; readonly message: string };

export interface CommitInput {
  /** The workflow as it is stored, the version the decision was made on. */
  readonly workflow: Workflow;
  readonly decision: Pick<Decision, 'status' | 'metadata'> & {
    /** All finalizers, where they change. */
    readonly finalizers?: readonly string[];
  };
  readonly track: Track;
}

/**
 * Writes what changed of the status, as a merge patch that only applies to the version the decision was made on: the intent that
 * every effect waits for, and the fence against stale copies.
 */
export async function commit(shell: Shell, { workflow, decision, track }: CommitInput): Promise<CommitOutcome> {
  const change = await changeOf(shell, { workflow, next: decision.status, track });
  const body = {
    metadata: {
      resourceVersion: workflow.metadata.resourceVersion,
      ...decision.metadata,
      ...(decision.finalizers && { finalizers: decision.finalizers }),
    },
    ...(change.patch === undefined ? {} : { status: change.patch }),
  };
  try {
    const written = await send(shell, workflow, body);
    shell.metrics.observe('argosy_status_bytes', {}, change.patchBytes);
    track.bytes = change.bytes;
    track.softSince = undefined;
    learn(shell, track, { workflow, status: change.stored, written });
    return { kind: 'written' };
  } catch (error) {
    return outcomeOf(error);
  }
}

interface StatusChange {
  readonly patch: unknown;
  readonly patchBytes: number;
  /** The next status as it will be stored. */
  readonly stored: WorkflowStatus;
  /** Upper bound of its plain size. */
  readonly bytes: number;
}

interface Change {
  readonly workflow: Workflow;
  readonly next: WorkflowStatus;
  readonly track: Track;
}

async function changeOf({ persistence, storage }: Shell, { workflow, next, track }: Change): Promise<StatusChange> {
  const before = workflow.status ?? {};
  const { uid = '', namespace = '' } = workflow.metadata;
  const nodeStatuses = persistence?.nodeStatuses();
  const patch = mergePatchBetween(before, next);
  const patchBytes = sizeOf(patch ?? {});
  const { status: stored, bytes } = await dehydrate(next, {
    bytes: (track.bytes ?? sizeOf(before)) + patchBytes,
    limit: storage.maxWorkflowSize,
    always: storage.alwaysOffload,
    offload: nodeStatuses && ((nodes) => nodeStatuses.save({ uid, namespace }, nodes)),
  });
  if (stored === next) return { patch, patchBytes, stored, bytes };
  const packed = mergePatchBetween(before, stored);
  return { patch: packed, patchBytes: sizeOf(packed ?? {}), stored, bytes };
}

/** Ends a workflow whose status cannot be stored, by a patch that can. */
export async function commitFailure(shell: Shell, workflow: Workflow, message: string): Promise<CommitOutcome> {
  const patch = {
    metadata: { resourceVersion: workflow.metadata.resourceVersion, labels: { [label.phase]: 'Error', [label.completed]: 'true' } },
    status: { phase: 'Error', message, finishedAt: toRfc3339Seconds(shell.timers.now()) },
  };
  try {
    await send(shell, workflow, patch);
    return { kind: 'written' };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Only the version is of interest of the answer: the rest is what we sent. */
function send({ client }: Shell, { metadata }: Workflow, body: unknown): Promise<WorkflowObject> {
  const { name = '', namespace = '' } = metadata;
  return client.patch<WorkflowObject>(workflowResources.Workflow, { name, namespace, body }, { type: 'merge', metadataOnly: true });
}

/**
 * Our own copy stands for the answer: the parts that did not change stay the same objects, so caches keyed by them and the next patch
 * cost what changed.
 */
function learn(
  shell: Shell,
  track: Track,
  change: { readonly workflow: Workflow; readonly status: WorkflowStatus; readonly written: WorkflowObject },
): void {
  const { workflow, status, written } = change;
  track.written = written.metadata.resourceVersion;
  shell.caches.workflows.learn({ ...(workflow as WorkflowObject), metadata: written.metadata, status });
}

function outcomeOf(error: unknown): CommitOutcome {
  if (isErrorWithCode(error, 'KUBE_CONFLICT')) return { kind: 'conflict' };
  if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return { kind: 'gone' };
  if (isErrorWithCode(error, 'KUBE_INVALID') || isErrorWithCode(error, 'KUBE_REQUESTENTITYTOOLARGE') || isTooLarge(error)) {
    return { kind: 'refused', message: (error as Error).message };
  }
  throw error;
}

/** etcd's own limit comes as an internal error. */
function isTooLarge(error: unknown): boolean {
  return error instanceof Error && /request is too large|etcdserver: request/.test(error.message) && !/timed out/.test(error.message);
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
