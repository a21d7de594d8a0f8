import type { LifecycleHook } from '@argosy/api';
import { Scope } from '@argosy/expressions';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { executeTemplate } from '../execute/execute-template.ts';
import { evaluateHook, workflowHookArguments } from '../execute/hooks.ts';
import { failToStart } from '../execute/template-nodes.ts';
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
  const base = {
    nodeName: `${draft.workflowName}.onExit`,
    holder: hook,
    templateScope: draft.localScope,
    boundaryID: undefined,
    nodeFlag: { hooked: true },
  };
  const args = workflowHookArguments(draft, hook, new Scope(draft.globals));
  const node = typeof args === 'string' ? failToStart(draft, base, args) : executeTemplate(draft, { ...base, args, onExit: true });
  return node !== undefined && isFulfilled(node) ? 'continue' : 'stop';
}

/** A non-empty onExit wins over hooks.exit (acceptance 4-089). */
function exitHook({ spec }: Draft): LifecycleHook | undefined {
  return spec.onExit ? { template: spec.onExit } : spec.hooks?.['exit'];
}
