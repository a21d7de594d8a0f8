import type { ConfigMap, NodeOutputs, NodeResult, Pod, Template, Workflow, WorkflowTemplate } from '@argosy/api';
import {
  type Action,
  type ActionFailure,
  type CacheFacts,
  type ContainerFacts,
  type Decision,
  decide,
  type EnginePolicy,
  type LockRequestView,
  nodeIdOf,
  type Observation,
  type PodFacts,
  type PodPhase,
  type TaskResultFacts,
} from '@argosy/engine';
import type { Instant } from '@argosy/std';
import { emptyLockTable, grantWaiting, type LockTable, lockState } from '@argosy/sync';
import { carryOut } from './effects.ts';

/** How a pod ended, as far as a scenario tells. */
export interface PodEnd {
  readonly phase: PodPhase;
  /** Of the main container; for more than that there is `containers`. */
  readonly exitCode?: number;
  /** Why the pod as a whole is what it is: `Evicted`. */
  readonly podReason?: string;
  readonly containers?: readonly ContainerEnd[];
  readonly hostNodeName?: string;
  readonly progress?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly outputs?: NodeOutputs;
}

/** A container that ended, waits, or runs (neither is given). */
export interface ContainerEnd {
  readonly name: string;
  readonly init?: boolean;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly resources?: ContainerFacts['resources'];
  /** Seconds that it ran. */
  readonly ran?: number;
  /** Seconds since it ended. */
  readonly ago?: number;
}

export interface WorldOptions {
  readonly templates?: readonly WorkflowTemplate[];
  readonly configMaps?: readonly ConfigMap[];
  readonly policy?: Partial<EnginePolicy>;
  /** How many may hold each semaphore, by lock name. */
  readonly limits?: Readonly<Record<string, number>>;
  /** Memoization caches: ConfigMap, key, entry as JSON. */
  readonly caches?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Claims that are there already, and belong to somebody else. */
  readonly claims?: readonly string[];
  /** An earlier run that succeeded: its name, and seconds by node name. */
  readonly baseline?: { readonly workflow: string; readonly duration: number; readonly nodes: Readonly<Record<string, number>> };
  /** ConfigMaps that are no caches. */
  readonly unusableCaches?: readonly string[];
}

const defaultPolicy: EnginePolicy = {
  podNameFormat: 'v2',
  maxRecursionDepth: 100,
  recentlyStarted: 10_000,
  failedPodRestart: { enabled: false, maxRestarts: 3 },
  retryHostNameLabelKey: 'kubernetes.io/hostname',
  pods: { executorImage: 'argoexec', images: {}, layout: 'auto', imageVolumes: false, retryHostNameLabelKey: 'kubernetes.io/hostname' },
};

/**
 * A cluster in memory for one workflow: it carries out decisions at once and lets a test say how pods end. Time stands still unless it is
 * moved on. Start: 2026-01-01T00:00:00Z.
 */
export class World {
  workflow: Workflow;
  now: Instant = Date.UTC(2026, 0, 1);
  readonly pods = new Map<string, { readonly pod: Pod; facts: PodFacts }>();
  /** Every pod that was ever created, by name. */
  readonly created: string[] = [];
  readonly decisions: Decision[] = [];
  /** What the agent was asked to do and what it reported, by node; undefined before the first task. */
  taskSet: { readonly tasks: Map<string, Template>; readonly results: Map<string, NodeResult>; completed: boolean } | undefined;
  agentPod: PodFacts | undefined;
  /** What executors reported besides their pods, by node. */
  readonly taskResults = new Map<string, TaskResultFacts>();
  /** How often a pod of the agent was created. */
  agents = 0;
  /** Every action that was carried out or would change nothing, in order. */
  readonly actions: Action[] = [];
  postponed: string | undefined;
  invalid: string | undefined;
  readonly caches = new Map<string, Record<string, string>>();
  disruptionBudget = false;
  /** What the API server refuses, by node. */
  readonly failures = new Map<string, ActionFailure>();
  readonly #options: WorldOptions;
  #limits: Readonly<Record<string, number>>;
  readonly claims = new Set<string>();
  /** Who holds and who waits for locks; a test may file requests of other workflows here. */
  locks: LockTable = emptyLockTable;

