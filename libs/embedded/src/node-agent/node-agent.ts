import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from '@argosy/api';
import { coreResources, createInformer, type KubeClient, type KubeObject, realTimers, type Stored } from '@argosy/kube';
import { isErrorWithCode, type Logger, OperationalError } from '@argosy/std';
import type { ImageStore } from '../images/image-store.ts';
import type { ContainerRuntime } from '../runtimes/container-runtime.ts';
import { configSource } from './config-source.ts';
import { readLog } from './container-log.ts';
import type { PodBackend } from '../api-server/pods/pod-backend.ts';
import { PodWorker } from './pod-worker.ts';
import { bindClaims } from './claims.ts';
import { nodeLabels, registerNode } from './register-node.ts';

export interface NodeAgentOptions {
  readonly client: KubeClient;
  readonly dataDir: string;
  readonly runtime: ContainerRuntime;
  readonly images: ImageStore;
  readonly nodeName: string;
  /** Environment of every container: how it reaches the API server. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
}

export interface NodeAgent {
  readonly backend: PodBackend;
  /** How many pods run now. */
  running(): number;
  /** Leaves containers alone (`keep`) or ends them. */
  stop(options?: { readonly keep?: boolean }): Promise<void>;
}

type PodObject = Pod & KubeObject;

interface State {
  readonly options: NodeAgentOptions;
  readonly workers: Map<string, PodWorker>;
  readonly byName: Map<string, string>;
  stopping: boolean;
}

/** Our kubelet and scheduler: binds pods to this node, runs them and tells the API server how they are. */
export async function startNodeAgent(options: NodeAgentOptions): Promise<NodeAgent> {
  const state: State = { options, workers: new Map(), byName: new Map(), stopping: false };
  const { client, logger, nodeName } = options;
  fs.mkdirSync(path.join(options.dataDir, 'pods'), { recursive: true });
  await registerNode(client, nodeName);
  const pods = createInformer<PodObject, PodObject>({ client, type: coreResources.Pod, project: (pod) => pod, timers: realTimers, logger });
  const claims = bindClaims(client, logger);
  pods.subscribe({
    added: (item) => handle(state, item),
    updated: (item) => handle(state, item),
    deleted: (item) => void forget(state, item.value),
  });
  pods.start();
  await pods.synced;
  await sweep(state, new Set([...pods.store.list()].map(({ value }) => value.metadata.uid ?? '')));
  return {
    backend: backendOf(state),
    running: () => state.workers.size,
    stop: async ({ keep = false } = {}) => {
      state.stopping = true;
      pods.stop();
      claims.stop();
      if (keep) return;
      const workers = [...state.workers.values()];
      for (const worker of workers) worker.terminate(0);
      await Promise.race([Promise.all(workers.map(({ done }) => done)), sleep(5000, undefined, { ref: false })]);
      for (const uid of fs.readdirSync(path.join(options.dataDir, 'pods')))
        await options.runtime.removeSandbox({ folder: podFolder(state, uid), hostNetwork: false });
    },
  };
}

function podFolder({ options }: State, uid: string): string {
  return path.join(options.dataDir, 'pods', uid);
}

function handle(state: State, { value: pod }: Stored<PodObject>): void {
  const { nodeName } = state.options;
  if (state.stopping) return;
  if (!pod.spec.nodeName) void bind(state, pod);
  else if (pod.spec.nodeName === nodeName) run(state, pod);
}

/** There is one node: a pod is bound to it unless it asks for another. */
async function bind({ options }: State, pod: PodObject): Promise<void> {
  const { client, nodeName, logger } = options;
  const { namespace = '', name = '' } = pod.metadata;
  if (pod.metadata.deletionTimestamp) return;
  try {
    const reason = whyUnschedulable(pod, nodeName);
    if (reason) {
      if (pod.status?.conditions?.some(({ type, message }) => type === 'PodScheduled' && message === reason)) return;
      const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: reason };
      await client.patch(
        coreResources.Pod,
        { name, namespace, body: { status: { conditions: [condition] } } },
        { type: 'merge', subresource: 'status' },
      );
      return;
    }
    await client.raw('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace },
      target: { apiVersion: 'v1', kind: 'Node', name: nodeName },
    });
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_CONFLICT') || isErrorWithCode(error, 'KUBE_NOTFOUND')) return;
    logger.warn('cannot bind a pod', { pod: `${namespace}/${name}`, error: (error as Error).message });
  }
}

function whyUnschedulable({ spec }: Pod, nodeName: string): string | undefined {
  const labels = nodeLabels(nodeName);
  const unfit = Object.entries(spec.nodeSelector ?? {}).some(([key, value]) => labels[key] !== value);
  return unfit ? "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector." : undefined;
}

