import type { Workflow } from '@argosy/api';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { isFinished } from './await-workflow.ts';
import { followWorkflow } from './follow-workflow.ts';
import { type PrintOptions, workflowAsText } from './print-workflow.ts';

const CLEAR_SCREEN = '\u001b[H\u001b[2J';
/** Durations on the screen grow even while nothing happens. */
const REDRAW_EVERY = 1000;

/** Shows a workflow on a cleared screen, anew with every change, until it has ended; resolves to its last state (acceptance 9-039). */
export async function watchWorkflow(context: CommandContext, name: string, options: PrintOptions): Promise<Workflow> {
  const { client, namespace } = await context.connect();
  let latest: Workflow | undefined;
  const draw = async (): Promise<void> => {
    if (latest) context.io.out(`${context.io.outputIsTerminal ? CLEAR_SCREEN : ''}${await workflowAsText(context, latest, options)}\n`);
  };
  const timer = context.io.outputIsTerminal ? setInterval(() => void draw(), REDRAW_EVERY) : undefined;
  try {
    for await (const workflow of followWorkflow({ client, signal: context.signal, sleep: context.sleep }, { name, namespace })) {
      if (!workflow) throw new CliFailure(latest ? `workflow ${name} was deleted` : `workflows.argoproj.io "${name}" not found`);
      latest = workflow;
      await draw();
      if (isFinished(workflow)) return workflow;
    }
  } finally {
    clearInterval(timer);
  }
  throw new CliFailure('interrupted', { exitCode: 130 });
}
