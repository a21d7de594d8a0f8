import { randomUUID } from 'node:crypto';
import { fnv1a32, fromRfc3339, toRfc3339Seconds } from '@argosy/std';
import { type ApiObject, equalJson, isJsonObject, type JsonObject, type OwnerReference } from '../../../store/object.ts';
import type { PodView } from '../../kinds/pod-types.ts';
import type { PodTemplate, WorkloadSpec } from '../../kinds/workloads/pod-template.ts';
import { createObject } from '../../objects/create.ts';
import { deleteObject } from '../../objects/delete.ts';
import { randomSuffix } from '../../objects/random-suffix.ts';
import { changeObject } from '../../objects/update.ts';
import { internalWrite } from '../../objects/write-options.ts';
import type { Resource } from '../../resource.ts';
import type { ApiState } from '../../state.ts';
import { StatusError } from '../../status-error.ts';
import type { OwnedObjects } from './owned-objects.ts';

/** An object that makes and keeps pods. */
export interface Workload extends ApiObject {
  spec: WorkloadSpec;
  status?: Readonly<Record<string, unknown>>;
}

/** What a controller works with. */
export interface WorkloadContext {
  readonly state: ApiState;
  readonly owned: OwnedObjects;
  /** Looks at the workload again after some milliseconds. */
  readonly again: (milliseconds: number) => void;
}

/** Brings the world closer to what a workload says. Runs in one turn of the event loop. */
export type Controller = (context: WorkloadContext, workload: Workload) => void;

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/** A condition as it is stored. */
export type StoredCondition = Condition & { readonly lastTransitionTime?: string; readonly lastUpdateTime?: string };

export function podsOf({ owned }: WorkloadContext, { metadata }: Workload): readonly PodView[] {
  return owned.of(metadata.uid ?? '', 'pods') as readonly PodView[];
}

