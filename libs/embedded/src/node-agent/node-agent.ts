import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from '@argosy/api';
import { coreResources, createInformer, type KubeClient, type KubeObject, realTimers, type Stored } from '@argosy/kube';
import { isErrorWithCode, type Logger } from '@argosy/std';
import type { ImageSource } from '../images/image-source.ts';
import type { ContainerRuntime, PodSandbox } from '../runtimes/container-runtime.ts';
import { endAbandonedPod, podFolderIn, podsIn } from './abandoned-pods.ts';
import { configSource } from './config-source.ts';
import { createEventRecorder, type EventRecorder } from './event-recorder.ts';
import { createNodeBackend } from './node-backend.ts';
import { createScheduler, type NodeObject, type Scheduler } from './scheduler.ts';
import { ServiceNetwork } from './services/service-network.ts';
import type { Backend } from './services/service-proxy.ts';
import { hostsFile } from './hosts-file.ts';
import type { PodBackend } from '../api-server/pods/pod-backend.ts';
import { PodWorker } from './pod-worker.ts';
import { bindClaims } from './claims.ts';
import { registerNode } from './register-node.ts';

export interface NodeAgentOptions {
  readonly client: KubeClient;
  readonly dataDir: string;
  readonly runtime: ContainerRuntime;
  readonly images: ImageSource;
  /** The names of its nodes: all of them are this machine. */
  readonly nodeNames: readonly string[];
  /** Addresses that the API server gives to services. */
  readonly serviceCidr: string;
  /** Environment of every container: how it reaches the API server. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
}

export interface NodeAgent {
  readonly backend: PodBackend;
  /** How services are reached here, a line for `argo local status`. */
  readonly services: string;
  /** How many pods run now. */
  running(): number;
  /** Leaves containers alone (`keep`) or ends them. */
  stop(options?: { readonly keep?: boolean }): Promise<void>;
}

type PodObject = Pod & KubeObject;

interface State {
  readonly options: NodeAgentOptions;
  readonly workers: Map<string, PodWorker>;
  readonly events: EventRecorder;
  readonly scheduler: Scheduler;
  readonly services: ServiceNetwork;
  stopping: boolean;
}

/** Our kubelet and scheduler: binds pods to its nodes, runs them and tells the API server how they are. */
export async function startNodeAgent(options: NodeAgentOptions): Promise<NodeAgent> {
  const { client, logger, nodeNames, serviceCidr, runtime } = options;
  const events = createEventRecorder({ client, nodeName: nodeNames[0] ?? '', logger, now: () => Date.now() });
  const scheduler = createScheduler({ client, nodeNames, events, logger });
  const hasAddresses = (await runtime.openServiceRange?.(serviceCidr)) ?? false;
  const workers = new Map<string, PodWorker>();
  const dial = (backend: Backend): Duplex => dialPod(runtime, workers.get(backend.podUid)?.sandbox, backend);
  const services = await ServiceNetwork.open({ client, logger, hasAddresses, dial });
  const state: State = { options, workers, events, scheduler, services, stopping: false };
  fs.mkdirSync(path.join(options.dataDir, 'pods'), { recursive: true });
  for (const name of nodeNames) await registerNode(client, name);
  const informers = await watchCluster(state);
  return {
    backend: createNodeBackend({ runtime, worker: (uid) => workers.get(uid), folder: (uid) => podFolder(state, uid) }),
    services: hasAddresses
      ? `services: addresses in ${serviceCidr}, TCP by way of the provider; names in /etc/hosts of the pods`
      : 'services: names in /etc/hosts of the pods; without addresses, since none can be routed here',
    running: () => workers.size,
    stop: async ({ keep = false } = {}) => {
      state.stopping = true;
      for (const part of [...informers, services]) part.stop();
      if (!keep) await endPods(state);
    },
  };
}

/** By way of the runtime where a pod has a network that only that can enter. */
function dialPod(runtime: ContainerRuntime, sandbox: PodSandbox | undefined, { ip, port }: Backend): Duplex {
  return sandbox ? runtime.connect(sandbox, port) : net.connect(port, ip);
}

async function watchCluster(state: State): Promise<readonly { stop(): void }[]> {
  const { client, logger } = state.options;
  const common = { client, timers: realTimers, logger } as const;
  const nodes = createInformer<NodeObject, NodeObject>({ ...common, type: coreResources.Node, project: (node) => node });
  nodes.subscribe({
    added: ({ value }) => state.scheduler.observeNode(value),
    updated: ({ value }) => state.scheduler.observeNode(value),
    deleted: ({ name }) => state.scheduler.forgetNode(name),
  });
  nodes.start();
  await nodes.synced;
  const pods = createInformer<PodObject, PodObject>({ ...common, type: coreResources.Pod, project: (pod) => pod });
  pods.subscribe({
    added: (item) => handle(state, item),
    updated: (item) => handle(state, item),
    deleted: (item) => void forget(state, item.value),
  });
  pods.start();
  await pods.synced;
  await sweep(state, new Set([...pods.store.list()].map(({ value }) => value.metadata.uid ?? '')));
  return [pods, nodes, bindClaims(client, logger)];
}

