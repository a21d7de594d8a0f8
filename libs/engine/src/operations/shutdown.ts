import type { Workflow } from '@argosy/api';
import { isOver, type NodeSelector, type OperationResult, withNodes } from './operation.ts';

/** Stops (exit handlers still run) or terminates a workflow (acceptance 4-123, 4-124). */
export function shutdownWorkflow(workflow: Workflow, strategy: 'Stop' | 'Terminate'): OperationResult {
  const { name = '', namespace = '' } = workflow.metadata;
  if (isOver(workflow))
    return { ok: false, message: `cannot shutdown a completed workflow: workflow: "${name}", namespace: "${namespace}"` };
  if (workflow.spec.shutdown === strategy) return { ok: false, message: `workflow is already shutdown with strategy ${strategy}` };
  return { ok: true, workflow: { ...workflow, spec: { ...workflow.spec, shutdown: strategy } } };
}

/** Fails the suspend nodes that are picked, with a message (acceptance 4-125). */
export function failSuspended(
  workflow: Workflow,
  options: { readonly matches: NodeSelector; readonly selector: string; readonly message: string; readonly timestamp: string },
): OperationResult {
  const nodes = { ...workflow.status?.nodes };
  const picked = Object.values(nodes).filter((node) => node.type === 'Suspend' && node.phase === 'Running' && options.matches(node));
  if (picked.length === 0)
    return {
      ok: false,
      message: `currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: ${options.selector}`,
    };
  for (const node of picked) nodes[node.id] = { ...node, phase: 'Failed', message: options.message, finishedAt: options.timestamp };
  return { ok: true, workflow: withNodes(workflow, nodes) };
}
