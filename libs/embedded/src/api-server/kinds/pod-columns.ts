import { fromRfc3339 } from '@argosy/std';
import type { ApiObject } from '../../store/object.ts';
import type { Column } from '../resource.ts';
import { ageColumn, humanDuration } from './columns.ts';
import type { ContainerState, ContainerStatus, PodView } from './pod-types.ts';

const none = '<none>';

export const podColumns: readonly Column[] = [
  {
    name: 'Ready',
    type: 'string',
    description: 'The aggregate readiness state of this pod for accepting traffic.',
    cell: (pod) => readyCell(view(pod)),
  },
  {
    name: 'Status',
    type: 'string',
    description: 'The aggregate status of the containers in this pod.',
    cell: (pod) => statusCell(view(pod)),
  },
  {
    name: 'Restarts',
    type: 'string',
    description:
      'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
    cell: (pod, now) => restartsCell(view(pod), now),
  },
  ageColumn,
  { name: 'IP', type: 'string', priority: 1, cell: (pod) => view(pod).status?.podIP || none },
  { name: 'Node', type: 'string', priority: 1, cell: (pod) => view(pod).spec.nodeName || none },
  { name: 'Nominated Node', type: 'string', priority: 1, cell: (pod) => view(pod).status?.nominatedNodeName || none },
  { name: 'Readiness Gates', type: 'string', priority: 1, cell: (pod) => gatesCell(view(pod)) },
];

function view(pod: ApiObject): PodView {
  return pod as PodView;
}

function sidecarNames(pod: PodView): ReadonlySet<string> {
  return new Set(
    (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always').map((container) => container.name ?? ''),
  );
}

/** Containers that run beside each other: the main ones and native sidecars. */
function lastingStatuses(pod: PodView): readonly ContainerStatus[] {
  const sidecars = sidecarNames(pod);
  return [
    ...(pod.status?.initContainerStatuses ?? []).filter((status) => sidecars.has(status.name)),
    ...(pod.status?.containerStatuses ?? []),
  ];
}

function readyCell(pod: PodView): string {
  const total = (pod.spec.containers?.length ?? 0) + sidecarNames(pod).size;
  const isRunning = (status: ContainerStatus): boolean => status.ready === true && status.state?.running !== undefined;
  const sidecars = sidecarNames(pod);
  const ready = lastingStatuses(pod).filter(
    (status) => isRunning(status) || (sidecars.has(status.name) && status.ready === true && status.started === true),
  );
  return `${ready.length}/${total}`;
}

function statusCell(pod: PodView): string {
  const { status, metadata } = pod;
  if (metadata.deletionTimestamp) return status?.reason === 'NodeLost' ? 'Unknown' : terminating(pod);
  return initReason(pod) ?? containerReason(pod) ?? status?.reason ?? status?.phase ?? '';
}

function terminating(pod: PodView): string {
  const { phase } = pod.status ?? {};
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  return isOver ? (containerReason(pod) ?? phase) : 'Terminating';
}

function initReason(pod: PodView): string | undefined {
  const sidecars = sidecarNames(pod);
  const statuses = pod.status?.initContainerStatuses ?? [];
  const index = statuses.findIndex((status) => !isInitDone(status, sidecars.has(status.name)));
  const current = statuses[index];
  return current && currentInitReason(current, `${index}/${pod.spec.initContainers?.length ?? statuses.length}`);
}

function currentInitReason(current: ContainerStatus, progress: string): string {
  const { terminated, waiting } = current.state ?? {};
  if (terminated) return `Init:${endReason(current.state) ?? ''}`;
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${progress}`;
}

function isInitDone({ state, started }: ContainerStatus, isSidecar: boolean): boolean {
  return state?.terminated?.exitCode === 0 || (isSidecar && started === true);
}

function containerReason(pod: PodView): string | undefined {
  const statuses = pod.status?.containerStatuses ?? [];
  const reasons = statuses.toReversed().map((status) => status.state?.waiting?.reason || endReason(status.state));
  const reason = reasons.findLast((each) => each !== undefined && each !== '');
  const runs = statuses.some((status) => status.ready && status.state?.running);
  if (reason !== 'Completed' || !runs) return reason;
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ? 'Running' : 'NotReady';
}

function endReason(state: ContainerState | undefined): string | undefined {
  const terminated = state?.terminated;
  if (!terminated) return undefined;
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

function restartsCell(pod: PodView, now: number): string {
  const statuses = lastingStatuses(pod);
  const restarts = statuses.reduce((sum, status) => sum + (status.restartCount ?? 0), 0);
  const ends = statuses.map((status) => fromRfc3339(status.lastState?.terminated?.finishedAt) ?? 0);
  const latest = Math.max(0, ...ends);
  return restarts > 0 && latest > 0 ? `${restarts} (${humanDuration(now - latest)} ago)` : String(restarts);
}

function gatesCell(pod: PodView): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return none;
  const open = gates.filter((gate) => pod.status?.conditions?.some(({ type, status }) => type === gate.conditionType && status === 'True'));
  return `${open.length}/${gates.length}`;
}
