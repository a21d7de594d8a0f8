import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from '@argosy/api';
import { type Instant, toRfc3339Seconds } from '@argosy/std';

/** What the agent knows of one container. */
export interface ContainerState {
  readonly container: Container;
  readonly init: boolean;
  readonly sidecar: boolean;
  state:
    | { readonly kind: 'waiting'; readonly reason: string; readonly message: string }
    | { readonly kind: 'running'; readonly startedAt: Instant }
    | Terminated;
  ready: boolean;
  started: boolean;
  restarts: number;
  last?: Terminated | undefined;
  folder?: string | undefined;
}

export interface Terminated {
  readonly kind: 'terminated';
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

export interface PodState {
  readonly pod: Pod;
  readonly containers: readonly ContainerState[];
  readonly ip: string;
  readonly startTime: Instant;
  /** Set when the agent ended the pod: DeadlineExceeded and its message. */
  readonly ended?: { readonly reason: string; readonly message: string } | undefined;
  /** Nothing of the pod runs any more, and nothing will. */
  readonly over: boolean;
  /** As they were written last: the time of a transition stays until there is another one. */
  readonly conditions?: readonly PodCondition[] | undefined;
}

/** The status of a pod as the kubelet writes it. */
export function podStatus(state: PodState, now: Instant): PodStatus {
  const { containers, ip, startTime, ended } = state;
  const init = containers.filter((container) => container.init);
  const mains = containers.filter((container) => !container.init);
  const phase = phaseOf(state);
  return {
    phase,
    ...(ended && { reason: ended.reason, message: ended.message }),
    ...(ip !== '' && { podIP: ip, podIPs: [{ ip }] }),
    hostIP: '127.0.0.1',
    startTime: toRfc3339Seconds(startTime),
    conditions: conditions(state, { phase, now }),
    ...(init.length > 0 && { initContainerStatuses: init.map(containerStatus) }),
    containerStatuses: mains.map(containerStatus),
    qosClass: qosClass(state.pod),
  };
}

function phaseOf({ containers, ended, over }: PodState): string {
  if (ended && over) return 'Failed';
  const mains = containers.filter(({ init }) => !init);
  const inits = containers.filter(({ init, sidecar }) => init && !sidecar);
  if (over) return [...inits, ...mains].every(({ state }) => state.kind === 'terminated' && state.exitCode === 0) ? 'Succeeded' : 'Failed';
  const initialised = inits.every(({ state }) => state.kind === 'terminated' && state.exitCode === 0);
  return initialised && mains.some(({ state, last }) => state.kind !== 'waiting' || last !== undefined) ? 'Running' : 'Pending';
}

function conditions(
  { containers, startTime, over, conditions: earlier = [] }: PodState,
  { phase, now }: { readonly phase: string; readonly now: Instant },
): PodCondition[] {
  const inits = containers.filter(({ init, sidecar }) => init && !sidecar);
  const mains = containers.filter(({ init, sidecar }) => !init || sidecar);
  const initialised = inits.every(({ state }) => state.kind === 'terminated' && state.exitCode === 0);
  const ready = phase === 'Running' && mains.every((container) => container.ready);
  const reason = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady';
  const condition = (type: string, holds: boolean, at: Instant): PodCondition => {
    const status = holds ? 'True' : 'False';
    const same = earlier.find((one) => one.type === type && one.status === status);
    return {
      type,
      status,
      lastTransitionTime: same?.lastTransitionTime ?? toRfc3339Seconds(at),
      ...(!holds && (type === 'Ready' || type === 'ContainersReady') && { reason }),
    };
  };
  return [
    condition('PodReadyToStartContainers', !over, startTime),
    condition('Initialized', initialised, now),
    condition('Ready', ready, now),
    condition('ContainersReady', ready, now),
    condition('PodScheduled', true, startTime),
  ];
}

function containerStatus({ container, state, ready, started, restarts, last, folder }: ContainerState): ContainerStatus {
  const containerID = folder ? `argosy://${folder.split('/').slice(-4).join('-')}` : undefined;
  return {
    name: container.name,
    ready: state.kind === 'running' && ready,
    started: state.kind === 'running' && started,
    restartCount: restarts,
    image: container.image,
    imageID: container.image,
    ...(containerID && { containerID }),
    state: stateOf(state, containerID),
    lastState: last ? stateOf(last, containerID) : {},
  };
}

function stateOf(state: ContainerState['state'], containerID: string | undefined): NonNullable<ContainerStatus['state']> {
  switch (state.kind) {
    case 'waiting':
      return { waiting: { reason: state.reason, ...(state.message !== '' && { message: state.message }) } };
    case 'running':
      return { running: { startedAt: toRfc3339Seconds(state.startedAt) } };
    case 'terminated':
      return {
        terminated: {
          exitCode: state.exitCode,
          reason: state.reason,
          ...(state.message !== '' && { message: state.message }),
          startedAt: toRfc3339Seconds(state.startedAt),
          finishedAt: toRfc3339Seconds(state.finishedAt),
          ...(containerID && { containerID }),
        },
      };
  }
}

/** Guaranteed when limits are set and equal to requests everywhere, BestEffort when nothing is set. */
function qosClass({ spec }: Pod): string {
  const all = [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources ?? {});
  if (all.every(({ requests, limits }) => Object.keys({ ...requests, ...limits }).length === 0)) return 'BestEffort';
  const guaranteed = all.every(({ requests, limits }) =>
    ['cpu', 'memory'].every(
      (name) => limits?.[name] !== undefined && (requests?.[name] === undefined || String(requests[name]) === String(limits[name])),
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
