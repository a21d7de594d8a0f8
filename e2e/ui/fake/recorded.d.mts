import type { Workflow } from '@argosy/api';

export function recordedWorkflows(): readonly Workflow[];
export function largeWorkflow(options: {
  readonly name: string;
  readonly count: number;
  readonly layers?: number;
  readonly phase?: string;
}): Workflow;
