import { gunzipSync } from 'node:zlib';
import type { Container, ContainerStateStatus, ContainerStatus, Pod } from '@argosy/api';
import type { ContainerFacts, ContainerState, PodFacts, PodPhase, TaskResultFacts } from '@argosy/engine';
import { decodeReport, type DecodedReport, mergeReports } from '@argosy/pod-plan';
import { fromRfc3339 } from '@argosy/std';
import { annotation, label } from '../caches/objects.ts';

/** What the controller keeps of a pod: the engine's facts, and what it needs to let the pod go. */
export interface PodRecord {
  readonly facts: PodFacts;
  /** Name of the workflow it belongs to. */
  readonly workflow: string;
  readonly finalizers: readonly string[];
  /** UID of the controlling owner. */
  readonly ownerUid: string | undefined;
  /** `<strategy>/<delay>` of podGC, empty when there is none. */
  readonly gcStrategy: string;
  /** `agent` for the pod that carries out http and plugin templates; empty for pods of nodes. */
  readonly component: string;
  /** Containers that run under the emissary and understand its `kill`. */
  readonly wrapped: readonly string[];
}

/** The only place where the shape of a Kubernetes Pod is known. */
export function projectPod(pod: Pod): PodRecord {
  const { metadata, spec } = pod;
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return {
    facts: podFacts(pod),
    workflow: metadata.labels?.[label.workflow] ?? '',
    finalizers: metadata.finalizers ?? [],
    ownerUid: owner?.uid,
    gcStrategy: metadata.annotations?.[annotation.podGcStrategy] ?? '',
    component: metadata.labels?.[label.component] ?? '',
    wrapped: spec.containers.filter(isWrapped).map(({ name }) => name),
  };
}

/** True where something changed that a decision could depend on. */
export function isSignificantChange(before: PodRecord, after: PodRecord): boolean {
  return JSON.stringify(essence(before.facts)) !== JSON.stringify(essence(after.facts));
}

/** A pod of which nothing is known yet but that it exists. */
export function isBlank({ facts }: PodRecord): boolean {
  return (
    facts.phase === 'Pending' && !facts.deleting && !facts.unschedulable && facts.containers.every(({ state }) => state.kind === 'unknown')
  );
}

/** Where a pod will run says nothing before it runs. */
function essence({ hostNodeName, ip, ...facts }: PodFacts): unknown {
  return facts.phase === 'Pending' ? facts : { ...facts, hostNodeName, ip };
}

function podFacts(pod: Pod): PodFacts {
  const { metadata, spec, status = {} } = pod;
  const { initContainerStatuses = [], containerStatuses = [], conditions = [] } = status;
  const nodeId = metadata.annotations?.[annotation.nodeId] ?? '';
  const report = reportOf(nodeId, [...initContainerStatuses, ...containerStatuses]);
  return {
    ...identity(pod),
    nodeId,
    phase: (status.phase ?? 'Pending') as PodPhase,
    ...optionalFacts(pod),
    ready: conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    containers: [
      ...containerFacts(spec.initContainers ?? [], initContainerStatuses, true),
      ...containerFacts(spec.containers, containerStatuses, false),
    ],
    ...(report && { report }),
  };
}

function identity({ metadata }: Pod): Pick<PodFacts, 'name' | 'uid' | 'labels' | 'deleting' | 'labelledCompleted' | 'createdAt'> {
  return {
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    labels: metadata.labels ?? {},
    deleting: metadata.deletionTimestamp !== undefined,
    labelledCompleted: metadata.labels?.[label.completed] === 'true',
    createdAt: fromRfc3339(metadata.creationTimestamp) ?? 0,
  };
}

function optionalFacts({ spec, status = {} }: Pod): Partial<PodFacts> {
  const unschedulable = unschedulableReason(status);
  return {
    ...(status.reason && { reason: status.reason }),
    ...(status.message && { message: status.message }),
    ...(spec.nodeName && { hostNodeName: spec.nodeName }),
    ...(status.podIP && { ip: status.podIP }),
    ...(unschedulable && { unschedulable }),
  };
}

function unschedulableReason({ conditions = [] }: NonNullable<Pod['status']>): string | undefined {
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  return [scheduled.reason, scheduled.message].filter(Boolean).join(': ');
}

function containerFacts(containers: readonly Container[], statuses: readonly ContainerStatus[], init: boolean): ContainerFacts[] {
  const byName = new Map(statuses.map((status) => [status.name, status]));
  return containers.map(({ name, resources = {} }) => {
    const status = byName.get(name);
    return { name, init, ready: status?.ready ?? false, state: containerState(status), resources };
  });
}

function containerState({ state = {}, lastState }: Partial<Pick<ContainerStatus, 'state' | 'lastState'>> = {}): ContainerState {
  const { waiting, running, terminated } = state;
  if (terminated) return terminatedState(terminated);
  if (running) return { kind: 'running', startedAt: fromRfc3339(running.startedAt) ?? 0 };
  return waiting ? waitingState(waiting, lastState?.terminated?.message) : { kind: 'unknown' };
}

function waitingState({ reason = '', message = '' }: NonNullable<ContainerStateStatus['waiting']>, last = ''): ContainerState {
  return { kind: 'waiting', reason, message, ...(last !== '' && { last: decode(last).message }) };
}

function terminatedState(terminated: NonNullable<ContainerStateStatus['terminated']>): ContainerState {
  const { exitCode, reason = '', message = '' } = terminated;
  const startedAt = fromRfc3339(terminated.startedAt);
  const finishedAt = fromRfc3339(terminated.finishedAt);
  return {
    kind: 'terminated',
    exitCode,
    reason,
    message: decode(message).message,
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
  };
}

/** What the containers report, as one: a resource template's main container and its executor both do. */
function reportOf(nodeId: string, statuses: readonly ContainerStatus[]): TaskResultFacts | undefined {
  const reports = statuses.map(({ state }) => decode(state?.terminated?.message ?? '').report);
  const report = mergeReports(reports.filter((one) => one !== undefined));
  return report && { ...report, nodeId };
}

function decode(message: string): DecodedReport {
  return decodeReport(message, (packed) => gunzipSync(Buffer.from(packed, 'base64')).toString());
}

function isWrapped({ command }: Container): boolean {
  return command?.[1] === 'emissary';
}
