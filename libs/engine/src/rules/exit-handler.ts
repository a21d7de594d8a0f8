import type { LifecycleHook } from '@argosy/api';
import { Scope, substitute } from '@argosy/expressions';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { executeTemplate } from '../execute/execute-template.ts';
import { evaluateHook } from '../execute/hooks.ts';
import { isFulfilled } from '../nodes/phases.ts';
import { failuresOf } from './failures.ts';
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
