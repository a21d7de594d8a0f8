import type { NodeStatus, Parameter, Workflow } from '@argosy/api';
import { podNameOf } from '../nodes/names.ts';
import { isFailed } from '../nodes/phases.ts';
import { type NodeSelector, type OperationResult, without } from './operation.ts';

export interface RetryOptions {
  readonly restartSuccessful?: boolean | undefined;
  readonly matches?: NodeSelector | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly timestamp: string;
}

const groupTypes: ReadonlySet<string> = new Set(['Steps', 'StepGroup', 'DAG', 'TaskGroup', 'Retry']);

/** Puts a failed workflow back to where its failures are, in place; names the pods that must go first (acceptance 13.14). */
export function retryWorkflow(workflow: Workflow, options: RetryOptions): OperationResult<{ readonly pods: readonly string[] }> {
  const phase = workflow.status?.phase ?? '';
  if (phase === 'Succeeded' && !(options.restartSuccessful && options.matches))
    return { ok: false, message: 'To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector' };
  if (phase !== 'Failed' && phase !== 'Error' && phase !== 'Succeeded')
    return { ok: false, message: `Cannot retry a workflow in phase ${phase}` };
  const tree = treeOf(workflow);
  const doomed = new Set<string>();
  for (const node of tree.nodes.values()) if (isExitHandler(node, workflow)) doomed.add(node.id);
  for (const node of tree.nodes.values()) if (isRestarted(node, tree, options)) deleteWithDescendants(node.id, tree, doomed);
  const pods = [...doomed]
    .map((id) => tree.nodes.get(id) as NodeStatus)
    .filter(({ type }) => type === 'Pod')
    .map((node) => podOf(workflow, node));
  const kept = [...tree.nodes.values()]
    .filter(({ id }) => !doomed.has(id))
    .map((node) => resetGroup(node, { tree, doomed, timestamp: options.timestamp }));
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

/** Failed leaves, unless something after them succeeded; with `restartSuccessful` also what is picked. */
function isRestarted(node: NodeStatus, tree: Tree, { restartSuccessful, matches }: RetryOptions): boolean {
  if (groupTypes.has(node.type)) return false;
  if (restartSuccessful && matches?.(node)) return true;
  return isFailed(node) && !hasSucceededDescendant(node, tree);
}

function hasSucceededDescendant(node: NodeStatus, { nodes }: Tree): boolean {
  const seen = new Set<string>();
  const stack = [...(node.children ?? [])];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const child = nodes.get(id);
    if (child?.phase === 'Succeeded' && child.type !== 'StepGroup') return true;
    stack.push(...(child?.children ?? []));
  }
  return false;
}

function deleteWithDescendants(id: string, { nodes }: Tree, doomed: Set<string>): void {
  const stack = [id];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (doomed.has(next)) continue;
    doomed.add(next);
    stack.push(...(nodes.get(next)?.children ?? []));
  }
}

/** Groups that failed, or around something that is deleted, run again. */
function resetGroup(
  node: NodeStatus,
  { doomed, timestamp, tree }: { readonly doomed: ReadonlySet<string>; readonly timestamp: string; readonly tree: Tree },
): NodeStatus {
  const children = node.children?.filter((id) => !doomed.has(id));
  const outboundNodes = node.outboundNodes?.filter((id) => !doomed.has(id));
  const pruned = { ...node, ...(children && { children }), ...(outboundNodes && { outboundNodes }) };
  if (!groupTypes.has(node.type) || !(isFailed(node) || enclosesDoomed(node, tree, doomed))) return pruned;
  return without({ ...pruned, phase: 'Running', startedAt: timestamp, finishedAt: null }, 'message', 'outboundNodes', 'outputs');
}

/** True when something that is deleted lies inside the node's boundary or is one of its children. */
function enclosesDoomed(node: NodeStatus, { nodes }: Tree, doomed: ReadonlySet<string>): boolean {
  if (node.children?.some((id) => doomed.has(id))) return true;
  for (const id of doomed) {
    for (let boundary = nodes.get(id)?.boundaryID; boundary !== undefined; boundary = nodes.get(boundary)?.boundaryID)
      if (boundary === node.id) return true;
  }
  return false;
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
  const cleared = without(spec, 'shutdown', ...(spec.activeDeadlineSeconds === 0 ? (['activeDeadlineSeconds'] as const) : []));
  const conditions = (status.conditions ?? []).map((condition) =>
    condition.type === 'Completed' ? { ...condition, status: 'False' } : condition,
  );
  return {
    ...workflow,
    metadata: { ...metadata, labels },
    spec: parameters
      ? { ...cleared, arguments: { ...cleared.arguments, parameters: overridden(cleared.arguments?.parameters, parameters) } }
      : cleared,
    status: {
      ...without(status, 'message', 'persistentVolumeClaims'),
      phase: 'Running',
      startedAt: timestamp,
      finishedAt: null,
      conditions,
      nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    },
  };
}

/** Parameters with other values; new ones are added. */
export function overridden(before: readonly Parameter[] | undefined, values: Readonly<Record<string, string>>): readonly Parameter[] {
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
