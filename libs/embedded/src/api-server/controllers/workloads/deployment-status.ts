import { fromRfc3339 } from '@argosy/std';
import type { JsonObject } from '../../../store/object.ts';
import type { Rollout } from './deployments.ts';
import {
  type Condition,
  scaled,
  statusNumber,
  type StoredCondition,
  type Workload,
  type WorkloadContext,
  withCondition,
} from './workload.ts';

/** The status of a deployment, summed up from its ReplicaSets. */
export function deploymentStatus(context: WorkloadContext, rollout: Rollout): object {
  const { deployment, current, old } = rollout;
  const sets = current ? [...old, current] : old;
  const total = (field: string, among: readonly Workload[] = sets): number =>
    among.reduce((sum, { status }) => sum + Number(status?.[field] ?? 0), 0);
  const counts: Counts = {
    replicas: total('replicas'),
    updated: total('replicas', current ? [current] : []),
    available: total('availableReplicas'),
  };
  const { replicas: wanted = 1 } = deployment.spec;
  return {
    observedGeneration: deployment.metadata.generation,
    replicas: counts.replicas || undefined,
    updatedReplicas: counts.updated || undefined,
    readyReplicas: total('readyReplicas') || undefined,
    availableReplicas: counts.available || undefined,
    unavailableReplicas: Math.max(0, Math.max(wanted, counts.replicas) - counts.available) || undefined,
    collisionCount: deployment.status?.['collisionCount'],
    conditions: conditionsOf(context, rollout, counts),
  };
}

interface Counts {
  readonly replicas: number;
  readonly updated: number;
  readonly available: number;
}

function conditionsOf(context: WorkloadContext, { deployment, current }: Rollout, counts: Counts): readonly StoredCondition[] {
  const { replicas: wanted = 1 } = deployment.spec;
  const now = context.state.clock.now();
  const limits = ((deployment.spec['strategy'] as JsonObject | undefined)?.['rollingUpdate'] ?? {}) as JsonObject;
  const isAvailable = counts.available >= wanted - scaled(limits['maxUnavailable'], wanted, Math.floor);
  const available: Condition = isAvailable
    ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  const conditions = withCondition(deployment.status?.['conditions'], { ...available, now, hasUpdateTime: true });
  const isComplete = counts.updated === wanted && counts.replicas === wanted && counts.available === wanted;
  const progress = progressOf(context, { deployment, current, isComplete, counts });
  return progress ? withCondition(conditions, { ...progress, now, hasUpdateTime: true }) : conditions;
}

interface Progress {
  readonly deployment: Workload;
  readonly current: Workload | undefined;
  readonly isComplete: boolean;
  readonly counts: Counts;
}

function progressOf(context: WorkloadContext, { deployment, current, isComplete, counts }: Progress): Condition | undefined {
  const name = current?.metadata.name ?? '';
  const progressing = (reason: string, message: string): Condition => ({ type: 'Progressing', status: 'True', reason, message });
  if (deployment.spec['paused'] === true)
    return { type: 'Progressing', status: 'True', reason: 'DeploymentPaused', message: 'Deployment is paused' };
  if (!current) return undefined;
  if (isComplete) return progressing('NewReplicaSetAvailable', `ReplicaSet "${name}" has successfully progressed.`);
  if (isLate(context, deployment, counts))
    return {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${name}" has timed out progressing.`,
    };
  return progressing('ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`);
}

/** Nothing has moved for longer than the deadline; until then a look at its end is asked for. */
function isLate({ state, again }: WorkloadContext, deployment: Workload, counts: Counts): boolean {
  const deadline = Number(deployment.spec['progressDeadlineSeconds'] ?? 600) * 1000;
  const conditions = (deployment.status?.['conditions'] ?? []) as readonly StoredCondition[];
  const progress = conditions.find(({ type }) => type === 'Progressing');
  if (!progress || hasMoved(deployment, counts)) {
    again(deadline);
    return false;
  }
  if (progress.reason === 'ProgressDeadlineExceeded') return true;
  if (progress.reason === 'NewReplicaSetAvailable') return false;
  const left = (fromRfc3339(progress.lastUpdateTime) ?? 0) + deadline - state.clock.now();
  if (left > 0) again(left);
  return left <= 0;
}

function hasMoved(deployment: Workload, { updated, available, replicas }: Counts): boolean {
  const isFresh = statusNumber(deployment, 'observedGeneration') !== deployment.metadata.generation;
  const before = ['updatedReplicas', 'availableReplicas', 'replicas'].map((field) => statusNumber(deployment, field));
  return isFresh || before.join() !== [updated, available, replicas].join();
}
