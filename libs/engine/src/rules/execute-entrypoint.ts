import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { executeTemplate } from '../execute/execute-template.ts';

/** Walks the tree from the entrypoint; a suspended workflow starts nothing new (acceptance 4-076). */
export function executeEntrypoint(draft: Draft): RuleOutcome {
  const { spec } = draft;
  if (spec.suspend && !spec.shutdown) {
    draft.explain('suspend', undefined, 'somebody to resume the workflow');
    return 'stop';
  }
  const root = executeTemplate(draft, {
    nodeName: draft.workflowName,
    holder: { template: spec.entrypoint },
    templateScope: draft.localScope,
    args: { ...spec.arguments, parameters: draft.parameters },
    onExit: false,
  });
  // Noted at once: results that are still to come hold up the end.
  if (root?.phase === 'Error' && (root.type === 'Skipped' || draft.failedToStart.has(root.name)))
    draft.setStatus({ message: `${entryError}${root.message ?? ''}` });
  return 'continue';
}

const entryError = 'error in entry template execution: ';

/** What is wrong with the entrypoint that could not be started, if that was the case. */
export function entrypointError(draft: Draft): string | undefined {
  const { message } = draft.status;
  return message?.startsWith(entryError) ? message : undefined;
}
