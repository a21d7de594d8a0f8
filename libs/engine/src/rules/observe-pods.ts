import type { NodeStatus, Template } from '@argosy/api';
import { applyTemplateDefaults, findTemplate, parseTemplateScope, resolveTemplate, type TemplateHolder } from '@argosy/templates';
import { fromRfc3339 } from '@argosy/std';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { isCompleted } from '../nodes/phases.ts';
import { observePod, reportTime } from './observe-pod.ts';

/** Follows the pods of all nodes that have not ended. */
export function observePods(draft: Draft): RuleOutcome {
  for (const node of draft.nodes()) {
    if (node.type !== 'Pod') continue;
    if (isCompleted(node)) syncLateResult(draft, node);
    else observePod(draft, node, templateOf(draft, node) ?? {});
  }
  return 'continue';
}

/** Outputs that arrive after the pod ended are still taken, for a while (acceptance 13-046). */
function syncLateResult(draft: Draft, node: NodeStatus): void {
  if (node.taskResultSynced !== false) return;
  const result = draft.observation.taskResults.get(node.id);
  if (!result?.completed) {
    giveUpLateResult(draft, node);
    return;
  }
  draft.update(node.id, {
    taskResultSynced: true,
    outputs: { ...node.outputs, ...result.outputs, ...(node.outputs?.exitCode !== undefined && { exitCode: node.outputs.exitCode }) },
  });
}

function giveUpLateResult(draft: Draft, node: NodeStatus): void {
  const end = (fromRfc3339(node.finishedAt) ?? 0) + reportTime;
  if (end <= draft.now) {
    draft.update(node.id, { taskResultSynced: true });
    return;
  }
  draft.wake(end);
  draft.explain('results', node.id, 'its outputs have not been reported yet');
}

/** The template that a node runs, found again from what the node notes of it. */
export function templateOf(draft: Draft, node: NodeStatus): Template | undefined {
  const scope = parseTemplateScope(node.templateScope, draft.workflowName);
  const holder: TemplateHolder | undefined = node.templateRef
    ? { templateRef: node.templateRef }
    : node.templateName
      ? { template: node.templateName }
      : inlineHolder(draft, node);
  if (holder === undefined) return undefined;
  const found = resolveTemplate(draft.source, holder, scope);
  const template = found.ok ? found.value.template : findTemplate(draft.spec, node.templateName ?? '');
  return template && applyTemplateDefaults(template, draft.spec.templateDefaults);
}

/** A node without a template name runs an inline template of a step of its boundary. */
function inlineHolder(draft: Draft, node: NodeStatus): TemplateHolder | undefined {
  const boundary = node.boundaryID === undefined ? undefined : draft.node(node.boundaryID);
  const parent = boundary && templateOf(draft, boundary);
  const name = (node.displayName ?? '').replace(/\(.*$/, '');
  return [...(parent?.steps?.flat() ?? []), ...(parent?.dag?.tasks ?? [])].find((step) => step.name === name && step.inline);
}
