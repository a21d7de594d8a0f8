import { fromRfc3339 } from '@argosy/std';
import type { StoreEvent } from '../../../store/history.ts';
import type { PodView } from '../../kinds/pod-types.ts';
import { completedIndexes } from './job-indexes.ts';
import { controllerOf } from './owned-objects.ts';
import { ignoredByPolicy } from './pod-failure-policy.ts';
import { isActive, isReady, podsOf, type Workload, type WorkloadContext } from './workload.ts';

/** The pods of a job, and how many have ended how, those that were deleted since included. */
export interface JobPods {
  readonly all: readonly PodView[];
  readonly active: readonly PodView[];
  readonly terminating: readonly PodView[];
  readonly ready: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Restarts of containers of pods that run, for jobs whose pods restart on failure. */
  readonly restarts: number;
  readonly failuresInRow: number;
  /** When the last pod failed, in milliseconds. */
  readonly lastFailure: number;
}

interface Gone {
  succeeded: number;
  failed: number;
}

/**
 * Remembers pods of jobs that were deleted, so that what they did still counts. Kubernetes holds them back by a finalizer; here the server that
 * deletes a pod is the one that counts it. After a restart the status of the job says how many there were.
 */
export class JobTally {
  private readonly gone = new Map<string, Gone>();
  private readonly dismissed = new Set<string>();

  take({ type, current, previous }: StoreEvent): void {
    if (type !== 'DELETED') return;
    const pod = (previous?.object ?? current.object) as PodView;
    const owner = controllerOf(pod);
    if (owner?.kind !== 'Job') return;
    const wasDismissed = this.dismissed.delete(pod.metadata.uid ?? '');
    const known = this.gone.get(owner.uid);
    if (known) this.note(known, pod, wasDismissed);
  }

  private note(gone: Gone, { status }: PodView, wasDismissed: boolean): void {
    if (status?.phase === 'Succeeded') gone.succeeded++;
    else if (!wasDismissed) gone.failed++;
  }

  /** The job takes this pod back itself. */
  dismiss(uid: string): void {
    this.dismissed.add(uid);
  }

  isDismissed(uid: string): boolean {
    return this.dismissed.has(uid);
  }

  forget(job: string): void {
    this.gone.delete(job);
  }

  /** How many are gone; `first` tells it when nothing is known yet. */
  goneOf(job: string, first: () => Gone): Gone {
    const known = this.gone.get(job) ?? first();
    this.gone.set(job, known);
    return known;
  }
}

/** Counts the pods of a job. */
export function tallyOf(context: WorkloadContext, job: Workload, tally: JobTally): JobPods {
  const all = podsOf(context, job);
  const succeeded = all.filter(({ status }) => status?.phase === 'Succeeded');
  const failed = all.filter((pod) => isFailed(pod, tally) && !ignoredByPolicy(job, pod));
  const before = (field: string): number => Number(job.status?.[field] ?? 0);
  const gone = tally.goneOf(job.metadata.uid ?? '', () => ({
    succeeded: Math.max(0, before('succeeded') - succeeded.length),
    failed: Math.max(0, before('failed') - failed.length),
  }));
  const active = all.filter(isActive);
  const isIndexed = job.spec['completionMode'] === 'Indexed';
  return {
    all,
    active,
    terminating: all.filter(
      ({ metadata, status }) => metadata.deletionTimestamp && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
    ),
    ready: active.filter(isReady).length,
    succeeded: isIndexed ? completedIndexes(job, all).size : succeeded.length + gone.succeeded,
    failed: failed.length + gone.failed,
    restarts: active.reduce((sum, pod) => sum + restartsOf(pod), 0),
    ...failuresOf(succeeded, failed),
  };
}

function isFailed({ metadata, status }: PodView, tally: JobTally): boolean {
  if (status?.phase === 'Failed') return !tally.isDismissed(metadata.uid ?? '');
  return Boolean(metadata.deletionTimestamp) && status?.phase !== 'Succeeded' && !tally.isDismissed(metadata.uid ?? '');
}

function restartsOf({ status }: PodView): number {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
}

function failuresOf(succeeded: readonly PodView[], failed: readonly PodView[]): Pick<JobPods, 'failuresInRow' | 'lastFailure'> {
  const lastSuccess = Math.max(0, ...succeeded.map(endOf));
  const since = failed.map(endOf).filter((end) => end > lastSuccess);
  return { failuresInRow: since.length, lastFailure: Math.max(0, ...since) };
}

function endOf({ status, metadata }: PodView): number {
  const ends = (status?.containerStatuses ?? []).map(
    ({ state }) => fromRfc3339((state?.terminated as { finishedAt?: string } | undefined)?.finishedAt) ?? 0,
  );
  return Math.max(0, ...ends) || (fromRfc3339(metadata.deletionTimestamp) ?? fromRfc3339(metadata.creationTimestamp) ?? 0);
}
