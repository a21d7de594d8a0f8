import type { NodePhase, NodeStatus, NodeType, Parameter, Template, WorkflowSpec, WorkflowStatus } from '@argosy/api';
import type { EvaluationInput, Scope } from '@argosy/expressions';
import { type Instant, toRfc3339Seconds } from '@argosy/std';
import type { TemplateScope, TemplateSource } from '@argosy/templates';
import type { Action, Decision, MetricSample, Notice, RuleTrace } from './decision.ts';
import type { TemplateKinds } from './execute/template-kinds.ts';
import { estimateOf } from './nodes/estimate.ts';
import { displayNameOf, nodeIdOf } from './nodes/names.ts';
import { isActive, isFailed, isFulfilled } from './nodes/phases.ts';
import type { NodeId, Observation } from './observation.ts';

export interface NewNode {
  readonly name: string;
  readonly type: NodeType;
  readonly phase: NodePhase;
  readonly boundaryID?: NodeId | undefined;
  readonly message?: string | undefined;
  readonly extra?: Partial<NodeStatus> | undefined;
}

/**
 * The next status while it is being made. Nodes are replaced, never changed in place, so what did not change keeps its identity;
 * counters of active nodes are kept up to date, so that limits cost nothing to check.
 */
export class Draft {
  readonly observation: Observation;
  readonly spec: WorkflowSpec;
  readonly source: TemplateSource;
  readonly actions: Action[] = [];
  readonly notices: Notice[] = [];
  readonly metrics: MetricSample[] = [];
  readonly trace: RuleTrace[] = [];
  /** Templates that the agent of the workflow should carry out, by node. */
  readonly agentTasks = new Map<NodeId, Template>();
  /** Names of nodes whose template could not be carried out at all. */
  readonly failedToStart = new Set<string>();
  /** Entries that this decision puts into caches, by `<ConfigMap>/<key>`: what comes later in the walk hits them already. */
  readonly savedMemos = new Map<string, string>();
  readonly kinds: TemplateKinds;
  globals!: Scope;
  /** Labels and annotations that come with the start of the workflow. */
  startMetadata: Decision['metadata'];
  parameters: readonly Parameter[] = [];
  urgent = false;
  wakeAt: Instant | undefined;
  depth = 0;
  readonly #nodes: Record<NodeId, NodeStatus>;
  #nodesChanged = false;
  #status: WorkflowStatus;
  readonly #storedTemplates: Record<string, Template> = {};
  readonly #activeChildren = new Map<NodeId, number>();
  readonly #failedChildren = new Map<NodeId, number>();
  #activePods = 0;

