import type { LifecycleHook, NodeStatus } from '@argosy/api';
import { Scope } from '@argosy/expressions';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { executeTemplate } from '../execute/execute-template.ts';
import { evaluateHook, workflowHookArguments } from '../execute/hooks.ts';
import { failToStart } from '../execute/template-nodes.ts';
import { isFulfilled } from '../nodes/phases.ts';
import { entrypointError } from './execute-entrypoint.ts';
import { failuresOf } from './failures.ts';
import { refreshGlobals } from './prepare-globals.ts';
import { treePhase } from './tree-phase.ts';
import { workflowHooksRun } from './workflow-hooks.ts';

/**
 * Runs onExit (or hooks.exit) after everything else has ended, except after Terminate and where the entrypoint could not be carried out
 * (acceptance 4-085 to 4-089, 13-166).
 */
export function runExitHandler(draft: Draft): RuleOutcome {
  const phase = treePhase(draft);
  const hook = exitHook(draft);
  if (phase === undefined || somethingRuns(draft)) return 'stop';
  if (hook === undefined || draft.spec.shutdown === 'Terminate' || entrypointError(draft) !== undefined) return 'continue';
  refreshGlobals(draft, { phase, failures: failuresOf(draft) });
  if (hook.expression && evaluateHook(draft, hook.expression, draft.globals) !== true) return 'continue';
  const node = runHandler(draft, hook);
  return node !== undefined && isFulfilled(node) ? 'continue' : 'stop';
}

function somethingRuns(draft: Draft): boolean {
  return workflowHooksRun(draft) || draft.nodes().some(({ daemoned }) => daemoned);
}

function runHandler(draft: Draft, hook: LifecycleHook): NodeStatus | undefined {
  const base = {
    nodeName: `${draft.workflowName}.onExit`,
    holder: hook,
    templateScope: draft.localScope,
    boundaryID: undefined,
    nodeFlag: { hooked: true },
  };
  const args = workflowHookArguments(draft, hook, new Scope(draft.globals));
  return typeof args === 'string' ? failToStart(draft, base, args) : executeTemplate(draft, { ...base, args, onExit: true });
}

/** A non-empty onExit wins over hooks.exit (acceptance 4-089). */
function exitHook({ spec }: Draft): LifecycleHook | undefined {
  return spec.onExit ? { template: spec.onExit } : spec.hooks?.['exit'];
}
