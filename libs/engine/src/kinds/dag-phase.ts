import type { DAGTask, NodePhase, NodeStatus } from '@argosy/api';
import { groupHooksDone } from '../execute/hooks.ts';
import { isCompleted, isFailed, isFulfilled } from '../nodes/phases.ts';
import { type DagRun, nodeOf } from './dag-run.ts';

/**
 * The phase of the DAG: branches inherit the phase of what failed in them until a target tells (acceptance 13-064 to 13-067).
 */
export function phaseOfDag(run: DagRun): NodePhase {
  const { draft, graph, execution } = run;
  const failFast = execution.template.dag?.failFast !== false;
  const targets = new Set(graph.targets);
  const seen = graph.order.map((task) => ({ task, node: nodeOf(run, task) }));
  if (seen.some(({ node }) => node && (!isFulfilled(node) || !groupHooksDone(draft, node)))) return 'Running';
  const result = phaseOfTargets(run, seen, targets);
  const isMissing = seen.some(({ task, node }) => node === undefined && (targets.has(task) || !failFast));
  if (!isMissing) return result;
  return failFast ? (result === 'Succeeded' ? 'Running' : result) : 'Running';
}

interface SeenTask {
  readonly task: string;
  readonly node: NodeStatus | undefined;
}

/** Succeeded, or the phase of the last target whose branch failed in a way that it does not tolerate. */
function phaseOfTargets(run: DagRun, seen: readonly SeenTask[], targets: ReadonlySet<string>): NodePhase {
  const branch = new Map<string, NodePhase>();
  let result: NodePhase = 'Succeeded';
  for (const { task, node } of seen) {
    if (node === undefined) continue;
    const phase = branchPhase(run, { task, node, branch });
    branch.set(task, phase);
    if (targets.has(task) && isFailed({ phase }) && !toleratedAtTarget(run, task, node)) result = phase;
  }
  return result;
}

function branchPhase(
  { graph }: DagRun,
  { task, node, branch }: { readonly task: string; readonly node: NodeStatus; readonly branch: ReadonlyMap<string, NodePhase> },
): NodePhase {
  if (isCompleted(node)) return node.phase as NodePhase;
  if (node.daemoned) return 'Succeeded';
  const inherited = graph.dependencies(task).map((dependency) => branch.get(dependency));
  return inherited.find((phase) => phase === 'Failed' || phase === 'Error') ?? 'Succeeded';
}

function toleratedAtTarget({ graph }: DagRun, task: string, { phase }: NodeStatus): boolean {
  const { continueOn } = graph.tasks.get(task) as DAGTask;
  return (phase === 'Failed' && continueOn?.failed === true) || (phase === 'Error' && continueOn?.error === true);
}
