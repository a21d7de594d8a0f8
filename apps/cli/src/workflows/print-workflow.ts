import type { NodeStatus, Workflow } from '@argosy/api';
import { matchesNodeSelector, parseNodeSelector } from '@argosy/graph';
import type { CommandContext, Invocation } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { text as textFlag, toggle } from '../flags.ts';
import { tableFor } from '../output/terminal-lines.ts';
import { workflowText } from '../output/workflow-text.ts';

export const OUTPUT_FORMATS = ['name', 'json', 'yaml', 'short', 'wide'] as const;

/** How a workflow is to be shown. */
export interface PrintOptions {
  readonly output: string;
  readonly utf8: boolean;
  readonly shows?: (node: NodeStatus) => boolean;
}

/** The flags that say which nodes of the tree are shown. */
export function nodeFilterFlags() {
  return [
    textFlag('--node-field-selector <selector>', 'show only the nodes that match, for example phase=Failed,displayName!=a'),
    textFlag('--status <phase>', 'show only the nodes in this phase', ['Pending', 'Running', 'Succeeded', 'Skipped', 'Failed', 'Error']),
    toggle('--no-utf8', 'ASCII only'),
  ];
}

/** Reads the flags of `nodeFilterFlags` and `--output`. */
export function printOptions({ flags }: Invocation): PrintOptions {
  const shows = nodeFilter(flags.text('nodeFieldSelector'), flags.text('status'));
  return { output: flags.text('output'), utf8: flags.on('utf8'), ...(shows && { shows }) };
}

/** Prints one workflow in the format that was asked for (acceptance 9-009). */
export async function printWorkflow(context: CommandContext, workflow: Workflow, options: PrintOptions): Promise<void> {
  context.io.out(await workflowAsText(context, workflow, options));
}

/** What `printWorkflow` prints. */
export async function workflowAsText(context: CommandContext, workflow: Workflow, options: PrintOptions): Promise<string> {
  const { output } = options;
  if (output === 'name') return `${workflow.metadata.name ?? workflow.metadata.generateName ?? ''}\n`;
  if (output === 'json') return `${JSON.stringify(workflow, null, 4)}\n`;
  if (output === 'yaml') return (await import('../output/yaml-text.ts')).yamlText(workflow);
  const format = output === 'wide' || output === 'short' ? output : 'default';
  const text = workflowText(workflow, {
    format,
    paint: context.paint,
    utf8: options.utf8,
    now: context.clock.now(),
    ...(options.shows && { shows: options.shows }),
  });
  return tableFor(context.io, text);
}

function nodeFilter(selectorText: string, phase: string): ((node: NodeStatus) => boolean) | undefined {
  if (selectorText !== '' && phase !== '') throw new CliFailure('cannot use both --status and --node-field-selector');
  const given = phase === '' ? selectorText : `phase=${phase}`;
  if (given === '') return undefined;
  const selector = parseNodeSelector(given);
  if ('error' in selector) throw new CliFailure(selector.error);
  return (node) => matchesNodeSelector(selector, node);
}
