import type { NodeStatus, Workflow } from '@argosy/api';
import { decide } from '@argosy/engine';
import { createSimulatedTimers, type KubeObject, type SimulatedTimers, workflowResources } from '@argosy/kube';
import { type Logger, type Milliseconds, silentLogger } from '@argosy/std';
import { noMetrics } from '@argosy/telemetry';
import { label, POD_FINALIZER, type WorkflowObject } from '../caches/objects.ts';
import { type Controller, type ControllerOptions, createController } from '../controller.ts';
import { defaultSettings, type Settings } from '../settings/settings.ts';
import { createSimClient, type Faults, type SimClient } from './sim-client.ts';
import { startSimKubelet, type PodScript } from './sim-kubelet.ts';
import { createSimServer, keyOf, type SimServer } from './sim-server.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly workflows: readonly Workflow[];
  readonly faults: Faults;
  /** How many controllers run at the same time, without an election. */
  readonly controllers: number;
  /** How often each controller is killed and started anew. */
  readonly crashes: number;
  /** Kill the first controller after this many effects of its calls. */
  readonly killAfter?: number;
  readonly script?: PodScript;
  readonly decide?: ControllerOptions['decide'];
  readonly logger?: Logger;
  readonly settings?: Partial<Settings>;
  /** Go on at least this long. */
  readonly atLeast?: Milliseconds;
  /** What people and others do meanwhile; called before anything runs. */
  readonly disturb?: (server: SimServer, timers: SimulatedTimers) => void;
}

export interface SimulationResult {
  /** What must not have happened; empty when all is well. */
  readonly problems: readonly string[];
  readonly phases: Readonly<Record<string, string>>;
  readonly server: SimServer;
  /** Writes of the controllers. */
  readonly writes: number;
  readonly elapsed: Milliseconds;
}

const LIMIT: Milliseconds = 30 * 60_000;

/** Plays workflows on a simulated cluster: the same seed gives the same run. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const timers = createSimulatedTimers(options.seed);
  const startedAt = timers.now();
  const server = createSimServer(timers);
  startSimKubelet(server, timers, options.script ?? (() => 0));
  const watchman = watchEffects(server);
  options.disturb?.(server, timers);
  const stops = Array.from({ length: options.controllers }, (_, index) => keepRunning({ options, timers, server, index }));
  let begun = 0;
  for (const workflow of options.workflows) {
    void timers.after(timers.random() * 300, () => {
      server.create(workflowResources.Workflow, workflow as WorkflowObject);
      begun += 1;
    });
  }
  const isOver = (): boolean =>
    timers.now() >= startedAt + (options.atLeast ?? 0) &&
    begun === options.workflows.length &&
    server.all('workflows').every(isCompleted) &&
    server.all('pods').every(isReleased);
  const completed = await timers.runUntil(isOver, LIMIT);
  const elapsed = timers.now() - startedAt;
  // Whoever still has something in mind gets the time to do it.
  await timers.runUntil(() => false, 3_000);
  for (const stop of stops) stop();
  const problems = [...watchman(), ...(completed ? [] : [unfinished(server, options)])];
  return { problems, phases: phasesOf(server), server, writes: server.effects.length, elapsed };
}

interface Process {
  readonly options: SimulationOptions;
  readonly timers: SimulatedTimers;
  readonly server: SimServer;
  readonly index: number;
}

/** Starts a controller, kills it at random moments and starts the next one. */
function keepRunning({ options, timers, server, index }: Process): () => void {
  let current: { readonly client: SimClient; readonly controller: Controller } | undefined;
  let crashesLeft = options.crashes;
  const start = (): void => {
    const onKilled = (): void => void timers.after(50 + timers.random() * 500, start);
    const killAfter = crashesLeft > 0 && index === 0 ? options.killAfter : undefined;
    const client = createSimClient({ server, timers, faults: options.faults, onKilled, ...(killAfter !== undefined && { killAfter }) });
    const controller = controllerOn(client, options, timers);
    current = { client, controller };
    void startAgainAndAgain(controller, timers);
    if (crashesLeft-- > 0 && options.killAfter === undefined) void timers.after(timers.random() * 4_000, client.kill);
  };
  start();
  return () => {
    current?.client.kill();
    void current?.controller.stop();
  };
}

