import { Scope } from '@argosy/expressions';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { executeTemplate } from '../execute/execute-template.ts';
import { evaluateHook, workflowHookArguments } from '../execute/hooks.ts';
import { failToStart } from '../execute/template-nodes.ts';
import { isFulfilled } from '../nodes/phases.ts';
import { failuresOf } from './failures.ts';
import { treePhase } from './tree-phase.ts';

/** Runs the hooks of the workflow whose expression has become true; the exit hook is the exit handler's (acceptance 4-091, 13-181). */
export function runWorkflowHooks(draft: Draft): RuleOutcome {
  for (const [name, hook] of Object.entries(draft.spec.hooks ?? {})) {
    if (name === 'exit') continue;
    const nodeName = `${draft.workflowName}.hooks.${name}`;
    const status = new Scope(draft.globals, [['workflow.status', treePhase(draft) ?? 'Running']]);
    const due =
      draft.nodeByName(nodeName) !== undefined || (hook.expression !== undefined && evaluateHook(draft, hook.expression, status) === true);
    if (!due) continue;
    const scope = new Scope(status, [['workflow.failures', failuresOf(draft)]]);
    const base = { nodeName, holder: hook, templateScope: draft.localScope, boundaryID: undefined, nodeFlag: { hooked: true } };
    const args = workflowHookArguments(draft, hook, scope);
    const node =
      typeof args === 'string' ? failToStart(draft, base, args) : executeTemplate(draft, { ...base, args, onExit: false, scope });
    if (node) draft.addChild(draft.id(draft.workflowName), node.id);
  }
  return 'continue';
}

/** True while a hook of the workflow is under way. */
export function workflowHooksRun(draft: Draft): boolean {
  return Object.keys(draft.spec.hooks ?? {}).some((name) => {
    const node = name === 'exit' ? undefined : draft.nodeByName(`${draft.workflowName}.hooks.${name}`);
    return node !== undefined && !isFulfilled(node);
  });
}
