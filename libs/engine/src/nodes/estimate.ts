import type { BaselineFacts } from '../observation.ts';
import { nodeIdOf } from './names.ts';

/** Seconds that the node of the same place took in an earlier run; nothing where it did not run or took none (acceptance 7-061, 13-172). */
export function estimateOf(
  baseline: BaselineFacts | undefined,
  { workflow, nodeName }: { readonly workflow: string; readonly nodeName: string },
): { readonly estimatedDuration?: number } {
  if (baseline === undefined || !nodeName.startsWith(workflow)) return {};
  const before = `${baseline.workflow}${nodeName.slice(workflow.length)}`;
  const estimatedDuration = baseline.nodes.get(nodeIdOf(baseline.workflow, before));
  return estimatedDuration ? { estimatedDuration } : {};
}