async function startAgainAndAgain(controller: Controller, timers: SimulatedTimers): Promise<void> {
  try {
    await controller.start();
  } catch {
    void timers.after(100, () => void startAgainAndAgain(controller, timers));
  }
}

function controllerOn(client: SimClient, options: SimulationOptions, timers: SimulatedTimers): Controller {
  const settings: Settings = { ...defaultSettings, nodeEvents: false, workflowEvents: false, ...options.settings };
  return createController({
    client,
    ownNamespace: 'argo',
    workers: { workflow: 4, ttl: 1, podCleanup: 2, cron: 1, archive: 1 },
    flags: {
      executorImage: 'argoexec',
      executorImagePullPolicy: undefined,
      podNameFormat: 'v2',
      maxRecursionDepth: 100,
      recentlyStarted: 10_000,
      transientErrorPattern: undefined,
      retryHostNameLabelKey: 'kubernetes.io/hostname',
      estimateDurations: false,
      allowedOverrides: [],
      executorPlugins: false,
      workflowLevelExecutorPlugins: false,
      agentLimits: { cpu: '100m', memory: '256M' },
      agentEnvironment: [],
    },
    propagation: 'Background',
    timers,
    logger: options.logger ?? silentLogger,
    metrics: noMetrics,
    resync: 60_000,
    relistAfter: 20_000,
    settings: () => settings,
    onSettings: () => undefined,
    decide: options.decide ?? decide,
    validate: () => undefined,
    validateCron: () => undefined,
  });
}

/** Looks at every effect as it happens, and tells what was wrong. */
function watchEffects(server: SimServer): () => readonly string[] {
  const problems: string[] = [];
  const created = new Set<string>();
  const over = new Set<string>();
  server.subscribe(({ plural, type, object, previous }) => {
    if (plural === 'pods' && type === 'ADDED') {
      const owner = ownerOf(object);
      const attempt = `${owner} ${keyOf(object)}`;
      if (created.has(attempt)) problems.push(`pod ${keyOf(object)} was created twice`);
      if (over.has(owner)) problems.push(`pod ${keyOf(object)} was created after its workflow had ended`);
      created.add(attempt);
    }
    if (plural !== 'workflows') return;
    problems.push(...stepsBack(previous as WorkflowObject | undefined, object as WorkflowObject));
    if (isCompleted(object)) over.add(object.metadata.uid ?? '');
  });
  return () => problems;
}

function isCompleted({ metadata }: KubeObject): boolean {
  return metadata.labels?.[label.completed] === 'true';
}

const FINAL: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error', 'Skipped', 'Omitted']);

/** A node that has ended stays as it is. */
function stepsBack(before: Workflow | undefined, after: Workflow): readonly string[] {
  const nodes: Readonly<Record<string, NodeStatus>> = after.status?.nodes ?? {};
  return Object.values(before?.status?.nodes ?? {})
    .filter(({ id, phase = '' }) => FINAL.has(phase) && nodes[id]?.phase !== phase)
    .map(({ name, phase, id }) => `node ${name} went from ${phase} to ${nodes[id]?.phase}`);
}

function ownerOf({ metadata }: KubeObject): string {
  const [owner] = (metadata['ownerReferences'] as readonly { readonly uid: string }[] | undefined) ?? [];
  return owner?.uid ?? '';
}

function isReleased({ metadata }: KubeObject): boolean {
  return !((metadata['finalizers'] as readonly string[] | undefined) ?? []).includes(POD_FINALIZER);
}

function phasesOf(server: SimServer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    server.all('workflows').map((object) => [object.metadata.name ?? '', (object as WorkflowObject).status?.phase ?? '']),
  );
}

function unfinished(server: SimServer, { workflows }: SimulationOptions): string {
  const stuck = server.all('pods').filter((pod) => !isReleased(pod));
  return `${server.all('workflows').filter(isCompleted).length} of ${workflows.length} workflows ended: ${JSON.stringify(phasesOf(server))}; pods not let go: ${stuck.map(keyOf).join(' ') || 'none'}`;
}