  constructor(observation: Observation, spec: WorkflowSpec, kinds: TemplateKinds) {
    this.kinds = kinds;
    this.observation = observation;
    this.spec = spec;
    this.#status = observation.workflow.status ?? {};
    this.#nodes = { ...this.#status.nodes };
    for (const node of Object.values(this.#nodes)) this.#count(node, 1);
    const { templates } = observation;
    this.source = {
      workflowName: this.workflowName,
      spec,
      workflowTemplate: (name) => templates.workflowTemplate(name),
      clusterWorkflowTemplate: (name) => templates.clusterWorkflowTemplate(name),
      stored: (key) => this.#storedTemplates[key] ?? this.#status.storedTemplates?.[key],
    };
  }

  get workflowName(): string {
    return this.observation.workflow.metadata.name ?? '';
  }

  get now(): Instant {
    return this.observation.now;
  }

  get timestamp(): string {
    return toRfc3339Seconds(this.observation.now);
  }

  get input(): EvaluationInput {
    return { now: this.observation.now, seed: this.observation.seed };
  }

  get localScope(): TemplateScope {
    return { kind: 'local', name: this.workflowName };
  }

  get status(): WorkflowStatus {
    return this.#status;
  }

  /** Sets fields of the status; `undefined` removes one. Unchanged values change nothing. */
  setStatus(fields: Partial<WorkflowStatus>): void {
    const changes = Object.entries(fields).filter(([key, value]) => !same(this.#status[key as keyof WorkflowStatus], value));
    if (changes.length > 0) this.#status = { ...this.#status, ...Object.fromEntries(changes) };
  }

  id(nodeName: string): NodeId {
    return nodeIdOf(this.workflowName, nodeName);
  }

  node(id: NodeId): NodeStatus | undefined {
    return this.#nodes[id];
  }

  nodeByName(name: string): NodeStatus | undefined {
    return this.#nodes[this.id(name)];
  }

  nodes(): readonly NodeStatus[] {
    return Object.values(this.#nodes);
  }

  childrenOf(node: NodeStatus): NodeStatus[] {
    return (node.children ?? []).map((id) => this.#nodes[id]).filter((child) => child !== undefined);
  }

  create({ name, type, phase, boundaryID, message, extra }: NewNode): NodeStatus {
    const boundary = boundaryID === undefined ? undefined : this.#nodes[boundaryID];
    const done = phase !== 'Pending' && phase !== 'Running';
    const node: NodeStatus = {
      id: this.id(name),
      name,
      displayName: displayNameOf(name, boundary?.name),
      type,
      ...(boundaryID !== undefined && { boundaryID }),
      phase,
      ...(message !== undefined && { message }),
      startedAt: this.timestamp,
      finishedAt: done ? this.timestamp : null,
      ...estimateOf(this.observation.baseline, { workflow: this.workflowName, nodeName: name }),
      ...extra,
    };
    return this.#put(node);
  }

  /** Changes fields of a node; `undefined` removes one. Gives the node as it is then. */
  update(id: NodeId, fields: Partial<NodeStatus>): NodeStatus {
    const before = this.#nodes[id] as NodeStatus;
    const changes = Object.entries(fields).filter(([key, value]) => !same(before[key as keyof NodeStatus], value));
    if (changes.length === 0) return before;
    const after: Record<string, unknown> = { ...before };
    for (const [key, value] of changes) {
      if (value === undefined) delete after[key];
      else after[key] = value;
    }
    this.#count(before, -1);
    return this.#put(after as unknown as NodeStatus);
  }

  /** Ends a node: phase, message, and the time unless it has one. */
  finish(id: NodeId, phase: NodePhase, message?: string): NodeStatus {
    const node = this.#nodes[id] as NodeStatus;
    if (node.phase !== phase) this.urgent = true;
    return this.update(id, { phase, ...(message !== undefined && { message }), finishedAt: node.finishedAt ?? this.timestamp });
  }

  addChild(parent: NodeId, child: NodeId): void {
    const node = this.#nodes[parent];
    if (node === undefined || node.children?.includes(child)) return;
    this.update(parent, { children: [...(node.children ?? []), child] });
  }

  addChildren(parent: NodeId, added: readonly NodeId[]): void {
    const node = this.#nodes[parent];
    if (node === undefined || added.length === 0) return;
    const known = new Set(node.children);
    const fresh = added.filter((id) => !known.has(id));
    if (fresh.length > 0) this.update(parent, { children: [...(node.children ?? []), ...fresh] });
  }

  store(key: string, template: Template): void {
    if (this.source.stored(key) === undefined) this.#storedTemplates[key] = template;
  }

  act(action: Action): void {
    this.actions.push(action);
  }

  /** Says why a node waits. */
  explain(rule: string, nodeId: NodeId | undefined, reason: string): void {
    this.trace.push({ rule, reason, ...(nodeId !== undefined && { nodeId }) });
  }

  wake(at: Instant): void {
    this.wakeAt = this.wakeAt === undefined ? at : Math.min(this.wakeAt, at);
  }

  /** Pods that run or are about to, for `spec.parallelism`. */
  get activePods(): number {
    return this.#activePods;
  }

  /** Active Pod, Steps and DAG nodes directly inside a boundary, for a template's `parallelism`. */
  activeChildren(boundaryID: NodeId): number {
    return this.#activeChildren.get(boundaryID) ?? 0;
  }

  /** Failed Pod, Steps and DAG nodes directly inside a boundary, attempts included, for a template's `failFast`. */
  failedChildren(boundaryID: NodeId): number {
    return this.#failedChildren.get(boundaryID) ?? 0;
  }

  /** The finished status: the very object that was observed when nothing changed. */
  build(): WorkflowStatus {
    if (this.#nodesChanged) this.setStatus({ nodes: this.#nodes });
    if (Object.keys(this.#storedTemplates).length > 0)
      this.setStatus({ storedTemplates: { ...this.#status.storedTemplates, ...this.#storedTemplates } });
    return this.#status;
  }

  #put(node: NodeStatus): NodeStatus {
    this.#nodes[node.id] = node;
    this.#nodesChanged = true;
    this.#count(node, 1);
    return node;
  }

  #count(node: NodeStatus, by: 1 | -1): void {
    const boundary = countsForBoundary(node) ? node.boundaryID : undefined;
    if (boundary !== undefined && isFailed(node)) this.#failedChildren.set(boundary, this.failedChildren(boundary) + by);
    if (!isActive(node) || isFulfilled(node)) return;
    if (node.type === 'Pod' && node.synchronizationStatus?.waiting === undefined) this.#activePods += by;
    if (boundary !== undefined) this.#activeChildren.set(boundary, this.activeChildren(boundary) + by);
  }
}

function countsForBoundary({ type }: NodeStatus): boolean {
  return type === 'Pod' || type === 'Steps' || type === 'DAG';
}

/** Deep equality of plain data; most comparisons end at the first line. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && same(left[key], right[key]));
}