async function endPods(state: State): Promise<void> {
  const { runtime, dataDir } = state.options;
  const workers = [...state.workers.values()];
  for (const worker of workers) worker.terminate(0);
  await Promise.race([Promise.all(workers.map(({ done }) => done)), sleep(5000, undefined, { ref: false })]);
  for (const uid of fs.readdirSync(path.join(dataDir, 'pods'))) await runtime.removeSandbox({ folder: podFolder(state, uid) });
}

function podFolder({ options }: State, uid: string): string {
  return podFolderIn(options.dataDir, uid);
}

function handle(state: State, { value: pod }: Stored<PodObject>): void {
  if (state.stopping) return;
  state.scheduler.observe(pod);
  if (state.options.nodeNames.includes(pod.spec.nodeName ?? '')) run(state, pod);
}

function run(state: State, pod: PodObject): void {
  const known = state.workers.get(pod.metadata.uid ?? '');
  const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (pod.metadata.deletionTimestamp) {
    if (known) known.terminate(graceOf(pod));
    else void confirmDeletion(state, pod);
  } else if (known) known.update(pod);
  else if (!over) startWorker(state, pod);
}

function startWorker(state: State, pod: PodObject): void {
  const { uid = '' } = pod.metadata;
  const { options } = state;
  const worker = new PodWorker({
    pod,
    folder: podFolder(state, uid),
    claims: path.join(options.dataDir, 'claims'),
    runtime: options.runtime,
    images: options.images,
    source: configSource(options.client, pod.metadata.namespace ?? ''),
    common: options.environment,
    services: state.services,
    logger: options.logger,
    publish: (target, status) => publish(state, target, status),
    event: (target, event) => state.events.record(target, event),
  });
  state.workers.set(uid, worker);
  void worker.done.then(() => finish(state, pod));
}

function graceOf(pod: PodObject): number {
  const seconds = (pod.metadata as { readonly deletionGracePeriodSeconds?: number }).deletionGracePeriodSeconds;
  return (seconds ?? pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
}

/** After the last container: the network goes, logs stay until the pod is deleted. */
async function finish(state: State, pod: PodObject): Promise<void> {
  const uid = pod.metadata.uid ?? '';
  const { options } = state;
  state.workers.delete(uid);
  state.services.forgetPod(hostsFile(podFolder(state, uid)));
  await options.runtime.removeSandbox({ folder: podFolder(state, uid) });
  if (!state.stopping) await confirmDeletion(state, pod, { onlyIfDeleting: true });
}

/** A pod whose containers have ended may go: the API server waits for the node to say so. */
async function confirmDeletion({ options }: State, pod: PodObject, { onlyIfDeleting = false } = {}): Promise<void> {
  const { client, logger } = options;
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  try {
    if (onlyIfDeleting && !(await isBeingDeleted(client, pod))) return;
    await client.delete(coreResources.Pod, { namespace, name }, { gracePeriodSeconds: 0, uid });
  } catch (error) {
    if (isGone(error)) return;
    logger.warn('cannot confirm the deletion of a pod', { pod: `${namespace}/${name}`, error: (error as Error).message });
  }
}

/** The pod is not there any more, or another one bears its name. */
function isGone(error: unknown): boolean {
  return isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_CONFLICT');
}

async function isBeingDeleted(client: KubeClient, { metadata: { namespace = '', name = '', uid = '' } }: PodObject): Promise<boolean> {
  const current = await client.get<PodObject>(coreResources.Pod, { namespace, name });
  return current.metadata.deletionTimestamp !== undefined && current.metadata.uid === uid;
}

/** Writes a status; a failure that may pass is tried again, because nobody else knows how the pod ended. */
async function publish(state: State, pod: Pod, status: Pod['status']): Promise<void> {
  const { client, logger } = state.options;
  const { namespace = '', name = '' } = pod.metadata;
  for (let wait = 100; ; wait = Math.min(wait * 2, 10_000)) {
    try {
      await client.patch(
        coreResources.Pod,
        { namespace, name, body: { metadata: { uid: pod.metadata.uid }, status } },
        { type: 'merge', subresource: 'status' },
      );
      return;
    } catch (error) {
      if (isGone(error) || state.stopping) return;
      logger.warn('cannot write the status of a pod', { pod: `${namespace}/${name}`, error: (error as Error).message });
      await sleep(wait);
    }
  }
}

/** The pod is gone from the API server: whatever is left of it goes too. */
async function forget(state: State, pod: PodObject): Promise<void> {
  state.scheduler.forget(pod);
  const uid = pod.metadata.uid ?? '';
  const worker = state.workers.get(uid);
  worker?.terminate(0);
  await worker?.done;
  await removePod(state, uid);
}

async function removePod(state: State, uid: string): Promise<void> {
  const folder = podFolder(state, uid);
  await state.options.runtime.removeSandbox({ folder });
  await fs.promises.rm(folder, { recursive: true, force: true });
}

/** What was left of pods that were deleted while the agent was away. */
async function sweep(state: State, known: ReadonlySet<string>): Promise<void> {
  const { runtime, dataDir } = state.options;
  for (const uid of podsIn(dataDir).filter((candidate) => !known.has(candidate))) await endAbandonedPod(runtime, podFolderIn(dataDir, uid));
}
