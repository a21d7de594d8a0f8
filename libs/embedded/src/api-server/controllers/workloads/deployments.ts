import { type ApiObject, equalJson, isJsonObject, type JsonObject } from '../../../store/object.ts';
import type { PodTemplate } from '../../kinds/workloads/pod-template.ts';
import { deploymentStatus } from './deployment-status.ts';
import {
  change,
  type Controller,
  create,
  ownerReferenceTo,
  recordEvent,
  remove,
  scaled,
  templateHash,
  type Workload,
  type WorkloadContext,
  writeStatus,
} from './workload.ts';

const storage = 'replicasets.apps';
const hashLabel = 'pod-template-hash';
const revisionAnnotation = 'deployment.kubernetes.io/revision';
const restartedAnnotation = 'kubectl.kubernetes.io/restartedAt';

/** A deployment and its ReplicaSets. */
export interface Rollout {
  readonly deployment: Workload;
  /** The one of the present template; absent until it was made. */
  readonly current: Workload | undefined;
  readonly old: readonly Workload[];
}

/** Moves pods from the ReplicaSets of earlier templates to that of the present one. */
export const reconcileDeployment: Controller = (context, deployment) => {
  if (!deployment.metadata.deletionTimestamp) {
    const rollout = findRollout(context, deployment);
    const withCurrent = rollout.current || deployment.spec['paused'] === true ? rollout : withNewSet(context, rollout);
    moveReplicas(context, withCurrent);
    forgetHistory(context, withCurrent);
  }
  const seen = findRollout(context, deployment);
  writeStatus(context, deployment, deploymentStatus(context, seen));
};

export function findRollout({ owned }: WorkloadContext, deployment: Workload): Rollout {
  const sets = owned.of(deployment.metadata.uid ?? '', storage) as readonly Workload[];
  const wanted = withoutHash(deployment.spec.template);
  const current = sets.find((set) => equalJson(withoutHash(set.spec.template), wanted));
  return { deployment, current, old: sets.filter((set) => set !== current) };
}

function withoutHash(template: PodTemplate | undefined): unknown {
  const { [hashLabel]: _hash, ...labels } = template?.metadata?.labels ?? {};
  return withoutNothing({ ...template, metadata: { ...template?.metadata, labels } });
}

/** Clients in Go leave out what is empty: with it or without it a template is the same. */
function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutNothing(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => !isNothing(member)));
}

function isNothing(value: unknown): boolean {
  const isEmptyObject = isJsonObject(value) && Object.keys(value).length === 0;
  return (
    value === false ||
    value === '' ||
    value === null ||
    value === undefined ||
    isEmptyObject ||
    (Array.isArray(value) && value.length === 0)
  );
}

const revisionOf = ({ metadata }: ApiObject): number => Number(metadata.annotations?.[revisionAnnotation] ?? 0);

function withNewSet(context: WorkloadContext, { deployment, old }: Rollout): Rollout {
  const { spec, metadata } = deployment;
  const hash = templateHash(spec.template, Number(deployment.status?.['collisionCount'] ?? 0));
  const labels = { ...spec.template?.metadata?.labels, [hashLabel]: hash };
  const revision = Math.max(0, ...old.map(revisionOf)) + 1;
  const body = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      labels,
      annotations: { ...kept(metadata.annotations), [revisionAnnotation]: String(revision) },
      ownerReferences: [ownerReferenceTo(deployment)],
    },
    spec: {
      replicas: 0,
      minReadySeconds: spec['minReadySeconds'],
      selector: { ...spec.selector, matchLabels: { ...spec.selector?.matchLabels, [hashLabel]: hash } },
      template: { ...spec.template, metadata: { ...spec.template?.metadata, labels } },
    },
  };
  create(context, deployment, { storage, namespace: metadata.namespace ?? '', body });
  return findRollout(context, deployment);
}

/** Annotations that a ReplicaSet takes over. */
function kept(annotations: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  const own = ['kubectl.kubernetes.io/last-applied-configuration', revisionAnnotation, restartedAnnotation];
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => !own.includes(name)));
}

function moveReplicas(context: WorkloadContext, rollout: Rollout): void {
  const { deployment, current, old } = rollout;
  if (current) noteRevision(context, rollout, current);
  const { replicas = 1 } = deployment.spec;
  const isRecreate = (deployment.spec['strategy'] as JsonObject | undefined)?.['type'] === 'Recreate';
  if (deployment.spec['paused'] === true) scaleTo(context, deployment, { set: current ?? newest(old), replicas });
  else if (isRecreate) recreate(context, rollout, replicas);
  else roll(context, rollout, replicas);
}

