import type { NodeStatus, Parameter, Workflow, WorkflowSpec } from '@argosy/api';
import { podNameOf } from '../nodes/names.ts';
import { isFailed } from '../nodes/phases.ts';
import { type NodeSelector, type OperationResult, without } from './operation.ts';

export interface RetryOptions {
  readonly restartSuccessful?: boolean | undefined;
  readonly matches?: NodeSelector | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly timestamp: string;
}

const loopTypes: ReadonlySet<string> = new Set(['StepGroup', 'TaskGroup']);
const groupTypes: ReadonlySet<string> = new Set(['Steps', 'StepGroup', 'DAG', 'TaskGroup', 'Retry']);

/** Puts a failed workflow back to where its failures are, in place; names the pods that must go first (acceptance 13.14). */
export function retryWorkflow(workflow: Workflow, options: RetryOptions): OperationResult<{ readonly pods: readonly string[] }> {
  const phase = workflow.status?.phase ?? '';
  if (phase === 'Succeeded' && !(options.restartSuccessful && options.matches))
    return { ok: false, message: 'To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector' };
  if (phase !== 'Failed' && phase !== 'Error' && phase !== 'Succeeded')
    return { ok: false, message: `Cannot retry a workflow in phase ${phase}` };
  const tree = treeOf(workflow);
  const doomed = doomedNodes(workflow, tree, options);
  const pods = [...doomed]
    .map((id) => tree.nodes.get(id) as NodeStatus)
    .filter(({ type }) => type === 'Pod')
    .map((node) => podOf(workflow, node));
  const reset = { doomed, groups: resetGroups(tree, doomed), timestamp: options.timestamp };
  const kept = [...tree.nodes.values()].filter(({ id }) => !doomed.has(id)).map((node) => withoutDoomed(node, reset));
  return { ok: true, workflow: restarted(workflow, kept, options), pods };
}

interface Tree {
  readonly nodes: ReadonlyMap<string, NodeStatus>;
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

function treeOf({ status }: Workflow): Tree {
  const nodes = new Map(Object.entries(status?.nodes ?? {}));
  const parents = new Map<string, string[]>();
  for (const node of nodes.values()) for (const child of node.children ?? []) parents.set(child, [...(parents.get(child) ?? []), node.id]);
  return { nodes, parents };
}

function isExitHandler({ name }: NodeStatus, { metadata }: Workflow): boolean {
  return name.startsWith(`${metadata.name ?? ''}.onExit`);
}

/** Exit handlers, the failures with all that follows them, and what was picked; once values change, loops expand anew (13-126). */
function doomedNodes(workflow: Workflow, tree: Tree, options: RetryOptions): ReadonlySet<string> {
  const doomed = new Set<string>();
  for (const node of tree.nodes.values()) if (isExitHandler(node, workflow)) doomed.add(node.id);
  for (const node of tree.nodes.values())
    if (isPicked(node, options) || isRestarted(node, tree)) deleteWithDescendants(wholePod(node, tree), tree, doomed);
  if (options.parameters)
    for (const id of resetGroups(tree, doomed)) {
      const group = tree.nodes.get(id) as NodeStatus;
      if (loopTypes.has(group.type)) deleteExpansions(group, tree, doomed);
    }
  return doomed;
}

function isPicked(node: NodeStatus, { restartSuccessful, matches }: RetryOptions): boolean {
  return restartSuccessful === true && matches?.(node) === true;
}

/** Failed leaves, unless something after them succeeded. Of the attempts of a step it counts whether a later one did. */
function isRestarted(node: NodeStatus, tree: Tree): boolean {
  if (groupTypes.has(node.type) || !isFailed(node)) return false;
  const attempts = node.nodeFlag?.retried
    ? tree.parents
        .get(node.id)
        ?.map((id) => tree.nodes.get(id))
        .find((parent) => parent?.type === 'Retry')
    : undefined;
  return !hasSucceededDescendant(attempts ?? node, tree);
}

function hasSucceededDescendant(node: NodeStatus, tree: Tree, counts: (child: NodeStatus) => boolean = () => true): boolean {
  for (const child of descendants(node, tree)) if (child.phase === 'Succeeded' && counts(child)) return true;
  return false;
}

/** What comes after a node. Hooks run whatever came of it, and containers inside its pod: neither says that a failure was got over. */
function* descendants(node: NodeStatus, { nodes }: Tree): Generator<NodeStatus> {
  const seen = new Set<string>();
  const stack = [...(node.children ?? [])];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const child = nodes.get(id);
    if (seen.has(id) || !child || child.nodeFlag?.hooked || child.type === 'Container') continue;
    seen.add(id);
    yield child;
    stack.push(...(child.children ?? []));
  }
}

/** The containers of a set live and end with their pod. */
function wholePod(node: NodeStatus, { nodes }: Tree): string {
  return node.type === 'Container' && node.boundaryID !== undefined && nodes.has(node.boundaryID) ? node.boundaryID : node.id;
}

