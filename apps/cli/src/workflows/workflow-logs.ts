import type { LogQuery } from '../backend/backend.ts';
import type { CommandContext } from '../command.ts';
import { podColour } from '../output/colours.ts';

export interface WorkflowLogsOptions extends LogQuery {
  readonly timestamps: boolean;
}

/** The logs of a workflow's main containers, from the first line to the last. */
export function allLogs(workflow: string, follow: boolean): WorkflowLogsOptions {
  return { workflow, follow, timestamps: false, selector: '', grep: '', lines: {} };
}

/** Prints the logs of all pods of a workflow, merged by time (acceptance 8-052, 9-010, 9-040). */
export async function printWorkflowLogs(context: CommandContext, { timestamps, ...query }: WorkflowLogsOptions): Promise<void> {
  const cluster = await context.connect();
  await cluster.logs(query, ({ pod, time, text }) => {
    const prefix = context.paint(podColour(pod), `${pod}:`);
    context.io.out(`${prefix} ${timestamps ? `${time} ` : ''}${text}\n`);
  });
}
