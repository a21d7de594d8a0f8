import { type ApiObject, isJsonObject, type JsonObject } from '../../../store/object.ts';
import type { PodView } from '../../kinds/pod-types.ts';
import type { PodTemplate } from '../../kinds/workloads/pod-template.ts';
import { currentRevision, revisionLabel } from './revisions.ts';
import {
  type Controller,
  countAvailable,
  counted,
  create,
  createPod,
  isActive,
  isReady,
  podsOf,
  remove,
  removePod,
  replicasOf,
  specPart,
  type Workload,
  type WorkloadContext,
  writeStatus,
} from './workload.ts';

/** One place of a StatefulSet: its pod keeps its name however often it is made anew. */
interface Place {
  readonly ordinal: number;
  readonly name: string;
  readonly pod: PodView | undefined;
}

/** Keeps a pod for each ordinal, one after the other unless the set is `Parallel`. */
export const reconcileStatefulSet: Controller = (context, set) => {
  const revision = currentRevision(context, set);
  if (!set.metadata.deletionTimestamp) settle(context, set, revision);
  const pods = podsOf(context, set);
  const present = pods.filter(({ metadata }) => !metadata.deletionTimestamp);
  const updated = present.filter((pod) => revisionOf(pod) === revision);
  const running = runningRevision(set, { present, updated, revision });
  writeStatus(context, set, {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    readyReplicas: counted(present.filter(isReady).length),
    availableReplicas: countAvailable(context, present, Number(set.spec['minReadySeconds'] ?? 0)),
    currentReplicas: counted(present.filter((pod) => revisionOf(pod) === running).length),
    updatedReplicas: counted(updated.length),
    currentRevision: running,
    updateRevision: revision,
    collisionCount: 0,
  });
};

const revisionOf = ({ metadata }: PodView): string | undefined => metadata.labels?.[revisionLabel];

interface Running {
  readonly present: readonly PodView[];
  readonly updated: readonly PodView[];
  readonly revision: string;
}

/** The revision that the pods were made of before a rollout, and the new one when that is complete. */
function runningRevision(set: Workload, { present, updated, revision }: Running): string {
  const isComplete = updated.length === replicasOf(set) && present.length === updated.length && present.every(isReady);
  return isComplete ? revision : String(set.status?.['currentRevision'] ?? revision);
}

function settle(context: WorkloadContext, set: Workload, revision: string): void {
  const replicas = replicasOf(set);
  const start = Number(specPart(set, 'ordinals')['start'] ?? 0);
  const pods = new Map(podsOf(context, set).map((pod) => [pod.metadata.name ?? '', pod]));
  const places: Place[] = Array.from({ length: replicas }, (_, i) => {
    const name = `${set.metadata.name}-${start + i}`;
    return { ordinal: start + i, name, pod: pods.get(name) };
  });
  const wanted = new Set(places.map(({ name }) => name));
  const surplus = [...pods.values()].filter(({ metadata }) => !wanted.has(metadata.name ?? ''));
  const inOrder = set.spec['podManagementPolicy'] !== 'Parallel';
  if (!fill(context, set, { places, inOrder, revision })) return;
  if (surplus.length > 0) shrink(context, set, { surplus, inOrder });
  else rollOut(context, set, { places, revision });
}

interface Filling {
  readonly places: readonly Place[];
  readonly inOrder: boolean;
  readonly revision: string;
}

/** Makes what is missing and replaces what is over; true when nothing has to be waited for. */
function fill(context: WorkloadContext, set: Workload, { places, inOrder, revision }: Filling): boolean {
  for (const { pod, ordinal, name } of places) {
    if (!pod) makePod(context, set, { ordinal, name, revision });
    else if (isOver(pod)) removePod(context, set, pod);
    if (inOrder && !(pod && isActive(pod) && isReady(pod))) return false;
  }
  return true;
}

function isOver(pod: PodView): boolean {
  return !pod.metadata.deletionTimestamp && !isActive(pod);
}

