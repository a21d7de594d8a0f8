import type { CronWorkflow, Workflow } from '@argosy/api';
import type { Decision, Observation } from '@argosy/engine';
import type { KubeClient, Timers } from '@argosy/kube';
import type { PersistenceConnection } from '@argosy/persistence';
import { createTokenBucket, createWorkQueue, type Reconciler, type TokenBucket, type WorkQueue } from '@argosy/reconciler';
import type { Logger, Milliseconds } from '@argosy/std';
import type { Metrics } from '@argosy/telemetry';
import { archiveReconciler } from './archive/archive-reconciler.ts';
import { showCaches } from './caches/cache-metrics.ts';
import { artifactGcReconciler } from './artifact-gc/artifact-gc-reconciler.ts';
import { followGarbage } from './artifact-gc/follow-garbage.ts';
import { type Caches, createCaches } from './caches/caches.ts';
import { countPods } from './caches/pod-metrics.ts';
import { createConfigMaps } from './caches/config-maps.ts';
import { createEventRecorder } from './events/event-recorder.ts';
import { createLockCell } from './locks/lock-cell.ts';
import { createLocks } from './locks/locks.ts';
import { createSharedBook } from './locks/shared-book.ts';
import { showLocks } from './locks/lock-metrics.ts';
import { beat } from './locks/share-locks.ts';
import { keepGoing, type PeriodicOptions } from './keep-going.ts';
import { createPodCleanup } from './pod-gc/pod-cleanup.ts';
import { enginePolicy, type PolicyFlags } from './policy.ts';
import { queueObserver, showQueues } from './queue-metrics.ts';
import type { Settings } from './settings/settings.ts';
import { templateLookup } from './caches/template-lookup.ts';
import { cronReconciler } from './cron/cron-reconciler.ts';
import { followCrons } from './cron/follow-crons.ts';
import type { Surroundings } from './validate.ts';
import { createThrottle } from './throttle/throttle.ts';
import { RETENTION_KEY, retentionReconciler } from './ttl/retention.ts';
import { ttlReconciler } from './ttl/ttl-reconciler.ts';
import { followCaches } from './workflow/follow-caches.ts';
import { workflowReconciler } from './workflow/reconcile.ts';
import { createTracks, type Shell, standardStorage, type StorageLimits } from './workflow/shell.ts';

export interface ControllerOptions extends PeriodicOptions {
  readonly client: KubeClient;
  /** The controller's own namespace. */
  readonly ownNamespace: string;
  readonly workers: {
    readonly workflow: number;
    readonly ttl: number;
    readonly podCleanup: number;
    readonly cron: number;
    readonly archive: number;
  };
  readonly flags: PolicyFlags;
  /** Absent: artifacts are deleted as workflows ask for it. */
  readonly artifactGc?: boolean;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  readonly timers: Timers;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Every cache is compared with the API server this often, in case a watch lost something. */
  readonly relistAfter?: Milliseconds;
  /** Absent: finished workflows are not archived. */
  readonly persistence?: PersistenceConnection;
  readonly storage?: StorageLimits;
  settings(): Settings;
  onSettings(changed: () => void): void;
  decide(observation: Observation): Decision;
  validate(workflow: Workflow, surroundings: Surroundings): string | undefined;
  validateCron(cron: CronWorkflow, surroundings: Surroundings): string | undefined;
}

/** A controller of workflows: caches, queues and what works them off. */
export interface Controller {
  readonly caches: Caches;
  /** True once the caches are filled and the queues run. */
  readonly isReady: boolean;
  start(): Promise<void>;
  /** Starts nothing more; resolves when what was begun has ended. */
  stop(): Promise<void>;
}

export function createController(options: ControllerOptions): Controller {
  const shell = createShell(options);
  const queues = createQueues(options, shell);
  shell.queues = queues;
  showQueues(options.metrics, { ...queues, pod_cleanup_queue: shell.cleanup.queue });
  showCaches(options.metrics, shell.caches);
  countPods(options.metrics, shell.caches);
  showLocks(options.metrics, shell.locks);
  const running = new AbortController();
  let isReady = false;
  return {
    caches: shell.caches,
    get isReady() {
      return isReady;
    },
    async start() {
      followCaches(shell, {
        ttl: (key) => queues.workflow_ttl_queue.add(key),
        archive: (key) => queues.workflow_archive_queue.add(key),
        finished: () => queues.workflow_ttl_queue.add(RETENTION_KEY, 1_000),
      });
      followCrons(shell.caches, (key) => queues.cron_wf_queue.add(key, 1));
      followGarbage(shell.caches, (key) => queues.artifact_gc_queue.add(key, 1));
      options.onSettings(() => shell.throttle.waiting().forEach((key) => shell.enqueue(key)));
      await shell.caches.start();
      await beat(options.sync, shell);
      takeOver(shell);
      for (const queue of [...Object.values(queues), shell.cleanup.queue]) queue.start();
      keepGoing(shell, options, running.signal);
      isReady = true;
    },
    async stop() {
      isReady = false;
      running.abort();
      await Promise.all([...Object.values(queues), shell.cleanup.queue].map((queue) => queue.stop()));
      shell.caches.stop();
    },
  };
}

