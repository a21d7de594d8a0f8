import type { ConfigMap, NodeOutputs, NodeResult, NodeStatus, Pod, Template, Workflow } from '@argosy/api';
import {
  decide,
  failSuspended,
  type OperationResult,
  type PodFacts,
  resumeWorkflow,
  setNodes,
  shutdownWorkflow,
  suspendWorkflow,
  type TemplateLookup,
} from '@argosy/engine';
import { matchesNodeSelector, parseNodeSelector } from '@argosy/graph';
import { fromRfc3339, type Instant, type Milliseconds, toRfc3339Seconds } from '@argosy/std';
import { hasFailed, mockedOutputs } from './mock-outputs.ts';
import { executionName, type Mock, MockBook, ORDINARY, type Outcome } from './mock.ts';
import { templateOfNode } from './node-template.ts';
import { SimulatedCluster, type SimulatedPod } from './simulated-cluster.ts';
import { endedPod, stoppedPod } from './simulated-pod.ts';

/** What somebody does to the workflow while it runs. */
export interface Intervention {
  readonly at: Milliseconds;
  readonly kind: 'stop' | 'terminate' | 'suspend' | 'resume';
  /** Of nodes; empty: the whole workflow. */
  readonly selector: string;
}

export interface SimulateOptions {
  readonly workflow: Workflow;
  readonly templates: TemplateLookup;
  readonly configMaps: readonly ConfigMap[];
  readonly mocks: readonly Mock[];
  readonly interventions: readonly Intervention[];
  readonly start: Instant;
}

export interface Simulation {
  /** The workflow as it was at the end. */
  readonly workflow: Workflow;
  /** Pods that would have run, by node. */
  readonly pods: ReadonlyMap<string, Pod>;
  readonly lasted: Milliseconds;
  /** Why it did not come to an end, or what no mock gave. */
  readonly problems: readonly string[];
  readonly unusedMocks: readonly Mock[];
}

const MOST_STEPS = 100_000;
const LONGEST = 10 * 365 * 24 * 3_600_000;

/** Runs a workflow on the engine alone: pods end as the mocks say, and waiting takes no time. */
export function simulate(options: SimulateOptions): Simulation {
  const run = new Run(options);
  run.toTheEnd();
  return {
    workflow: run.cluster.workflow,
    pods: run.cluster.created,
    lasted: run.cluster.now - options.start,
    problems: [...run.problems],
    unusedMocks: run.book.unused(options.mocks),
  };
}

interface Event {
  readonly at: Instant;
  happen(): void;
}

class Run {
  readonly cluster: SimulatedCluster;
  readonly book: MockBook;
  readonly problems = new Set<string>();
  readonly #events: Event[] = [];
  /** Pods, tasks and suspended nodes whose end is planned. */
  readonly #planned = new Set<string>();
  readonly #start: Instant;
  #wakeAt: Instant | undefined;

  constructor(options: SimulateOptions) {
    this.#start = options.start;
    this.book = new MockBook(options.mocks);
    this.cluster = new SimulatedCluster(options);
    for (const intervention of options.interventions)
      this.#events.push({ at: options.start + intervention.at, happen: () => this.#intervene(intervention) });
  }

