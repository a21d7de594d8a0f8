import type { Pod } from '@argosy/api';
import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import { isErrorWithCode, type Logger } from '@argosy/std';
import type { EventRecorder } from './event-recorder.ts';
import { whyUnschedulable } from './node-fit.ts';
import { type Amounts, podRequests, sum } from './pod-resources.ts';

type PodObject = Pod & KubeObject;

export interface SchedulerOptions {
  readonly client: KubeClient;
  readonly nodeName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly allocatable: Amounts;
  readonly events: EventRecorder;
  readonly logger: Logger;
}

/** Binds pods to the one node while it has room for them. */
export interface Scheduler {
  /** A pod was seen: new, changed, or at its end. */
  observe(pod: PodObject): void;
  /** A pod is gone. */
  forget(pod: PodObject): void;
}

interface State {
  readonly options: SchedulerOptions;
  /** What the bound pods that are not over take of the node, by uid. */
  readonly taken: Map<string, Amounts>;
  readonly waiting: Map<string, PodObject>;
  used: Amounts;
}

/** Starts with an empty node; pods that are bound already are counted as they are seen. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const state: State = { options, taken: new Map(), waiting: new Map(), used: new Map() };
  return {
    observe: (pod) => observe(state, pod),
    forget: (pod) => {
      state.waiting.delete(pod.metadata.uid ?? '');
      release(state, pod);
    },
  };
}

function observe(state: State, pod: PodObject): void {
  const { phase } = pod.status ?? {};
  if (phase === 'Succeeded' || phase === 'Failed') release(state, pod);
  else if (pod.spec.nodeName === state.options.nodeName) take(state, pod);
  else if (!pod.spec.nodeName && !pod.metadata.deletionTimestamp) void place(state, pod);
}

function take(state: State, pod: PodObject): void {
  const uid = pod.metadata.uid ?? '';
  state.waiting.delete(uid);
  if (state.taken.has(uid)) return;
  const requests = podRequests(pod);
  state.taken.set(uid, requests);
  state.used = sum(state.used, requests);
}

/** The room of a pod is free again: those that wait are looked at once more. */
function release(state: State, pod: PodObject): void {
  const uid = pod.metadata.uid ?? '';
  const requests = state.taken.get(uid);
  if (!requests) return;
  state.taken.delete(uid);
  state.used = sum(state.used, new Map([...requests].map(([name, amount]) => [name, -amount])));
  for (const waiting of state.waiting.values()) void place(state, waiting);
}

async function place(state: State, pod: PodObject): Promise<void> {
  const { client, nodeName, labels, allocatable, events, logger } = state.options;
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  if (state.taken.has(uid)) return;
  try {
    const reason = whyUnschedulable(pod, { labels, allocatable, used: state.used });
    if (reason) return await refuse(state, pod, reason);
    take(state, pod);
    await client.raw('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace, uid },
      target: { apiVersion: 'v1', kind: 'Node', name: nodeName },
    });
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    events.record(pod, { type: 'Normal', reason: 'Scheduled', message, component: 'default-scheduler' });
  } catch (error) {
    release(state, pod);
    if (isErrorWithCode(error, 'KUBE_CONFLICT') || isErrorWithCode(error, 'KUBE_NOTFOUND')) return;
    logger.warn('cannot bind a pod', { pod: `${namespace}/${name}`, error: (error as Error).message });
  }
}

async function refuse({ options, waiting }: State, pod: PodObject, message: string): Promise<void> {
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  waiting.set(uid, pod);
  if (pod.status?.conditions?.some((condition) => condition.type === 'PodScheduled' && condition.message === message)) return;
  options.events.record(pod, { type: 'Warning', reason: 'FailedScheduling', message, component: 'default-scheduler' });
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  const body = { status: { conditions: [condition] } };
  await options.client.patch(coreResources.Pod, { name, namespace, body }, { type: 'merge', subresource: 'status' });
}