function run(state: State, pod: PodObject): void {
  const uid = pod.metadata.uid ?? '';
  const known = state.workers.get(uid);
  const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (pod.metadata.deletionTimestamp) {
    if (known) known.terminate(graceOf(pod));
    else void confirmDeletion(state, pod);
    return;
  }
  known?.watchDeadline(pod.spec.activeDeadlineSeconds);
  if (known || over) return;
  const { options } = state;
  const worker = new PodWorker({
    pod,
    folder: podFolder(state, uid),
    claims: path.join(options.dataDir, 'claims'),
    runtime: options.runtime,
    images: options.images,
    source: configSource(options.client, pod.metadata.namespace ?? ''),
    common: options.environment,
    logger: options.logger,
    publish: (target, status) => publish(state, target, status),
    event: (target, event) => void report(state, target, event),
  });
  state.workers.set(uid, worker);
  state.byName.set(`${pod.metadata.namespace}/${pod.metadata.name}`, uid);
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
  finished.set(uid, true);
  await options.runtime.removeSandbox({ folder: podFolder(state, uid), hostNetwork: pod.spec.hostNetwork === true });
  if (!state.stopping) await confirmDeletion(state, pod, { onlyIfDeleting: true });
}

const finished = new Map<string, boolean>();

/** A pod whose containers have ended may go: the API server waits for the node to say so. */
async function confirmDeletion({ options }: State, pod: PodObject, { onlyIfDeleting = false } = {}): Promise<void> {
  const { client, logger } = options;
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  try {
    if (onlyIfDeleting) {
      const current = await client.get<PodObject>(coreResources.Pod, { namespace, name });
      if (!current.metadata.deletionTimestamp || current.metadata.uid !== uid) return;
    }
    await client.delete(coreResources.Pod, { namespace, name }, { gracePeriodSeconds: 0, uid });
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_CONFLICT')) return;
    logger.warn('cannot confirm the deletion of a pod', { pod: `${namespace}/${name}`, error: (error as Error).message });
  }
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
      if (isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_CONFLICT') || state.stopping) return;
      logger.warn('cannot write the status of a pod', { pod: `${namespace}/${name}`, error: (error as Error).message });
      await sleep(wait);
    }
  }
}

let eventCount = 0;

async function report(
  { options }: State,
  pod: Pod,
  { type, reason, message }: { readonly type: string; readonly reason: string; readonly message: string },
): Promise<void> {
  const { client, logger, nodeName } = options;
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${Date.now().toString(16)}${(eventCount++).toString(16)}`, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid },
    type,
    reason,
    message: message.slice(0, 1024),
    source: { component: 'kubelet', host: nodeName },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
  await client
    .create(coreResources.Event, event)
    .catch((error: unknown) => logger.warn('cannot write an event', { error: (error as Error).message }));
}

/** The pod is gone from the API server: whatever is left of it goes too. */
async function forget(state: State, pod: PodObject): Promise<void> {
  const uid = pod.metadata.uid ?? '';
  const worker = state.workers.get(uid);
  worker?.terminate(0);
  await worker?.done;
  await removePod(state, uid);
  finished.delete(uid);
  if (state.byName.get(`${pod.metadata.namespace}/${pod.metadata.name}`) === uid)
    state.byName.delete(`${pod.metadata.namespace}/${pod.metadata.name}`);
}

async function removePod(state: State, uid: string): Promise<void> {
  const folder = podFolder(state, uid);
  await state.options.runtime.removeSandbox({ folder, hostNetwork: false });
  await fs.promises.rm(folder, { recursive: true, force: true });
}

/** Folders of pods that were deleted while the agent was away. */
async function sweep(state: State, known: ReadonlySet<string>): Promise<void> {
  for (const uid of fs.readdirSync(path.join(state.options.dataDir, 'pods'))) {
    if (known.has(uid)) continue;
    for (const container of foldersBelow(path.join(podFolder(state, uid), 'containers')))
      state.options.runtime.attach({ folder: container })?.signal('SIGKILL');
    await removePod(state, uid);
  }
}

function foldersBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).flatMap((name) => fs.readdirSync(path.join(folder, name)).map((run) => path.join(folder, name, run)));
}

function backendOf(state: State): PodBackend {
  return {
    async *logs(pod, options) {
      const uid = pod.metadata.uid ?? '';
      const { container } = options;
      const folder = path.join(podFolder(state, uid), 'containers', container);
      const file = state.workers.get(uid)?.logFile(container, options.previous) ?? lastLog(folder, options.previous);
      yield* readLog(file, options, () => isOver(state, uid, container));
    },
    exec: async (pod, { container, command, signal }, { stdin, stdout, stderr }) => {
      const running = state.workers.get(pod.metadata.uid ?? '')?.running(container);
      if (!running) throw new OperationalError(`container ${container} is not running`, { code: 'CONTAINER_NOT_READY', retry: 'never' });
      const exitCode = await state.options.runtime.exec(running, {
        command,
        env: execEnvironment,
        stdin,
        stdout: (chunk) => stdout?.write(chunk),
        stderr: (chunk) => stderr?.write(chunk),
        signal,
      });
      stdout?.end();
      stderr?.end();
      return { exitCode };
    },
  };
}

const execEnvironment = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', 'TERM=xterm'];

function lastLog(folder: string, previous: boolean): string {
  const runs = fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .map(Number)
        .sort((a, b) => a - b)
    : [];
  return path.join(folder, String(runs.at(previous ? -2 : -1) ?? 0), 'log');
}

function isOver(state: State, uid: string, container: string): boolean {
  const worker = state.workers.get(uid);
  if (!worker) return true;
  return worker.containers.find((candidate) => candidate.container.name === container)?.state.kind === 'terminated';
}
