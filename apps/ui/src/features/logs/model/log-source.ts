import type { Artifact, NodeStatus, Template, Workflow } from '@argosy/api';
import { podNameOfNode, templateFinder } from '@argosy/graph';

/** Whose log: one container of one node, or that container of every pod of the workflow. */
export interface LogTarget {
  readonly namespace: string;
  readonly workflow: string;
  readonly uid: string;
  readonly archived: boolean;
  /** Absent: all pods. */
  readonly node?: NodeStatus;
  readonly podName?: string;
  readonly container: string;
}

const PLAIN = ['main', 'init', 'wait'];

export function logTarget(
  workflow: Workflow,
  nodeId: string | undefined,
  { container, archived }: { readonly container: string; readonly archived: boolean },
): LogTarget {
  const node = workflow.status?.nodes?.[nodeId ?? ''];
  const { namespace = '', name = '', uid = '' } = workflow.metadata;
  return { namespace, workflow: name, uid, archived, container, ...(node && { node, podName: podNameOfNode(workflow, node) }) };
}

/** The containers that a node's pod has, the user's own first. */
export function containersOf(workflow: Workflow, node: NodeStatus | undefined): readonly string[] {
  const template = node && templateFinder(workflow).ofNode(node);
  return template ? [...new Set([...ownContainers(template), ...PLAIN])] : PLAIN;
}

function ownContainers(template: Template): string[] {
  const set = template.containerSet?.containers ?? [];
  const others = [...(template.sidecars ?? []), ...(template.initContainers ?? [])];
  return [...(set.length > 0 ? set : [{ name: 'main' }]), ...others].map(({ name }) => name ?? 'main');
}

/** The artifact that holds the log of a node that has ended, if its log was archived. */
export function archivedLog(node: NodeStatus | undefined, container: string): Artifact | undefined {
  return node?.outputs?.artifacts?.find(({ name }) => name === `${container}-logs`);
}

/** The node whose pod wrote the log: of a retried step the last attempt. */
export function podNode(workflow: Workflow, nodeId: string | undefined): NodeStatus | undefined {
  const node = workflow.status?.nodes?.[nodeId ?? ''];
  if (node?.type !== 'Retry') return node;
  const attempts = (node.children ?? []).map((id) => workflow.status?.nodes?.[id]).filter((one) => one?.name.startsWith(`${node.name}(`));
  return attempts.at(-1) ?? node;
}
