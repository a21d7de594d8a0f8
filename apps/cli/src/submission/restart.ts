import type { Workflow } from '@argosy/api';
import type { CommandContext, Invocation } from '../command.ts';
import { many, text, toggle } from '../flags.ts';
import { checkedSelector, nodeSelectorFlag } from '../interventions/node-matcher.ts';
import { checkedParameters } from '../manifests/parameters.ts';
import { type PrintOptions, printWorkflow } from '../workflows/print-workflow.ts';
import { parseSelection, type Selection, selectionFlags } from '../workflows/select-workflows.ts';
import { type FollowUp, followUpFlags, parseFollowUp, runFollowUp } from './follow-up.ts';

/** What the verbs share that run a workflow again, a live or an archived one. */
export interface RestartOptions {
  readonly selection: Selection;
  readonly parameters: readonly string[];
  readonly followUp: FollowUp;
  readonly print: PrintOptions;
}

export function restartFlags() {
  return [
    many('-p, --parameter <name=value>', 'value of a parameter instead of the old one'),
    text('-o, --output <format>', 'output format', ['name', 'json', 'yaml', 'wide']),
    ...followUpFlags(),
    ...selectionFlags(),
  ];
}

export function parseRestart(invocation: Invocation): RestartOptions {
  return {
    selection: parseSelection(invocation),
    parameters: checkedParameters(invocation.flags.list('parameter')),
    followUp: parseFollowUp(invocation),
    print: { output: invocation.flags.text('output'), utf8: true },
  };
}

/** Which steps that succeeded a retry runs again. */
export interface RetriedSteps {
  readonly restartSuccessful: boolean;
  readonly nodeSelector: string;
}

export function retriedStepsFlags() {
  return [
    toggle('--restart-successful', 'also run the steps that --node-field-selector picks and that succeeded'),
    nodeSelectorFlag('steps for --restart-successful'),
  ];
}

export function parseRetriedSteps({ flags }: Invocation): RetriedSteps {
  return { restartSuccessful: flags.on('restartSuccessful'), nodeSelector: checkedSelector(flags.text('nodeFieldSelector')) };
}

export interface Restart<Ref> {
  readonly verb: 'retry' | 'resubmit';
  readonly refs: readonly Ref[];
  readonly start: (ref: Ref) => Promise<Workflow>;
}

/** Starts each workflow and prints it, then waits for, watches or logs them. Resolves to the exit code. */
export async function restartEach<Ref>(
  context: CommandContext,
  { verb, refs, start }: Restart<Ref>,
  { print, followUp }: RestartOptions,
): Promise<number> {
  const names: string[] = [];
  for (const ref of refs) {
    const started = await start(ref);
    await printWorkflow(context, started, print);
    names.push(started.metadata.name ?? '');
  }
  if (refs.length === 0) context.io.out(`No workflows to ${verb}.\n`);
  return runFollowUp(context, names, { ...followUp, print });
}
