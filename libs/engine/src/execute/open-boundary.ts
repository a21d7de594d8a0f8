import type { NodeStatus } from '@argosy/api';
import type { Draft } from '../draft.ts';
import { memoMiss } from './memoize.ts';
import type { Execution } from './request.ts';
import { executableNode } from './template-nodes.ts';

/** The running node of steps or a DAG: a new one, or one that waited for its lock. */
export function openBoundary(draft: Draft, execution: Execution, type: 'Steps' | 'DAG'): NodeStatus {
  const opened = draft.nodeByName(execution.nodeName);
  const node = opened ?? draft.update(executableNode(draft, execution, { type, phase: 'Running' }).id, memoMiss(execution));
  return node.phase === 'Pending' ? draft.update(node.id, { phase: 'Running' }) : node;
}