  constructor(workflow: Workflow, options: WorldOptions = {}) {
    this.#options = options;
    this.#limits = options.limits ?? {};
    for (const [name, entries] of Object.entries(options.caches ?? {})) this.caches.set(name, { ...entries });
    this.workflow = {
      ...workflow,
      metadata: { name: 'wf', namespace: 'default', uid: 'uid-1', creationTimestamp: '2026-01-01T00:00:00Z', ...workflow.metadata },
    };
  }

  observe(): Observation {
    const { templates = [], configMaps = [], policy } = this.#options;
    return {
      now: this.now,
      workflow: this.workflow,
      templates: {
        workflowTemplate: (name) =>
          templates.find((template) => template.kind !== 'ClusterWorkflowTemplate' && template.metadata.name === name),
        clusterWorkflowTemplate: (name) =>
          templates.find((template) => template.kind === 'ClusterWorkflowTemplate' && template.metadata.name === name),
      },
      configMaps: new Map(
        configMaps.map(({ metadata, data }) => [metadata.name ?? '', { labels: metadata.labels ?? {}, data: data ?? {} }]),
      ),
      pods: new Map([...this.pods.values()].map(({ facts }) => [facts.nodeId, facts])),
      taskResults: this.taskResults,
      claims: new Map(
        [...this.claims, ...(this.#options.claims ?? [])].map((name) => [name, { name, ownedByWorkflow: this.claims.has(name) }]),
      ),
      ...(this.postponed !== undefined && { postponed: this.postponed }),
      ...(this.invalid !== undefined && { invalid: this.invalid }),
      disruptionBudget: this.disruptionBudget,
      ...this.#baseline(),
      locks: { requests: this.#lockRequests() },
      ...this.#agent(),
      caches: this.#caches(),
      failures: this.failures,
      seed: 'seed',
      policy: { ...defaultPolicy, ...policy },
    };
  }

  /** Decides and carries out until nothing changes any more; gives the number of decisions that changed something. */
  settle(): number {
    for (let round = 0; round < 1000; round++) {
      const decision = decide(this.observe());
      this.decisions.push(decision);
      if (!this.apply(decision)) return round;
    }
    throw new Error('the workflow does not come to rest');
  }

  /** Carries out one decision; false when it changes nothing. */
  apply(decision: Decision): boolean {
    const before = this.workflow;
    const labels = merged(before.metadata.labels, decision.metadata?.labels);
    const annotations = merged(before.metadata.annotations, decision.metadata?.annotations);
    this.actions.push(...decision.actions);
    if (decision.urgency !== 'none')
      this.workflow = { ...before, metadata: { ...before.metadata, labels, annotations }, status: decision.status };
    let acted = false;
    for (const action of decision.actions) acted = carryOut(this, action) || acted;
    return acted || decision.urgency !== 'none';
  }

  /** Ends the pod of the node with this display name. */
  end(displayName: string, end: PodEnd): void {
    const entry = this.#podOf(displayName);
    if (!entry) throw new Error(`no pod of a node ${displayName}; there are ${[...this.pods.keys()].join(', ')}`);
    const { exitCode, reason, message, phase, podReason, hostNodeName } = end;
    const main = exitCode === undefined ? [] : [{ name: 'main', exitCode, ...(reason !== undefined && { reason }) }];
    entry.facts = {
      ...entry.facts,
      phase,
      containers: (end.containers ?? main).map((container) => containerFacts(container, this.now)),
      ...(message !== undefined && { message }),
      ...(podReason !== undefined && { reason: podReason }),
      ...(hostNodeName !== undefined && { hostNodeName }),
      ...reportOf(entry.facts.nodeId, end),
    };
  }

  /** By display name or, where several nodes have it, by what follows the workflow's name in the name of the node. */
  #podOf(name: string): { readonly pod: Pod; facts: PodFacts } | undefined {
    const pods = Object.values(this.workflow.status?.nodes ?? {}).filter(({ type }) => type === 'Pod');
    const workflow = this.workflow.metadata.name ?? '';
    const node = pods.find(({ displayName }) => displayName === name) ?? pods.find((candidate) => candidate.name === `${workflow}${name}`);
    return [...this.pods.values()].find(({ facts }) => facts.nodeId === node?.id);
  }

  /** Puts all pods that have not ended into a phase. */
  endAll(end: PodEnd): void {
    for (const entry of this.pods.values())
      if (entry.facts.phase === 'Pending' || entry.facts.phase === 'Running')
        entry.facts = { ...entry.facts, phase: end.phase, ...(end.message !== undefined && { message: end.message }) };
  }

  run(displayName: string): void {
    const entry = this.#podOf(displayName);
    if (entry) entry.facts = { ...entry.facts, phase: 'Running', ready: true, ip: '10.0.0.1' };
  }

  /** The agent reports on the node with this display name. */
  report(displayName: string, result: NodeResult): void {
    const node = Object.values(this.workflow.status?.nodes ?? {}).find((candidate) => candidate.displayName === displayName);
    if (!this.taskSet?.tasks.has(node?.id ?? '')) throw new Error(`the agent has no task ${displayName}`);
    this.taskSet?.results.set(node?.id ?? '', result);
  }

  #baseline(): Pick<Observation, 'baseline'> {
    const { baseline } = this.#options;
    if (!baseline) return {};
    const { workflow, duration } = baseline;
    const nodes = new Map(Object.entries(baseline.nodes).map(([name, seconds]) => [nodeIdOf(workflow, name), seconds]));
    return { baseline: { workflow, duration, nodes } };
  }

  #caches(): Observation['caches'] {
    const caches = new Map<string, CacheFacts>();
    for (const name of this.#options.unusableCaches ?? []) caches.set(name, { usable: false, entries: {} });
    for (const [name, entries] of this.caches) caches.set(name, { usable: true, entries });
    return caches;
  }

  /** Other limits of semaphores than before; who waits is looked at again. */
  setLimits(limits: Readonly<Record<string, number>>): void {
    this.#limits = { ...this.#limits, ...limits };
    this.locks = grantWaiting(this.locks, this.limitOf);
  }

  readonly limitOf = (name: string): number | { readonly error: string } =>
    this.#limits[name] ?? { error: `Sync configuration key '${name}' not found in ConfigMap` };

  #lockRequests(): Map<string, LockRequestView> {
    const { namespace = '', name = '' } = this.workflow.metadata;
    const holders = [...this.locks.granted.keys(), ...this.locks.waiting.map(({ holder }) => holder)];
    const own = holders.filter((holder) => holder === `${namespace}/${name}` || holder.startsWith(`${namespace}/${name}/`));
    return new Map(
      own.flatMap((holder) => {
        const state = lockState(this.locks, holder, this.limitOf);
        return state ? [[holder, state] as const] : [];
      }),
    );
  }

