import type { Workflow } from '@argosy/api';
import type { Decision } from '@argosy/engine';
import type { PersistenceConnection } from '@argosy/persistence';
import { label } from '../caches/objects.ts';
import { matchesSelector } from './archive-selector.ts';

/** The mark of a workflow that ends and is to be archived: written with its end, so that no crash can come between. */
export function archivingLabels(
  persistence: Pick<PersistenceConnection, 'archive' | 'config'> | undefined,
  workflow: Workflow,
  decision: Pick<Decision, 'metadata'>,
): Readonly<Record<string, string>> {
  const ended = decision.metadata?.labels?.[label.completed] === 'true';
  if (!ended || persistence?.archive() === undefined) return {};
  const labels = workflow.metadata.labels as Readonly<Record<string, string>> | undefined;
  return matchesSelector(persistence.config()?.archiveLabelSelector, labels) ? { [label.archiving]: 'Pending' } : {};
}