function newest(sets: readonly Workload[]): Workload | undefined {
  return sets.toSorted((a, b) => revisionOf(b) - revisionOf(a))[0];
}

/** A template that was used before, as after a rollback, is the newest revision again. */
function noteRevision({ state }: WorkloadContext, { deployment, old }: Rollout, current: Workload): void {
  const newestOld = Math.max(0, ...old.map(revisionOf));
  const revision = String(revisionOf(current) > newestOld ? revisionOf(current) : newestOld + 1);
  for (const object of [current, deployment]) {
    if (object.metadata.annotations?.[revisionAnnotation] === revision) continue;
    const next = (present: ApiObject): ApiObject => ({
      ...present,
      metadata: { ...present.metadata, annotations: { ...present.metadata.annotations, [revisionAnnotation]: revision } },
    });
    change(state, object, { subresource: '', next });
  }
}

function recreate(context: WorkloadContext, { deployment, current, old }: Rollout, replicas: number): void {
  for (const set of old) scaleTo(context, deployment, { set, replicas: 0 });
  const isEmpty = old.every((set) => context.owned.of(set.metadata.uid ?? '', 'pods').length === 0);
  if (isEmpty) scaleTo(context, deployment, { set: current, replicas });
}

function roll(context: WorkloadContext, { deployment, current, old }: Rollout, replicas: number): void {
  if (!current) return;
  const limits = ((deployment.spec['strategy'] as JsonObject | undefined)?.['rollingUpdate'] ?? {}) as JsonObject;
  const surge = scaled(limits['maxSurge'], replicas, Math.ceil);
  const unavailable = scaled(limits['maxUnavailable'], replicas, Math.floor);
  // Neither may pods be too many nor too few: then nothing would ever move.
  const maxUnavailable = surge === 0 && unavailable === 0 ? 1 : unavailable;
  const wantedOld = old.reduce((sum, set) => sum + (set.spec.replicas ?? 0), 0);
  const room = replicas + surge - wantedOld;
  const before = current.spec.replicas ?? 0;
  const next = before > replicas ? replicas : Math.max(before, Math.min(replicas, room));
  scaleTo(context, deployment, { set: current, replicas: next });
  if (wantedOld > 0) shrinkOld(context, { deployment, current, old }, replicas - maxUnavailable);
}

/** Takes old pods away: first those that do not work anyway, then as many as the new ones that do. */
function shrinkOld(context: WorkloadContext, { deployment, current, old }: Rollout, minAvailable: number): void {
  const available = (set: Workload): number => Number(set.status?.['availableReplicas'] ?? 0);
  const broken = old.map((set) => Math.max(0, (set.spec.replicas ?? 0) - available(set)));
  let spare = (current ? available(current) : 0) + old.reduce((sum, set) => sum + available(set), 0) - minAvailable;
  old.forEach((set, i) => {
    const size = set.spec.replicas ?? 0;
    const working = size - (broken[i] ?? 0);
    const goes = Math.max(0, Math.min(working, spare));
    spare -= goes;
    scaleTo(context, deployment, { set, replicas: working - goes });
  });
}

interface Size {
  readonly set: Workload | undefined;
  readonly replicas: number;
}

function scaleTo({ state }: WorkloadContext, deployment: Workload, { set, replicas }: Size): void {
  const before = set?.spec.replicas ?? 0;
  if (!set || before === replicas) return;
  change(state, set, { subresource: '', next: (present) => ({ ...present, spec: { ...(present['spec'] as object), replicas } }) });
  const message = `Scaled ${replicas > before ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${replicas}`;
  recordEvent(state, deployment, { reason: 'ScalingReplicaSet', message });
}

/** Old ReplicaSets beyond the limit go; they were kept for rollbacks. */
function forgetHistory(context: WorkloadContext, { deployment, old }: Rollout): void {
  const limit = Number(deployment.spec['revisionHistoryLimit'] ?? 10);
  const idle = old.filter(({ spec, status }) => spec.replicas === 0 && Number(status?.['replicas'] ?? 0) === 0);
  const surplus = idle.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, idle.length - limit));
  for (const set of surplus) remove(context, storage, set);
}
