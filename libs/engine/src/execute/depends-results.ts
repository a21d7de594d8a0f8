import type { ContinueOn, NodeStatus } from '@argosy/api';
import type { DependsResult } from '@argosy/expressions';
import type { Draft } from '../draft.ts';
import { isDaemoned } from '../nodes/phases.ts';

/** What `depends` may ask of a task's node (acceptance 13-061, 13-062). */
const results: { readonly [K in DependsResult]: (draft: Draft, node: NodeStatus) => boolean } = {
  Succeeded: (_draft, { phase }) => phase === 'Succeeded',
  Failed: (_draft, { phase }) => phase === 'Failed',
  Errored: (_draft, { phase }) => phase === 'Error',
  Skipped: (_draft, { phase }) => phase === 'Skipped',
  Omitted: (_draft, { phase }) => phase === 'Omitted',
  Daemoned: (_draft, node) => isDaemoned(node),
  AnySucceeded: (draft, node) => items(draft, node).some(({ phase }) => phase === 'Succeeded'),
  AllFailed: (draft, node) => items(draft, node).length > 0 && items(draft, node).every(({ phase }) => phase === 'Failed'),
};

export function taskResultHolds(draft: Draft, node: NodeStatus, result: DependsResult): boolean {
  return results[result](draft, node);
}

/** A bare name: succeeded, skipped or daemoned, or failed in a way that continueOn tolerates (acceptance 3-055). */
export function bareNameHolds(node: NodeStatus, continueOn: ContinueOn | undefined): boolean {
  const { phase } = node;
  return (
    phase === 'Succeeded' ||
    phase === 'Skipped' ||
    isDaemoned(node) ||
    (phase === 'Failed' && continueOn?.failed === true) ||
    (phase === 'Error' && continueOn?.error === true)
  );
}

function items(draft: Draft, node: NodeStatus): NodeStatus[] {
  return node.type === 'TaskGroup' ? draft.childrenOf(node).filter((child) => !child.nodeFlag?.hooked) : [];
}
