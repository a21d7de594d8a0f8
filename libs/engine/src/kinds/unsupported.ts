import type { NodeStatus } from '@argosy/api';
import type { Draft } from '../draft.ts';
import type { Execution } from '../execute/request.ts';
import { failToStart } from '../execute/execute-template.ts';

/** A kind that needs the agent, which Argosy does not have yet: the node is an Error that says so. */
export function refuseUnsupported(kind: string): (draft: Draft, execution: Execution) => NodeStatus {
  return (draft, { request, nodeName }) =>
    failToStart(draft, { ...request, nodeName }, `${kind} templates are not supported yet by this version of Argosy`);
}
