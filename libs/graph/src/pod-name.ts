import type { NodeStatus, Workflow } from '@argosy/api';
import { fnv1a32 } from '@argosy/std';

const FORMAT_ANNOTATION = 'workflows.argoproj.io/pod-name-format';
/** 253 characters of a pod name less 11 for a dash and the hash. */
const MAX_PREFIX = 242;

/** The name of the pod that ran a node, worked out as the controller does (acceptance 13-004 to 13-007). */
export function podNameOfNode(workflow: Workflow, node: NodeStatus): string {
  const workflowName = workflow.metadata.name ?? '';
  if (workflow.metadata.annotations?.[FORMAT_ANNOTATION] === 'v1') return node.id;
  if (node.name === workflowName) return workflowName;
  const template = node.templateRef?.template ?? node.templateName ?? '';
  const prefix = template === '' ? workflowName : `${workflowName}-${template}`;
  return `${prefix.slice(0, MAX_PREFIX)}-${fnv1a32(node.name)}`;
}