/** What a loop expanded to, which stands inside the loop; what follows the loop hangs from it, too. */
function deleteExpansions(group: NodeStatus, tree: Tree, doomed: Set<string>): void {
  for (const id of group.children ?? []) if (tree.nodes.get(id)?.boundaryID === group.boundaryID) deleteWithDescendants(id, tree, doomed);
}

function deleteWithDescendants(id: string, { nodes }: Tree, doomed: Set<string>): void {
  const stack = [id];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (doomed.has(next)) continue;
    doomed.add(next);
    stack.push(...(nodes.get(next)?.children ?? []));
  }
}

/** Groups that failed, or around something that is deleted, run again: also those that got over a failure inside them (13-122). */
function resetGroups(tree: Tree, doomed: ReadonlySet<string>): ReadonlySet<string> {
  const around = new Set<string>();
  const stack = [...doomed].flatMap((id) => [id, ...(tree.parents.get(id) ?? [])]);
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (around.has(id)) continue;
    around.add(id);
    stack.push(...enclosing(id, tree));
  }
  const isReset = (node: NodeStatus): boolean =>
    groupTypes.has(node.type) && !doomed.has(node.id) && (around.has(node.id) || (isFailed(node) && !isGotOver(node, tree)));
  return new Set([...tree.nodes.values()].filter(isReset).map(({ id }) => id));
}

/** Something that came after a failed group, and is no part of it, has succeeded. */
function isGotOver(group: NodeStatus, tree: Tree): boolean {
  return hasSucceededDescendant(group, tree, ({ name }) => !isPartOf(name, group.name));
}

/** The boundary of a node, and the group, loop or retry that it is part of; what it only comes after is not around it. */
function enclosing(id: string, { nodes, parents }: Tree): string[] {
  const node = nodes.get(id);
  if (!node) return [];
  const groups = (parents.get(id) ?? []).filter((parent) => isPartOf(node.name, nodes.get(parent)?.name ?? ''));
  return node.boundaryID === undefined ? groups : [node.boundaryID, ...groups];
}

function isPartOf(name: string, group: string): boolean {
  return name.startsWith(group) && ['.', '(', '['].includes(name.charAt(group.length));
}

interface Reset {
  readonly doomed: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly timestamp: string;
}

function withoutDoomed(node: NodeStatus, { doomed, groups, timestamp }: Reset): NodeStatus {
  const children = node.children?.filter((id) => !doomed.has(id));
  const outboundNodes = node.outboundNodes?.filter((id) => !doomed.has(id));
  const pruned = { ...node, ...(children && { children }), ...(outboundNodes && { outboundNodes }) };
  if (!groups.has(node.id)) return pruned;
  return without({ ...pruned, phase: 'Running', startedAt: timestamp, finishedAt: null }, 'message', 'outboundNodes', 'outputs');
}

function podOf({ metadata }: Workflow, node: NodeStatus): string {
  const format = metadata.annotations?.['workflows.argoproj.io/pod-name-format'] ?? 'v2';
  return podNameOf({
    workflow: metadata.name ?? '',
    nodeName: node.name,
    template: node.templateRef?.template ?? node.templateName ?? '',
    format,
  });
}

function restarted(workflow: Workflow, nodes: readonly NodeStatus[], { timestamp, parameters }: RetryOptions): Workflow {
  const { metadata, spec, status = {} } = workflow;
  const labels = Object.fromEntries(
    Object.entries(metadata.labels ?? {}).filter(
      ([key]) => key !== 'workflows.argoproj.io/completed' && key !== 'workflows.argoproj.io/workflow-archiving-status',
    ),
  );
  const conditions = (status.conditions ?? []).map((condition) =>
    condition.type === 'Completed' ? { ...condition, status: 'False' } : condition,
  );
  return {
    ...workflow,
    metadata: { ...metadata, labels },
    spec: reopened(spec, parameters),
    status: {
      ...without(status, 'message', 'persistentVolumeClaims'),
      phase: 'Running',
      startedAt: timestamp,
      finishedAt: null,
      conditions,
      ...(status.storedWorkflowTemplateSpec && { storedWorkflowTemplateSpec: reopened(status.storedWorkflowTemplateSpec, parameters) }),
      nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    },
  };
}

/** A spec without what ended its workflow, and with other values of parameters. */
export function reopened(spec: WorkflowSpec, parameters: Readonly<Record<string, string>> | undefined): WorkflowSpec {
  const cleared = without(spec, 'shutdown', ...(spec.activeDeadlineSeconds === 0 ? (['activeDeadlineSeconds'] as const) : []));
  if (!parameters) return cleared;
  return { ...cleared, arguments: { ...cleared.arguments, parameters: overridden(cleared.arguments?.parameters, parameters) } };
}

/** Parameters with other values; new ones are added. */
function overridden(before: readonly Parameter[] | undefined, values: Readonly<Record<string, string>>): readonly Parameter[] {
  const known = new Set((before ?? []).map(({ name }) => name));
  const added = Object.entries(values)
    .filter(([name]) => !known.has(name))
    .map(([name, value]) => ({ name, value }));
  return [
    ...(before ?? []).map((parameter) =>
      Object.hasOwn(values, parameter.name) ? { ...parameter, value: values[parameter.name] } : parameter,
    ),
    ...added,
  ];
}
