import type { Pod } from '@argosy/api';
import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import { isErrorWithCode, type Logger } from '@argosy/std';
import type { EventRecorder } from './event-recorder.ts';
import { addPod, chooseNode, emptyNode, type NodeFacts, removePod } from './node-fit.ts';
import { amounts, podRequests } from './pod-resources.ts';

type PodObject = Pod & KubeObject;

export interface SchedulerOptions {
  readonly client: KubeClient;
  /** The nodes that pods are placed on. */
  readonly nodeNames: readonly string[];
  readonly events: EventRecorder;
  readonly logger: Logger;
}

/** What the scheduler reads of a node. */
export interface NodeObject extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean; readonly taints?: NodeFacts['taints'] };
  readonly status?: { readonly allocatable?: Readonly<Record<string, string>> };
}

/** Binds pods to nodes that have room for them. */
export interface Scheduler {
  /** A node came or changed: others may fit on it now. */
  observeNode(node: NodeObject): void;
  forgetNode(name: string): void;
  /** A pod was seen: new, changed, or at its end. */
  observe(pod: PodObject): void;
  /** A pod is gone. */
  forget(pod: PodObject): void;
}

interface State {
  readonly options: SchedulerOptions;
  readonly nodes: Map<string, NodeFacts>;
  /** Bound pods that are not over, by uid, and those that are being bound. */
  readonly placed: Map<string, string>;
  readonly waiting: Map<string, PodObject>;
  retrying: boolean;
}

const schedulerName = 'default-scheduler';

/** Starts with empty nodes; pods that are bound already are counted as they are seen. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const state: State = { options, nodes: new Map(), placed: new Map(), waiting: new Map(), retrying: false };
  return {
    observeNode: (node) => observeNode(state, node),
    forgetNode: (name) => void state.nodes.delete(name),
    observe: (pod) => observe(state, pod),
    forget: (pod) => {
      state.waiting.delete(pod.metadata.uid ?? '');
      release(state, pod);
    },
  };
}

function observeNode(state: State, { metadata, spec = {}, status = {} }: NodeObject): void {
  const { name = '', labels = {} } = metadata;
  if (!state.options.nodeNames.includes(name)) return;
  const { unschedulable = false, taints = [] } = spec;
  const facts = { name, labels, unschedulable, taints, allocatable: amounts(status.allocatable) };
  const { pods, repelling, used } = state.nodes.get(name) ?? emptyNode(facts);
  state.nodes.set(name, { ...facts, pods, repelling, used });
  retry(state);
}

function observe(state: State, pod: PodObject): void {
  const { phase } = pod.status ?? {};
  const { nodeName } = pod.spec;
  if (phase === 'Succeeded' || phase === 'Failed') release(state, pod);
  else if (nodeName) take(state, pod, nodeName);
  else if (!pod.metadata.deletionTimestamp && isOurs(pod)) void place(state, pod);
}

/** Pods may name another scheduler, or be held back by gates. */
function isOurs({ spec }: PodObject): boolean {
  const { schedulerName: wanted = schedulerName, schedulingGates = [] } = spec as {
    readonly schedulerName?: string;
    readonly schedulingGates?: readonly unknown[];
  };
  return wanted === schedulerName && schedulingGates.length === 0;
}

function take(state: State, pod: PodObject, nodeName: string): void {
  const uid = pod.metadata.uid ?? '';
  state.waiting.delete(uid);
  const node = state.nodes.get(nodeName);
  if (!node || node.pods.has(uid)) return;
  state.placed.set(uid, nodeName);
  const { namespace = '', labels = {} } = pod.metadata;
  addPod(node, uid, { namespace, labels, requests: podRequests(pod), pod });
}

/** The room of a pod is free again: those that wait are looked at once more. */
function release(state: State, pod: PodObject): void {
  const uid = pod.metadata.uid ?? '';
  const nodeName = state.placed.get(uid);
  if (nodeName === undefined) return;
  state.placed.delete(uid);
  const node = state.nodes.get(nodeName);
  if (node) removePod(node, uid);
  retry(state);
}

/** Looks at the pods that wait, once for everything that happens in one turn. */
function retry(state: State): void {
  if (state.retrying || state.waiting.size === 0) return;
  state.retrying = true;
  setImmediate(() => {
    state.retrying = false;
    for (const waiting of state.waiting.values()) void place(state, waiting);
  });
}

async function place(state: State, pod: PodObject): Promise<void> {
  const { client, events, logger } = state.options;
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  if (state.placed.has(uid)) return;
  try {
    const choice = chooseNode(pod, [...state.nodes.values()]);
    if (choice.reason !== undefined) return await refuse(state, pod, choice.reason);
    take(state, pod, choice.node);
    await client.raw('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace, uid },
      target: { apiVersion: 'v1', kind: 'Node', name: choice.node },
    });
    const message = `Successfully assigned ${namespace}/${name} to ${choice.node}`;
    events.record(pod, { type: 'Normal', reason: 'Scheduled', message, component: schedulerName });
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
  options.events.record(pod, { type: 'Warning', reason: 'FailedScheduling', message, component: schedulerName });
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  const body = { status: { conditions: [condition] } };
  await options.client.patch(coreResources.Pod, { name, namespace, body }, { type: 'merge', subresource: 'status' });
}
