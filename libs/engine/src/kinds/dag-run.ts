import type { NodeStatus } from '@argosy/api';
import type { Draft } from '../draft.ts';
import type { Execution } from '../execute/request.ts';
import type { TaskGraph } from '../execute/task-graph.ts';

/** One look at a DAG. */
export interface DagRun {
  readonly draft: Draft;
  readonly execution: Execution;
  readonly graph: TaskGraph;
  readonly dag: NodeStatus;
  readonly visited: Set<string>;
}

export const nodeNameOf = (run: DagRun, task: string): string => `${run.dag.name}.${task}`;
export const nodeOf = (run: DagRun, task: string): NodeStatus | undefined => run.draft.nodeByName(nodeNameOf(run, task));