  toTheEnd(): void {
    for (let step = 0; step < MOST_STEPS; step++) {
      this.#settle();
      if (this.cluster.workflow.status?.finishedAt) return;
      const next = this.#nextMoment();
      if (next === undefined) return void this.problems.add(`it never ends: ${this.#waits()}`);
      if (next - this.#start > LONGEST) return void this.problems.add('it has not ended after ten years');
      this.cluster.now = next;
      for (const event of this.#due()) event.happen();
    }
    this.problems.add(`it has not ended after ${MOST_STEPS} events`);
  }

  /** Decides and carries out until nothing changes any more, and plans the ends of what was started. */
  #settle(): void {
    for (let round = 0; round < MOST_STEPS; round++) {
      const decision = decide(this.cluster.observe());
      this.#wakeAt = decision.wakeAt;
      if (this.cluster.apply(decision)) continue;
      if (!this.#planEnds()) return;
    }
  }

  #nextMoment(): Instant | undefined {
    const moments = [
      ...this.#events.map(({ at }) => at),
      ...(this.#wakeAt === undefined ? [] : [Math.max(this.#wakeAt, this.cluster.now + 1)]),
    ];
    return moments.length === 0 ? undefined : Math.max(this.cluster.now, Math.min(...moments));
  }

  #due(): Event[] {
    const due = this.#events.filter(({ at }) => at <= this.cluster.now);
    for (const event of due) this.#events.splice(this.#events.indexOf(event), 1);
    return due;
  }

  /** True when something was planned that happens at once. */
  #planEnds(): boolean {
    for (const entry of this.cluster.pods.values()) this.#planPod(entry);
    for (const id of this.cluster.tasks.keys()) this.#planTask(id);
    for (const node of Object.values(this.#nodes())) if (node.type === 'Suspend' && node.phase === 'Running') this.#planResume(node);
    const due = this.#due();
    for (const event of due) event.happen();
    return due.length > 0;
  }

  #planPod(entry: SimulatedPod): void {
    const { name, nodeId, createdAt, phase } = entry.facts;
    const node = this.#nodes()[nodeId];
    if (phase !== 'Running' || !node || !this.#once(name)) return;
    const outcome = this.#nextOutcome(node);
    if (!outcome && this.#templateOf(node)?.daemon) return;
    const { takes } = outcome ?? ORDINARY;
    const limit = (entry.pod.spec?.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    this.#at(createdAt + Math.min(takes, limit), () => {
      if (entry.facts.phase === 'Running') entry.facts = this.#endOf(entry, node, takes > limit ? 'tooLong' : (outcome ?? ORDINARY));
    });
  }

  #endOf({ facts, pod }: SimulatedPod, node: NodeStatus, outcome: Outcome | 'tooLong'): PodFacts {
    const { now } = this.cluster;
    if (outcome === 'tooLong') return stoppedPod(facts, pod, { now, reason: 'DeadlineExceeded' });
    return endedPod(facts, pod, { outcome, outputs: this.#outputs(node, outcome), now });
  }

  #nextOutcome(node: NodeStatus): Outcome | undefined {
    return this.book.next(executionName(node, this.#nodes()), node.templateName ?? '');
  }

  #templateOf(node: NodeStatus): Template | undefined {
    return templateOfNode(this.cluster.workflow, node, this.cluster.templates);
  }

  #planTask(id: string): void {
    const node = this.#nodes()[id];
    if (!node || !this.#once(`task/${id}`)) return;
    const outcome = this.#nextOutcome(node) ?? ORDINARY;
    this.#at(this.cluster.now + outcome.takes, () => {
      const phase = outcome.phase ?? (hasFailed(outcome) ? 'Failed' : 'Succeeded');
      const result: NodeResult = { phase, outputs: this.#outputs(node, outcome), ...(outcome.message && { message: outcome.message }) };
      this.cluster.results.set(id, result);
    });
  }

  /** A suspended node goes on by itself after its duration, or when its mock says so. */
  #planResume(node: NodeStatus): void {
    if (this.#planned.has(`suspend/${node.id}`)) return;
    const outcome = this.#nextOutcome(node);
    this.#planned.add(`suspend/${node.id}`);
    if (!outcome) return;
    this.#at((fromRfc3339(node.startedAt) ?? this.cluster.now) + outcome.takes, () => this.#endSuspended(node, outcome));
  }

  #endSuspended({ id, displayName = id }: NodeStatus, outcome: Outcome): void {
    if (this.#nodes()[id]?.phase !== 'Running') return;
    const { message = '', parameters } = outcome;
    const request = { matches: (node: NodeStatus) => node.id === id, selector: `displayName=${displayName}`, timestamp: this.#timestamp() };
    if (parameters) this.#operate(setNodes(this.cluster.workflow, { ...request, outputParameters: parameters }));
    const { workflow } = this.cluster;
    this.#operate(hasFailed(outcome) ? failSuspended(workflow, { ...request, message }) : resumeWorkflow(workflow, request));
  }

  /** What the executor would report of a step that ended so. */
  #outputs(node: NodeStatus, outcome: Outcome): NodeOutputs {
    const { outputs, missing } = mockedOutputs(this.#templateOf(node), outcome, `${this.cluster.workflow.metadata.name ?? ''}/${node.id}`);
    for (const name of missing)
      this.problems.add(`node ${node.displayName}: nothing gives its output parameter "${name}" a value; add it to the mock of the node`);
    return outputs;
  }

  #intervene({ kind, selector }: Intervention): void {
    const parsed = selector === '' ? undefined : parseNodeSelector(selector);
    if (parsed && 'error' in parsed) return void this.problems.add(`${kind}: ${parsed.error}`);
    const matches = parsed && ((node: NodeStatus) => matchesNodeSelector(parsed, node));
    const { workflow } = this.cluster;
    const timestamp = this.#timestamp();
    const operations: Readonly<Record<Intervention['kind'], () => OperationResult>> = {
      stop: () => (matches ? failSuspended(workflow, { matches, selector, message: '', timestamp }) : shutdownWorkflow(workflow, 'Stop')),
      terminate: () => shutdownWorkflow(workflow, 'Terminate'),
      suspend: () => suspendWorkflow(workflow),
      resume: () => resumeWorkflow(workflow, { matches, selector, timestamp }),
    };
    this.#operate(operations[kind]());
  }

  #operate(result: OperationResult): void {
    if (result.ok) this.cluster.workflow = result.workflow;
    else this.problems.add(result.message);
  }

  #waits(): string {
    const waiting = Object.values(this.#nodes()).filter(
      ({ phase, type }) => (phase === 'Running' || phase === 'Pending') && (type === 'Suspend' || type === 'Pod'),
    );
    const names = waiting.map(({ displayName, type, message }) => `${displayName} (${type}${message ? `: ${message}` : ''})`);
    if (this.cluster.workflow.spec.suspend) names.push('the workflow is suspended');
    return names.length === 0 ? 'nothing is left to happen' : `${names.join(', ')} wait; a mock of a suspend step resumes it`;
  }

  #nodes(): Readonly<Record<string, NodeStatus>> {
    return this.cluster.workflow.status?.nodes ?? {};
  }

  #once(key: string): boolean {
    if (this.#planned.has(key)) return false;
    this.#planned.add(key);
    return true;
  }

  #at(at: Instant, happen: () => void): void {
    this.#events.push({ at, happen });
  }

  #timestamp(): string {
    return toRfc3339Seconds(this.cluster.now);
  }
}
