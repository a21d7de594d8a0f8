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
  executeTemplate(draft, {
    nodeName: draft.workflowName,
    holder: { template: spec.entrypoint },
    templateScope: draft.localScope,
    args: { ...spec.arguments, parameters: draft.parameters },
    onExit: false,
  });
  return 'continue';
}
