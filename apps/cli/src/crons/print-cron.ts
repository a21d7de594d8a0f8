import type { CronWorkflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import type { CommandContext } from '../command.ts';
import { objectAsData } from '../output/object-text.ts';
import { cronText } from './cron-text.ts';
import { nextRun } from './next-run.ts';

/** Prints one cron workflow in the format that was asked for. */
export async function printCron(context: CommandContext, cron: CronWorkflow, output: string): Promise<void> {
  const now = context.clock.now();
  context.io.out((await objectAsData(cron as CronWorkflow & KubeObject, output)) ?? cronText(cron, now, nextRun(cron, now)));
}
