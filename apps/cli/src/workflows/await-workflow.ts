import type { Workflow } from '@argosy/api';
import { fromRfc3339 } from '@argosy/std';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { plainTimestamp } from '../output/humanize.ts';
import { followWorkflow } from './follow-workflow.ts';

export interface WaitOptions {
  readonly names: readonly string[];
  readonly ignoreNotFound: boolean;
  /** Prints nothing: the output is for a program. */
  readonly quiet: boolean;
}

/** Waits for the end of workflows and says how each ended; 1 if any failed (acceptance 9-038). */
export async function waitForWorkflows(context: CommandContext, options: WaitOptions): Promise<number> {
  const { client, namespace } = await context.connect();
  const outcomes = await Promise.all(options.names.map((name) => untilFinished(context, { client, name, namespace }, options)));
  return outcomes.every(Boolean) ? 0 : 1;
}

const BAD_PHASES: ReadonlySet<string | undefined> = new Set(['Failed', 'Error']);

/** Tells whether a workflow has ended. */
export function isFinished(workflow: Workflow): boolean {
  return Boolean(workflow.status?.finishedAt);
}

/** The exit code that stands for how a workflow ended. */
export function outcomeCode(workflow: Workflow): number {
  return BAD_PHASES.has(workflow.status?.phase) ? 1 : 0;
}

type WaitTarget = { readonly client: Parameters<typeof followWorkflow>[0]['client']; readonly name: string; readonly namespace: string };

async function untilFinished(context: CommandContext, { client, name, namespace }: WaitTarget, options: WaitOptions): Promise<boolean> {
  for await (const workflow of followWorkflow({ client, signal: context.signal, sleep: context.sleep }, { name, namespace })) {
    if (!workflow) return whenMissing(name, options);
    if (!isFinished(workflow)) continue;
    const finished = fromRfc3339(workflow.status?.finishedAt) ?? context.clock.now();
    if (!options.quiet) context.io.out(`${name} ${workflow.status?.phase ?? ''} at ${plainTimestamp(finished)}\n`);
    return outcomeCode(workflow) === 0;
  }
  throw new CliFailure('interrupted', { exitCode: 130 });
}

function whenMissing(name: string, { ignoreNotFound }: WaitOptions): boolean {
  if (ignoreNotFound) return true;
  throw new CliFailure(`workflows.argoproj.io "${name}" not found`);
}