/** From the highest ordinal down; in order only when all are well. */
function shrink(
  context: WorkloadContext,
  set: Workload,
  { surplus, inOrder }: { readonly surplus: readonly PodView[]; readonly inOrder: boolean },
): void {
  const falling = surplus.toSorted((a, b) => ordinalOf(b) - ordinalOf(a));
  for (const pod of inOrder ? falling.slice(0, 1) : falling) {
    if (pod.metadata.deletionTimestamp) continue;
    removePod(context, set, pod);
    if (retention(set, 'whenScaled') === 'Delete') for (const claim of claimsOf(set, pod)) removeClaim(context, set, claim);
  }
}

function ordinalOf({ metadata }: ApiObject): number {
  return Number(/-(\d+)$/.exec(metadata.name ?? '')?.[1] ?? 0);
}

/** Replaces one pod of an earlier template at a time, the highest ordinal first, while all others are ready. */
function rollOut(
  context: WorkloadContext,
  set: Workload,
  { places, revision }: { readonly places: readonly Place[]; readonly revision: string },
): void {
  const partition = partitionOf(specPart(set, 'updateStrategy'));
  for (const { ordinal, pod } of places.toReversed()) {
    if (!pod || !isActive(pod)) return;
    const isOld = revisionOf(pod) !== revision && ordinal >= partition;
    if (isOld) removePod(context, set, pod);
    if (isOld || !isReady(pod)) return;
  }
}

/** The lowest ordinal that a rollout touches. */
function partitionOf({ type, rollingUpdate }: JsonObject): number {
  if (type !== 'RollingUpdate') return Number.POSITIVE_INFINITY;
  return isJsonObject(rollingUpdate) ? Number(rollingUpdate['partition'] ?? 0) : 0;
}

const retention = (set: Workload, when: string): unknown => specPart(set, 'persistentVolumeClaimRetentionPolicy')[when];

interface ClaimTemplate extends ApiObject {
  readonly spec: object;
}

const claimTemplates = (set: Workload): readonly ClaimTemplate[] =>
  (set.spec['volumeClaimTemplates'] as readonly ClaimTemplate[] | undefined) ?? [];

const claimName = (template: ClaimTemplate, podName: string): string => `${template.metadata.name}-${podName}`;

function claimsOf(set: Workload, pod: PodView): readonly string[] {
  return claimTemplates(set).map((template) => claimName(template, pod.metadata.name ?? ''));
}

function removeClaim(context: WorkloadContext, set: Workload, name: string): void {
  const claim = context.state.store.get('persistentvolumeclaims', set.metadata.namespace ?? '', name)?.object;
  if (claim) remove(context, 'persistentvolumeclaims', claim);
}

function makePod(
  context: WorkloadContext,
  set: Workload,
  { ordinal, name, revision }: { readonly ordinal: number; readonly name: string; readonly revision: string },
): void {
  makeClaims(context, set, name);
  const labels = {
    'apps.kubernetes.io/pod-index': String(ordinal),
    'statefulset.kubernetes.io/pod-name': name,
    [revisionLabel]: revision,
  };
  const change = (spec: PodView['spec']): void => {
    spec['hostname'] = name;
    if (set.spec['serviceName']) spec['subdomain'] = set.spec['serviceName'];
    const own = claimTemplates(set).map((template) => ({
      name: template.metadata.name ?? '',
      persistentVolumeClaim: { claimName: claimName(template, name) },
    }));
    const names = new Set(own.map((volume) => volume.name));
    if (own.length > 0) spec.volumes = [...(spec.volumes ?? []).filter((volume) => !names.has(volume.name ?? '')), ...own];
  };
  createPod(context, set, { name, template: set.spec.template as PodTemplate, labels, change });
}

/** Claims outlive their pods: the next one of the same name finds its data again. */
function makeClaims(context: WorkloadContext, set: Workload, podName: string): void {
  const { namespace = '' } = set.metadata;
  for (const template of claimTemplates(set)) {
    const name = claimName(template, podName);
    if (context.state.store.get('persistentvolumeclaims', namespace, name)) continue;
    const { labels, annotations } = template.metadata;
    const metadata = { name, labels: { ...labels, ...set.spec.selector?.matchLabels }, annotations: annotations ?? {} };
    const { spec } = template;
    create(context, set, {
      storage: 'persistentvolumeclaims',
      namespace,
      body: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: structuredClone(spec) },
    });
  }
}
