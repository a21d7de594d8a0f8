import type { NodeStatus } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import { fromRfc3339 } from '@argosy/std';
import type { Draft } from '../draft.ts';
import { isMapOrList } from '../execute/json-values.ts';
import { executableNode, failToStart } from '../execute/template-nodes.ts';
import type { Execution } from '../execute/request.ts';
import { suppliedOutputs } from '../nodes/supplied-outputs.ts';

/** Waits until somebody resumes the node, or its duration is over (acceptance 2-005, 4.9). */
export function executeSuspend(draft: Draft, execution: Execution): NodeStatus {
  const node = draft.nodeByName(execution.nodeName) ?? open(draft, execution);
  if (node.phase === 'Pending') draft.update(node.id, { phase: 'Running' });
  const { duration } = execution.template.suspend ?? {};
  if (!duration) {
    draft.explain('suspend', node.id, 'waits to be resumed');
    return draft.node(node.id) as NodeStatus;
  }
  const length = parseDuration(duration);
  if (length === undefined)
    return failToStart(
      draft,
      { ...execution.request, nodeName: execution.nodeName },
      `Failed to parse duration: unable to parse ${duration} as a duration`,
    );
  const end = (fromRfc3339(node.startedAt) ?? draft.now) + length;
  if (draft.now >= end) return resumeByTime(draft, node);
  draft.wake(end);
  draft.explain('suspend', node.id, `suspended until ${new Date(end).toISOString()}`);
  return draft.node(node.id) as NodeStatus;
}

/** Nobody supplied the outputs in time: their defaults take their place, and without one the node fails (acceptance 4-074, 4-077). */
function resumeByTime(draft: Draft, node: NodeStatus): NodeStatus {
  const parameters = suppliedOutputs(node);
  if (typeof parameters === 'string') return draft.finish(node.id, 'Failed', parameters);
  if (parameters) draft.update(node.id, { outputs: { ...node.outputs, parameters } });
  return draft.finish(node.id, 'Succeeded');
}

/** Outputs that will be supplied by hand show their names from the start (acceptance 4-074). */
function open(draft: Draft, execution: Execution): NodeStatus {
  const node = offerChoices(draft, executableNode(draft, execution, { type: 'Suspend', phase: 'Running' }));
  const parameters = execution.template.outputs?.parameters;
  return parameters ? draft.update(node.id, { outputs: { parameters } }) : node;
}

/** An input whose value is JSON with an `enum` offers a choice, of which the first is the default (acceptance 4-075). */
function offerChoices(draft: Draft, node: NodeStatus): NodeStatus {
  const parameters = node.inputs?.parameters;
  if (!parameters?.some(({ value }) => choicesOf(value))) return node;
  const offered = parameters.map((parameter) => {
    const choices = choicesOf(parameter.value);
    return choices ? { ...parameter, enum: choices, default: parameter.default ?? choices[0] } : parameter;
  });
  return draft.update(node.id, { inputs: { ...node.inputs, parameters: offered } });
}

function choicesOf(value: string | undefined): readonly string[] | undefined {
  const choices = (isMapOrList(value ?? '') as { readonly enum?: unknown } | undefined)?.enum;
  return Array.isArray(choices) && choices.length > 0
    ? choices.map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice)))
    : undefined;
}
