import type { Workflow } from '@argosy/api';
import { type NodeState, nodeStateOf } from '@argosy/graph';
import { fromRfc3339 } from '@argosy/std';

export interface GridRun {
  readonly workflow: Workflow;
  /** Milliseconds; of what runs, so far. */
  readonly duration: number;
}

/** Runs against steps: who failed when. */
export interface RunGrid {
  /** The oldest first. */
  readonly runs: readonly GridRun[];
  readonly steps: readonly string[];
  /** By run and step. */
  readonly cells: readonly (readonly ({ readonly state: NodeState; readonly nodeId: string } | undefined)[])[];
}

/** Steps beyond this many make a wall, not a picture. */
const MOST_STEPS = 40;

export function runGrid(workflows: readonly Workflow[], now: number): RunGrid {
  const runs = workflows
    .toSorted((left, right) => startOf(left) - startOf(right))
    .map((workflow) => ({ workflow, duration: Math.max(0, (fromRfc3339(workflow.status?.finishedAt) ?? now) - startOf(workflow)) }));
  const steps = new Set<string>();
  const byRun = runs.map(({ workflow }) => {
    const own = topSteps(workflow);
    for (const name of own.keys()) steps.add(name);
    return own;
  });
  const names = [...steps].slice(0, MOST_STEPS);
  return { runs, steps: names, cells: byRun.map((own) => names.map((name) => own.get(name))) };
}

/** Steps directly below the entrypoint; the runs of a loop and the attempts of a step count as the step. */
function topSteps({ metadata, status }: Workflow): Map<string, { readonly state: NodeState; readonly nodeId: string }> {
  const steps = new Map<string, { readonly state: NodeState; readonly nodeId: string }>();
  for (const node of Object.values(status?.nodes ?? {})) {
    const isTop = node.boundaryID === metadata.name && node.type !== 'StepGroup';
    const name = node.displayName ?? node.name;
    if (isTop && !/\(\d+(:.*)?\)$/s.test(name)) steps.set(name, { state: nodeStateOf(node), nodeId: node.id });
  }
  return steps;
}

export interface RunNumbers {
  readonly finished: number;
  readonly successRate: number | undefined;
  readonly median: number | undefined;
  readonly p95: number | undefined;
}

/** How runs have been going: of those that are over. */
export function runNumbers(workflows: readonly Workflow[]): RunNumbers {
  const over = workflows.filter(({ status }) => fromRfc3339(status?.finishedAt) !== undefined);
  const durations = over
    .map((workflow) => (fromRfc3339(workflow.status?.finishedAt) ?? 0) - startOf(workflow))
    .sort((left, right) => left - right);
  const succeeded = over.filter(({ status }) => status?.phase === 'Succeeded').length;
  return {
    finished: over.length,
    successRate: over.length === 0 ? undefined : succeeded / over.length,
    median: quantile(durations, 0.5),
    p95: quantile(durations, 0.95),
  };
}

/** The nearest value that at least this share of the sorted values does not exceed. */
export function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

function startOf({ status, metadata }: Workflow): number {
  return fromRfc3339(status?.startedAt) ?? fromRfc3339(metadata.creationTimestamp) ?? 0;
}
