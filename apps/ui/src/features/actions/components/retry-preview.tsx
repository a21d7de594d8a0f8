import type { Workflow } from '@argosy/api';
import { matchesNodeSelector, parseNodeSelector } from '@argosy/graph';
import type { ReactNode } from 'react';
import controls from '../../../design/controls.module.css';
import { t } from '../../../i18n/translate.ts';

const SHOWN = 6;

interface RetryPreviewProps {
  readonly workflow: Workflow;
  readonly selector: string;
  readonly restartSuccessful: boolean;
}

/** Which steps a retry would run again, before it is confirmed. */
export function RetryPreview({ workflow, selector, restartSuccessful }: RetryPreviewProps): ReactNode {
  const parsed = parseNodeSelector(selector);
  if ('error' in parsed) return <p className={controls.problem}>{parsed.error}</p>;
  const nodes = Object.values(workflow.status?.nodes ?? {});
  // Attempts go with their step.
  const attempts = new Set(nodes.flatMap(({ type, children }) => (type === 'Retry' ? (children ?? []) : [])));
  const leaves = nodes.filter(({ id, type }) => LEAVES.has(type) && !attempts.has(id));
  if (leaves.length === 0) return null;
  const again = leaves.filter(
    (node) => FAILED.has(node.phase) || (restartSuccessful && selector !== '' && matchesNodeSelector(parsed, node)),
  );
  const names = again.slice(0, SHOWN).map(({ displayName, name }) => displayName ?? name);
  return (
    <p className={controls.hint}>
      {t('{count} steps run again, {kept} are kept.', { count: again.length, kept: leaves.length - again.length })} {names.join(', ')}
      {again.length > SHOWN && ' …'}
    </p>
  );
}

const LEAVES: ReadonlySet<string> = new Set(['Pod', 'Retry', 'HTTP', 'Plugin', 'Suspend', 'Container']);
const FAILED: ReadonlySet<string | undefined> = new Set(['Failed', 'Error']);