  #agent(): Pick<Observation, 'agent'> {
    if (this.taskSet === undefined && this.agentPod === undefined) return {};
    const { tasks = new Map<string, Template>(), results = new Map<string, NodeResult>(), completed = true } = this.taskSet ?? {};
    return { agent: { tasks: new Set(tasks.keys()), results, completed, ...(this.agentPod && { pod: this.agentPod }) } };
  }
}

function reportOf(nodeId: string, { phase, outputs, progress }: PodEnd): Pick<PodFacts, 'report'> {
  if (!outputs && !progress) return {};
  return { report: { nodeId, completed: phase !== 'Running', ...(outputs && { outputs }), ...(progress && { progress }) } };
}

function merged(
  before: Readonly<Record<string, string>> | undefined,
  changes: Readonly<Record<string, string | null>> | undefined,
): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null));
}

function containerFacts({ name, init = false, resources = {}, ...end }: ContainerEnd, now: Instant): ContainerFacts {
  return { name, init, ready: false, resources, state: stateOf(end, now) };
}

function stateOf(
  { exitCode, reason, message = '', waiting, ran = 0, ago = 0 }: Omit<ContainerEnd, 'name'>,
  now: Instant,
): ContainerFacts['state'] {
  if (waiting) return { kind: 'waiting', reason: waiting.reason, message: waiting.message ?? '' };
  const finishedAt = now - ago * 1000;
  const startedAt = finishedAt - ran * 1000;
  if (exitCode === undefined) return { kind: 'running', startedAt };
  const why = reason ?? (exitCode === 0 ? 'Completed' : 'Error');
  return { kind: 'terminated', exitCode, reason: why, message, startedAt, finishedAt };
}
