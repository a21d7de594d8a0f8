import { coreResources, type KubeClient, type Timers } from '@argosy/kube';
import { createWorkQueue, type QueueObserver, type ReconcileResult, type WorkQueue } from '@argosy/reconciler';
import { type Instant, isErrorWithCode, type Logger, type Milliseconds } from '@argosy/std';
import type { Caches } from '../caches/caches.ts';
import { label, POD_FINALIZER } from '../caches/objects.ts';
import type { PodRecord } from '../workflow/project-pod.ts';
import { stopContainers } from './stop-containers.ts';

export interface PodCleanupOptions {
  readonly client: KubeClient;
  readonly caches: Pick<Caches, 'pods'>;
  readonly workers: number;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly observer?: QueueObserver;
}

/**
 * Ends pods, lets them go and deletes them, in the background. What is to be done is kept in memory only: it follows from the state of
 * the workflow, so a restarted controller asks for it again. Keys are `<ns>/<pod>`; asking twice changes nothing.
 */
export interface PodCleanup {
  readonly queue: WorkQueue;
  /** Label completed=true and take the finalizer off. */
  release(key: string): void;
  /** Let go and delete after a while. */
  deleteLater(key: string, after: Milliseconds): void;
  /** SIGTERM now, SIGKILL after `grace`; a pod that has not started is deleted. */
  terminate(key: string, grace: Milliseconds): void;
  /** True where this was asked for already and is under way. */
  isUnderWay(key: string, what: 'release' | 'delete' | 'terminate'): boolean;
}

/** What is wanted of one pod. */
interface Task {
  readonly uid: string;
  release: boolean;
  deleteAt: Instant | undefined;
  killAt: Instant | undefined;
  /** SIGTERM was sent. */
  asked: boolean;
  killed: boolean;
}

interface State extends PodCleanupOptions {
  readonly tasks: Map<string, Task>;
}

export function createPodCleanup(options: PodCleanupOptions): PodCleanup {
  const state: State = { ...options, tasks: new Map() };
  const queue = createWorkQueue({
    name: 'pod_cleanup_queue',
    reconciler: { reconcile: (key) => cleanUp(state, key) },
    workers: options.workers,
    timers: options.timers,
    logger: options.logger,
    ...(options.observer && { observer: options.observer }),
  });
  const want = (key: string, change: (task: Task) => boolean): void => {
    if (askFor(state, key, change)) queue.add(key);
  };
  options.caches.pods.subscribe({ deleted: ({ key }) => void state.tasks.delete(key) });
  const { timers } = options;
  return {
    queue,
    isUnderWay: (key, what) => isUnderWay(state, key, what),
    release: (key) =>
      want(key, (task) => {
        const isNew = !task.release;
        task.release = true;
        return isNew;
      }),
    deleteLater: (key, after) =>
      want(key, (task) => {
        const at = timers.now() + after;
        if (task.deleteAt !== undefined && task.deleteAt <= at) return false;
        task.deleteAt = at;
        return true;
      }),
    terminate: (key, grace) =>
      want(key, (task) => {
        const isNew = task.killAt === undefined;
        task.killAt ??= timers.now() + grace;
        return isNew;
      }),
  };
}

/** Changes what is wanted of a pod; true when that is something new. */
function askFor(state: State, key: string, change: (task: Task) => boolean): boolean {
  const pod = state.caches.pods.store.get(key);
  if (pod === undefined) return false;
  const known = state.tasks.get(key);
  const task =
    known?.uid === pod.uid ? known : { uid: pod.uid, release: false, deleteAt: undefined, killAt: undefined, asked: false, killed: false };
  state.tasks.set(key, task);
  return change(task);
}

function isUnderWay(state: State, key: string, what: 'release' | 'delete' | 'terminate'): boolean {
  const task = state.tasks.get(key);
  if (task === undefined || task.uid !== state.caches.pods.store.get(key)?.uid) return false;
  if (what === 'release') return task.release || task.deleteAt !== undefined;
  return (what === 'delete' ? task.deleteAt : task.killAt) !== undefined;
}

