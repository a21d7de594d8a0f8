import type { LifecycleHook } from '@argosy/api';
import { Scope, substitute } from '@argosy/expressions';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { executeTemplate } from '../execute/execute-template.ts';
import { evaluateHook } from '../execute/hooks.ts';
import { podName } from '../execute/prepare-template.ts';
import { isFailed, isFulfilled } from '../nodes/phases.ts';
import { refreshGlobals } from './prepare-globals.ts';
import { treePhase } from './tree-phase.ts';
import { workflowHooksRun } from './workflow-hooks.ts';

/** Runs onExit (or hooks.exit) after everything else has ended, except after Terminate (acceptance 4-085 to 4-089). */
export function runExitHandler(draft: Draft): RuleOutcome {
  const phase = treePhase(draft);
  const hook = exitHook(draft);
  if (phase === undefined || workflowHooksRun(draft) || draft.nodes().some(({ daemoned }) => daemoned)) return 'stop';
  if (hook === undefined || draft.spec.shutdown === 'Terminate') return 'continue';
  refreshGlobals(draft, { phase, failures: failuresOf(draft) });
  if (hook.expression && evaluateHook(draft, hook.expression, draft.globals) !== true) return 'continue';
  const defaults = { ...draft.spec.arguments, parameters: draft.parameters };
  const args = hook.arguments ? substitute(hook.arguments, { scope: new Scope(draft.globals), input: draft.input }).value : defaults;
  const node = executeTemplate(draft, {
    nodeName: `${draft.workflowName}.onExit`,
    holder: hook,
    templateScope: draft.localScope,
    args,
    onExit: true,
    nodeFlag: { hooked: true },
  });
  return node !== undefined && isFulfilled(node) ? 'continue' : 'stop';
}

/** A non-empty onExit wins over hooks.exit (acceptance 4-089). */
function exitHook({ spec }: Draft): LifecycleHook | undefined {
  return spec.onExit ? { template: spec.onExit } : spec.hooks?.['exit'];
}

/** The failed nodes as a JSON list in a JSON string, `null` when there are none (acceptance 3-034, 13-151). */
function failuresOf(draft: Draft): string {
  const failures = draft
    .nodes()
    .filter((node) => isFailed(node))
    .map((node) => ({
      displayName: node.displayName,
      message: node.message ?? '',
      templateName: node.templateName ?? '',
      phase: node.phase,
      podName:
        node.type === 'Pod'
          ? podName(
              draft,
              { holder: { template: node.templateName, templateRef: node.templateRef } } as Parameters<typeof podName>[1],
              node.name,
            )
          : '',
      finishedAt: node.finishedAt,
    }));
  return failures.length === 0 ? 'null' : JSON.stringify(JSON.stringify(failures));
}
