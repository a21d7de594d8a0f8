import type { WorkflowSpec } from '@argosy/api';
import { Failure, type Place } from '../failure.ts';

const strategies: ReadonlySet<string> = new Set(['', 'OnPodCompletion', 'OnPodSuccess', 'OnWorkflowCompletion', 'OnWorkflowSuccess']);
const operators: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** podGC has a known strategy and a readable selector (acceptance 12-006). */
export function checkPodGc({ podGC }: WorkflowSpec, root: Place): void {
  const strategy = podGC?.strategy ?? '';
  if (!strategies.has(strategy))
    throw new Failure(
      `podGC.strategy unknown strategy '${strategy}'`,
      [...root, 'podGC', 'strategy'],
      `one of ${[...strategies].slice(1).join(', ')}`,
    );
  const wrong = podGC?.labelSelector?.matchExpressions?.find(({ operator }) => !operators.has(operator));
  if (wrong)
    throw new Failure(`podGC.labelSelector invalid: "${wrong.operator}" is not a valid label selector operator`, [
      ...root,
      'podGC',
      'labelSelector',
    ]);
}