interface Queues extends Readonly<Record<string, WorkQueue>> {
  readonly workflow_queue: WorkQueue;
  readonly workflow_ttl_queue: WorkQueue;
  readonly cron_wf_queue: WorkQueue;
  readonly artifact_gc_queue: WorkQueue;
  readonly workflow_archive_queue: WorkQueue;
}

/** The shell needs the queue to enqueue, the queue needs the shell to work. */
interface WiredShell extends Shell {
  queues: Queues | undefined;
}

function createShell(options: ControllerOptions): WiredShell {
  const { client, namespace, timers, logger, metrics, settings } = options;
  const onEcho = (resource: string, lag: Milliseconds): void => metrics.observe('argosy_event_lag_seconds', { resource }, lag / 1_000);
  const { relistAfter } = options;
  const caches = createCaches({ client, namespace, instanceId: settings().instanceId, timers, logger, relistAfter, onEcho });
  const configMaps = createConfigMaps({ client, timers });
  const shell: WiredShell = {
    client,
    namespace: options.ownNamespace,
    caches,
    configMaps,
    timers,
    logger,
    metrics,
    settings,
    queues: undefined,
    locks: createLocks(
      createLockCell(configMaps, (lock) => metrics.increment('argo_workflows_locks_taken_total', { lock })),
      createSharedBook({ locks: () => options.sync?.locks(), now: () => timers.now(), logger }),
    ),
    throttle: createThrottle(() => ({ total: settings().parallelism, perNamespace: settings().namespaceParallelism })),
    cleanup: createPodCleanup({
      client,
      caches,
      workers: options.workers.podCleanup,
      timers,
      logger,
      observer: queueObserver(metrics, 'pod_cleanup_queue'),
    }),
    recorder: createEventRecorder({ client, timers, logger, metrics, settings }),
    tracks: createTracks(),
    artifactGc: options.artifactGc ?? true,
    persistence: options.persistence,
    storage: options.storage ?? standardStorage,
    policy: memoBySettings(settings, (current) => enginePolicy(options.flags, current)),
    podRate: memoBySettings(settings, (current) => podRateOf(current, timers)),
    decide: options.decide,
    validate: options.validate,
    enqueue: (key, delay) => shell.queues?.workflow_queue.add(key, delay),
  };
  return shell;
}

function createQueues(options: ControllerOptions, shell: Shell): Queues {
  const { timers, logger, metrics, workers, client, propagation } = options;
  const queue = (name: string, count: number, reconciler: Reconciler): WorkQueue =>
    createWorkQueue({ name, workers: count, reconciler, timers, logger, observer: queueObserver(metrics, name) });
  const ttlOptions = { client, caches: shell.caches, timers, logger, propagation };
  const cronOptions = {
    ...ttlOptions,
    caches: shell.caches,
    metrics,
    recorder: shell.recorder,
    instanceId: () => options.settings().instanceId,
    validate: (cron: CronWorkflow) =>
      options.validateCron(cron, { templates: templateLookup(shell.caches, cron.metadata.namespace ?? ''), settings: options.settings() }),
  };
  const [expire, retain] = [ttlReconciler(ttlOptions), retentionReconciler({ ...ttlOptions, policy: () => options.settings().retention })];
  return {
    workflow_queue: queue('workflow_queue', workers.workflow, measured(metrics, timers, workflowReconciler(shell))),
    artifact_gc_queue: queue('artifact_gc_queue', workers.ttl, artifactGcReconciler(shell)),
    workflow_archive_queue: queue('workflow_archive_queue', workers.archive, archiving(shell)),
    cron_wf_queue: queue('cron_wf_queue', workers.cron, cronReconciler(cronOptions)),
    workflow_ttl_queue: queue('workflow_ttl_queue', workers.ttl, {
      reconcile: (key) => (key === RETENTION_KEY ? retain : expire).reconcile(key),
    }),
  };
}

function archiving({ client, caches, persistence, logger }: Shell): Reconciler {
  return persistence === undefined ? { reconcile: async () => ({}) } : archiveReconciler({ client, caches, persistence, logger });
}

function measured(metrics: Metrics, timers: Timers, { reconcile }: Reconciler): Reconciler {
  return {
    async reconcile(key) {
      const startedAt = timers.now();
      try {
        return await reconcile(key);
      } finally {
        metrics.observe('argo_workflows_operation_duration_seconds', {}, (timers.now() - startedAt) / 1_000);
      }
    },
  };
}

/** What an earlier process had in memory: who runs, and who holds which locks. */
function takeOver(shell: Shell): void {
  for (const { key, namespace, value } of shell.caches.workflows.store.list()) {
    if (value.completed || !value.workflow.status?.startedAt) continue;
    shell.throttle.adopt(key, namespace);
    shell.locks.restore(value.workflow);
  }
}

function memoBySettings<T>(settings: () => Settings, make: (settings: Settings) => T): () => T {
  let made: { readonly from: Settings; readonly value: T } | undefined;
  return () => {
    const current = settings();
    if (made?.from !== current) made = { from: current, value: make(current) };
    return made.value;
  };
}

function podRateOf({ resourceRateLimit }: Settings, timers: Timers): TokenBucket | undefined {
  return resourceRateLimit && createTokenBucket({ rate: resourceRateLimit.limit, burst: resourceRateLimit.burst, timers });
}