/** Neither over nor being deleted. */
export function isActive({ metadata, status }: PodView): boolean {
  return !metadata.deletionTimestamp && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

export function isReady({ status }: PodView): boolean {
  return status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
}

/** Milliseconds until the pod has been ready for long enough; 0: it has. */
export function untilAvailable(pod: PodView, minReadySeconds: number, now: number): number {
  if (!isReady(pod)) return Number.POSITIVE_INFINITY;
  if (minReadySeconds <= 0) return 0;
  const conditions = (pod.status?.conditions ?? []) as readonly StoredCondition[];
  const ready = conditions.find(({ type }) => type === 'Ready');
  return Math.max(0, (fromRfc3339(ready?.lastTransitionTime) ?? now) + minReadySeconds * 1000 - now);
}

/** How many of the pods are available; asks to be woken when the next one will be. */
export function countAvailable({ state, again }: WorkloadContext, pods: readonly PodView[], minReadySeconds: number): number {
  const waits = pods.map((pod) => untilAvailable(pod, minReadySeconds, state.clock.now()));
  const next = Math.min(...waits.filter((wait) => wait > 0));
  if (Number.isFinite(next)) again(next);
  return waits.filter((wait) => wait === 0).length;
}

export function ownerReferenceTo({ apiVersion, kind, metadata: { name = '', uid = '' } }: ApiObject): OwnerReference {
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export interface NewPod {
  readonly name?: string;
  readonly template: PodTemplate;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly change?: (spec: PodView['spec']) => void;
}

/** Makes a pod of a template; false where it was refused, by a quota for example: an event says why, and it is tried again later. */
export function createPod(context: WorkloadContext, owner: Workload, { name, template, labels, annotations, change }: NewPod): boolean {
  const { namespace = '', name: ownerName = '' } = owner.metadata;
  const spec = structuredClone(template.spec ?? {}) as PodView['spec'];
  change?.(spec);
  const metadata = {
    ...(name === undefined ? { generateName: `${ownerName}-` } : { name }),
    labels: { ...template.metadata?.labels, ...labels },
    annotations: { ...template.metadata?.annotations, ...annotations },
    finalizers: (template.metadata?.['finalizers'] ?? []) as string[],
    ownerReferences: [ownerReferenceTo(owner)],
  };
  const created = create(context, owner, { storage: 'pods', namespace, body: { apiVersion: 'v1', kind: 'Pod', metadata, spec } });
  return created !== undefined;
}

export interface NewObject {
  readonly storage: string;
  readonly namespace: string;
  readonly body: ApiObject;
}

/** Creates what a workload needs and writes the event about it; undefined where it was refused. */
export function create(context: WorkloadContext, owner: Workload, { storage, namespace, body }: NewObject): ApiObject | undefined {
  const { state, owned, again } = context;
  const resource = resourceOf(state, storage);
  const { kind } = resource;
  try {
    const { object } = createObject(state, { resource, namespace, body, options: internalWrite }).stored;
    owned.add(storage, object);
    const message = `${kind === 'Pod' ? 'Created pod' : `Created ${kind}`}: ${object.metadata.name}`;
    if (kind !== 'ControllerRevision' && kind !== 'ReplicaSet') recordEvent(state, owner, { reason: 'SuccessfulCreate', message });
    return object;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const { code } = error.status;
    // Two revisions of one name are one: it is there.
    if (code === 409 && storage !== 'pods') return undefined;
    recordEvent(state, owner, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}` });
    again(retryAfter);
    return undefined;
  }
}

const retryAfter = 5000;

/** Deletes what a workload does not need any more. */
export function remove({ state }: WorkloadContext, storage: string, { metadata }: ApiObject): void {
  const { namespace = '', name = '', uid } = metadata;
  const options = { dryRun: false, uid, propagationPolicy: 'Background' as const };
  if (state.store.get(storage, namespace, name)?.object.metadata.uid !== uid) return;
  deleteObject(state, { resource: resourceOf(state, storage), namespace, name, options });
}

/** Deletes a pod and says so. */
export function removePod(context: WorkloadContext, owner: Workload, pod: ApiObject): void {
  remove(context, 'pods', pod);
  recordEvent(context.state, owner, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
}

/** Writes a status where it differs. */
export function writeStatus({ state }: WorkloadContext, workload: Workload, status: object): void {
  const defined = Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));
  if (equalJson(workload.status, defined)) return;
  change(state, workload, { subresource: 'status', next: (present) => ({ ...present, status: defined }) });
}

export interface Change {
  readonly subresource: string;
  readonly next: (present: ApiObject) => ApiObject;
}

/** Changes a stored object, unless it has gone meanwhile. */
export function change(state: ApiState, object: ApiObject, { subresource, next }: Change): void {
  const { namespace, name, uid } = identityOf(object);
  const resource = state.catalog.findKind(object.apiVersion, object.kind);
  if (!resource || state.store.get(resource.storage, namespace, name)?.object.metadata.uid !== uid) return;
  changeObject(state, { resource, namespace, name, options: { ...internalWrite, subresource } }, next);
}

/** What tells a stored object from all others. */
export function identityOf({ metadata: { namespace = '', name = '', uid = '' } }: ApiObject): {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
} {
  return { namespace, name, uid };
}

/** The pods that a workload wants. */
export function replicasOf({ spec }: Workload): number {
  return spec.replicas ?? 1;
}

/** A number of the status; what is not there is 0. */
export function statusNumber({ status }: Workload, field: string): number {
  return Number(status?.[field] ?? 0);
}

/** A part of the spec, empty where it is missing. */
export function specPart({ spec }: Workload, field: string): JsonObject {
  const part = spec[field];
  return isJsonObject(part) ? part : {};
}

/** A count: 0 is left out of a status. */
export function counted(number: number): number | undefined {
  return number === 0 ? undefined : number;
}

/** Sets a condition; its time changes with its status only. */
export function withCondition(
  present: unknown,
  { now, hasUpdateTime = false, ...wanted }: Condition & { readonly now: number; readonly hasUpdateTime?: boolean },
): readonly StoredCondition[] {
  const conditions = (present ?? []) as readonly StoredCondition[];
  const before = conditions.find(({ type }) => type === wanted.type);
  if (before && isSameCondition(before, wanted)) return conditions;
  const time = toRfc3339Seconds(now);
  const hasTurned = before?.status !== wanted.status;
  const lastTransitionTime = hasTurned ? time : String(before.lastTransitionTime);
  const next = { ...wanted, ...(hasUpdateTime && { lastUpdateTime: time }), lastTransitionTime };
  return before ? conditions.map((condition) => (condition === before ? next : condition)) : [...conditions, next];
}

function isSameCondition(left: Condition, right: Condition): boolean {
  return left.status === right.status && left.reason === right.reason && left.message === right.message;
}

export function hasCondition({ status }: Workload, type: string): boolean {
  return ((status?.['conditions'] ?? []) as readonly Condition[]).some((each) => each.type === type && each.status === 'True');
}

export interface WorkloadEvent {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

const components: Readonly<Record<string, string>> = {
  Job: 'job-controller',
  Deployment: 'deployment-controller',
  ReplicaSet: 'replicaset-controller',
  StatefulSet: 'statefulset-controller',
  DaemonSet: 'daemonset-controller',
};

/** Writes an event about a workload; the same one again within the object's life is counted up. */
export function recordEvent(state: ApiState, about: ApiObject, { type = 'Normal', reason, message }: WorkloadEvent): void {
  const { namespace, name, uid } = identityOf(about);
  const time = toRfc3339Seconds(state.clock.now());
  const eventName = `${name}.${fnv1a32(`${uid}/${reason}/${message}`).toString(16)}`;
  const known = state.store.get('events', namespace, eventName)?.object;
  const fresh = { metadata: { name: eventName, namespace, uid: randomUUID(), creationTimestamp: time }, count: 0, firstTimestamp: time };
  const { metadata, count: before, firstTimestamp } = (known ?? fresh) as typeof fresh;
  const count = before + 1;
  const { apiVersion, kind } = about;
  const involvedObject = { kind, namespace, name, uid, apiVersion, resourceVersion: about.metadata.resourceVersion };
  const source = { component: components[about.kind] ?? 'controller' };
  const content = { involvedObject, reason, message, source, firstTimestamp, lastTimestamp: time, count, type };
  const reporting = { eventTime: null, reportingComponent: source.component, reportingInstance: '' };
  state.store.put('events', { kind: 'Event', apiVersion: 'v1', metadata, ...content, ...reporting });
}

/** Tells two templates apart: ten characters that no word is made of. */
export function templateHash(template: unknown, salt = 0): string {
  const hash = fnv1a32(JSON.stringify(template) + (salt > 0 ? String(salt) : ''));
  return [...hash.toString()].map((digit) => alphabet[Number(digit)] ?? 'b').join('');
}

const alphabet = 'bcdfghjklm';

/** A name of its own for what is made by the dozen. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomSuffix()}`;
}

export function resourceOf(state: ApiState, storage: string): Resource {
  const resource = state.catalog.stored(storage);
  if (!resource) throw new Error(`${storage} are not served`);
  return resource;
}

/** Of two numbers that may be percentages (`25%`) of a total. */
export function scaled(value: unknown, total: number, round: (number: number) => number): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(String(value ?? '0'))?.[1];
  return percent === undefined ? Number(value ?? 0) || 0 : round((Number(percent) * total) / 100);
}
