import { isErrorWithCode } from '@argosy/std';
import type { CommandContext, Invocation } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { toggle } from '../flags.ts';
import { WORKFLOWS } from '../backend/resources.ts';
import { outcomeCode, waitForWorkflows } from '../workflows/await-workflow.ts';
import type { KubeWorkflow } from '../workflows/list-workflows.ts';
import type { PrintOptions } from '../workflows/print-workflow.ts';
import { watchWorkflow } from '../workflows/watch-workflow.ts';
import { allLogs, printWorkflowLogs } from '../workflows/workflow-logs.ts';

/** What happens after workflows were created or started again. */
export interface FollowUp {
  readonly wait: boolean;
  readonly watch: boolean;
  readonly log: boolean;
}

export function followUpFlags() {
  return [
    toggle('-w, --wait', 'wait until it has ended; exit code 1 if it failed'),
    toggle('--watch', 'show it until it has ended'),
    toggle('--log', 'print its logs until it has ended'),
  ];
}

export function parseFollowUp({ flags }: Invocation): FollowUp {
  const followUp = { wait: flags.on('wait'), watch: flags.on('watch'), log: flags.on('log') };
  const output = flags.text('output');
  if (followUp.wait && followUp.watch) throw new CliFailure('--wait cannot be combined with --watch');
  if (followUp.watch && ['json', 'yaml', 'name'].includes(output))
    throw new CliFailure(`--watch cannot be combined with --output ${output}`);
  return followUp;
}

/** Waits for, watches or logs what was started, and resolves to the exit code (acceptance 9-038). */
export async function runFollowUp(
  context: CommandContext,
  names: readonly string[],
  { wait, watch, log, print }: FollowUp & { readonly print: PrintOptions },
): Promise<number> {
  if (watch && names.length > 1) throw new CliFailure('cannot watch more than one workflow');
  if (log) for (const name of names) await logToTheEnd(context, name);
  if (wait) return waitForWorkflows(context, { names, ignoreNotFound: false, quiet: !['', 'wide'].includes(print.output) });
  if (watch) return outcomeCode(await watchWorkflow(context, names[0] as string, print));
  return log ? worstOutcome(context, names) : 0;
}

async function logToTheEnd(context: CommandContext, workflow: string): Promise<void> {
  await printWorkflowLogs(context, allLogs(workflow, true));
}

async function worstOutcome(context: CommandContext, names: readonly string[]): Promise<number> {
  const { client, namespace } = await context.connect();
  let worst = 0;
  for (const name of names) {
    try {
      worst = Math.max(worst, outcomeCode(await client.get<KubeWorkflow>(WORKFLOWS, { name, namespace })));
    } catch (error) {
      if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    }
  }
  return worst;
}
