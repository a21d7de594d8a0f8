import type { Workflow } from '@argosy/api';
import { fromRfc3339 } from '@argosy/std';

export interface ReportBar {
  readonly workflow: Workflow;
  readonly value: number;
}

/** A bar for each run, the oldest first. */
export function reportBars(workflows: readonly Workflow[], valueOf: (workflow: Workflow) => number): ReportBar[] {
  return workflows.toSorted((left, right) => startOf(left) - startOf(right)).map((workflow) => ({ workflow, value: valueOf(workflow) }));
}

export function durationOf(workflow: Workflow): number {
  return Math.max(0, (fromRfc3339(workflow.status?.finishedAt) ?? startOf(workflow)) - startOf(workflow));
}

/** Resources that at least one run has used. */
export function resourceNames(workflows: readonly Workflow[]): string[] {
  return [...new Set(workflows.flatMap(({ status }) => Object.keys(status?.resourcesDuration ?? {})))].sort();
}

function startOf({ status, metadata }: Workflow): number {
  return fromRfc3339(status?.startedAt) ?? fromRfc3339(metadata.creationTimestamp) ?? 0;
}
