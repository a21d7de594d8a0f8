import type { Template, WorkflowSpec } from '@argosy/api';
import { Failure, type Place } from '../failure.ts';

/** A pod without a token needs another account for its executor. */
export function checkServiceAccount(spec: WorkflowSpec, template: Template, at: Place): void {
  const mounts = template.automountServiceAccountToken ?? spec.automountServiceAccountToken;
  const account = template.executor?.serviceAccountName || spec.executor?.serviceAccountName;
  if (mounts === false && !account)
    throw new Failure(
      `templates.${template.name ?? ''}.executor.serviceAccountName must not be empty if automountServiceAccountToken is false`,
      at,
    );
}
