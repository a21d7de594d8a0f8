import type { NodeStatus } from '@argosy/api';
import type { Draft } from '../draft.ts';
import { executableNode, failToStart } from '../execute/template-nodes.ts';
import { memoMiss } from '../execute/memoize.ts';
import type { Execution } from '../execute/request.ts';

/** Creates the node of an http or plugin template and hands its template to the agent; what comes of it is observed (acceptance 6.6). */
export function executeAgentTask(type: 'HTTP' | 'Plugin'): (draft: Draft, execution: Execution) => NodeStatus {
  return (draft, execution) => {
    const { nodeName, template, request } = execution;
    if (type === 'Plugin' && !hasPlugins(draft)) return failToStart(draft, { ...request, nodeName }, noPlugins);
    const node = draft.nodeByName(nodeName) ?? open(draft, execution, type);
    draft.agentTasks.set(node.id, template);
    return node;
  };
}

const noPlugins =
  'plugin templates need executor plugins, which this controller does not run: start it with ARGO_EXECUTOR_PLUGINS=true, or with ARGO_WORKFLOW_LEVEL_EXECUTOR_PLUGINS=true for spec.executorPlugins';

function hasPlugins({ observation, spec }: Draft): boolean {
  const { plugins = false, workflowPlugins = false } = observation.policy.agent ?? {};
  return plugins || (workflowPlugins && (spec.executorPlugins?.length ?? 0) > 0);
}

function open(draft: Draft, execution: Execution, type: 'HTTP' | 'Plugin'): NodeStatus {
  const node = executableNode(draft, execution, { type, phase: 'Pending' });
  draft.urgent = true;
  return draft.update(node.id, { progress: '0/1', ...memoMiss(execution) });
}