async function cleanUp(state: State, key: string): Promise<ReconcileResult> {
  const task = state.tasks.get(key);
  const pod = state.caches.pods.store.get(key);
  if (task === undefined) return {};
  if (pod === undefined || pod.uid !== task.uid) {
    state.tasks.delete(key);
    return {};
  }
  const target: Target = { ...pod, pod: pod.value };
  if (task.deleteAt !== undefined && task.deleteAt <= state.timers.now()) return deleteNow(state, target);
  if (task.release) return release(state, target);
  if (task.killAt !== undefined && !isOver(target.pod)) return terminate(state, target, task);
  return task.deleteAt === undefined ? {} : { requeueAfter: task.deleteAt - state.timers.now() };
}

interface Target {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly pod: PodRecord;
}

async function release(state: State, target: Target): Promise<ReconcileResult> {
  const { namespace, name, uid, key } = target;
  const metadata = { uid, labels: { [label.completed]: 'true' }, ...finalizersWithoutOurs(target) };
  await unlessGone(state.client.patch(coreResources.Pod, { namespace, name, body: { metadata } }, { type: 'merge', metadataOnly: true }));
  // From here on it is outside the selection of the cache.
  state.caches.pods.learnGone(key, uid);
  state.tasks.delete(key);
  return {};
}

async function deleteNow(state: State, target: Target): Promise<ReconcileResult> {
  const { namespace, name, uid, key } = target;
  if (target.pod.finalizers.includes(POD_FINALIZER)) {
    await unlessGone(
      state.client.patch(
        coreResources.Pod,
        { namespace, name, body: { metadata: { uid, ...finalizersWithoutOurs(target) } } },
        { type: 'merge' },
      ),
    );
  }
  await unlessGone(state.client.delete(coreResources.Pod, { namespace, name }, { uid, propagationPolicy: 'Background' }));
  state.caches.pods.learnGone(key, uid);
  state.tasks.delete(key);
  return {};
}

async function terminate(state: State, target: Target, task: Task): Promise<ReconcileResult> {
  const now = state.timers.now();
  const killAt = task.killAt ?? now;
  if (target.pod.facts.phase === 'Pending') {
    if (!target.pod.facts.deleting) await deleteGracefully(state, target, 0);
    return {};
  }
  if (!task.asked) {
    task.asked = true;
    const reached = await stopContainers(state.client, target, { grace: killAt - now, logger: state.logger });
    if (!reached) await deleteGracefully(state, target, Math.ceil((killAt - now) / 1_000));
    return { requeueAfter: Math.max(1, killAt - state.timers.now()) };
  }
  if (now < killAt) return { requeueAfter: killAt - now };
  if (!task.killed) {
    task.killed = true;
    await deleteGracefully(state, target, 1);
  }
  return {};
}

/** The finalizer keeps the pod until its end was seen. */
function deleteGracefully({ client }: State, { namespace, name, uid }: Target, seconds: number): Promise<void> {
  return unlessGone(
    client.delete(coreResources.Pod, { namespace, name }, { uid, gracePeriodSeconds: seconds, propagationPolicy: 'Background' }),
  );
}

/** A merge patch replaces the whole list, so others' finalizers come with the version they were read at. */
function finalizersWithoutOurs({ pod, resourceVersion }: Target): {
  readonly finalizers: readonly string[] | null;
  readonly resourceVersion?: string;
} {
  const others = pod.finalizers.filter((finalizer) => finalizer !== POD_FINALIZER);
  return others.length === 0 ? { finalizers: null } : { finalizers: others, resourceVersion };
}

function isOver({ facts }: PodRecord): boolean {
  return facts.phase === 'Succeeded' || facts.phase === 'Failed';
}

/** Gone already, or another pod of that name: nothing is left to do. */
async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return;
    if (isErrorWithCode(error, 'KUBE_CONFLICT') && /uid|precondition/i.test((error as Error).message)) return;
    throw error;
  }
}
