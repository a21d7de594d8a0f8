import type { Template } from '@argosy/api';
import type { Draft } from '../draft.ts';

export const failFastMessage = 'template has failed or errored children and failFast enabled';

/** A template with `failFast` starts nothing more once a child has failed (acceptance 4-009); `dag.failFast` is another thing. */
export function isHeldByFailure(draft: Draft, template: Template | undefined, boundaryID: string | undefined): boolean {
  return template?.failFast === true && boundaryID !== undefined && draft.failedChildren(boundaryID) > 0;
}

/** True when such a template has to end: nothing of it runs any more. */
export function endsByFailure(draft: Draft, template: Template, id: string): boolean {
  return isHeldByFailure(draft, template, id) && draft.activeChildren(id) === 0;
}
