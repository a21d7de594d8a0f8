import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { type Flags, text, toggle } from '../../flags.ts';
import { parseDuration } from '../../workflows/durations.ts';
import { findWorkflow } from '../../workflows/find-workflow.ts';
import { printWorkflowLogs, type WorkflowLogsOptions } from '../../workflows/workflow-logs.ts';

export const command = defineCommand<WorkflowLogsOptions>({
  usage: 'WORKFLOW [POD]',
  about: 'The lines of all pods are merged by time, each with the name of its pod in front.',
  examples: [
    { about: 'What a workflow printed', command: 'argo logs my-wf' },
    { about: 'Follow it to its end, with the pods that are still to come', command: 'argo logs my-wf --follow' },
    { about: 'One pod', command: 'argo logs my-wf my-pod' },
    { about: 'Another container', command: 'argo logs my-wf my-pod -c wait' },
    { about: 'Lines that match, of the last ten minutes', command: "argo logs @latest --grep 'error|warn' --since 10m" },
  ],
  flags: [
    toggle('-f, --follow', 'go on until the workflow has ended'),
    text('-c, --container <name>', 'container of the pods (default main)'),
    text('--grep <regexp>', 'only lines that match'),
    text('--since <duration>', 'only lines newer than this'),
    text('--since-time <time>', 'only lines after this time (RFC 3339)'),
    text('--tail <number>', 'only the last lines of each pod'),
    toggle('--timestamps', 'with the time of each line'),
    toggle('-p, --previous', 'of the container that ran before in the same pod'),
    text('-l, --selector <labels>', 'only pods with these labels'),
  ],
  parse: ({ args, flags }) => {
    const [workflow, pod, excess] = args;
    if (workflow === undefined || excess !== undefined)
      throw new CliFailure('a workflow and at most one pod are expected', {
        hint: '`argo logs @latest` prints the logs of the newest workflow',
      });
    return {
      workflow,
      ...(pod !== undefined && { pod }),
      ...containerOf(flags.text('container')),
      follow: flags.on('follow'),
      timestamps: flags.on('timestamps'),
      selector: flags.text('selector'),
      grep: patternOf(flags.text('grep')),
      lines: lineOptions(flags),
    };
  },
  run: async (context, options) => {
    const workflow = await findWorkflow(await context.connect(), options.workflow);
    await printWorkflowLogs(context, { ...options, workflow: workflow.metadata.name ?? options.workflow });
    return 0;
  },
});

function containerOf(name: string): { container?: string } {
  return name === '' ? {} : { container: name };
}

function patternOf(pattern: string): string {
  try {
    return new RegExp(pattern).source === '(?:)' ? '' : pattern;
  } catch (error) {
    throw new CliFailure(`invalid argument "${pattern}" for --grep: ${(error as Error).message}`);
  }
}

function lineOptions(flags: Flags): WorkflowLogsOptions['lines'] {
  const [since, sinceTime, tail] = [flags.text('since'), flags.text('sinceTime'), flags.number('tail')];
  if (since !== '' && sinceTime !== '') throw new CliFailure('at most one of --since and --since-time may be given');
  if (sinceTime !== '' && Number.isNaN(Date.parse(sinceTime)))
    throw new CliFailure(`invalid argument "${sinceTime}" for --since-time: an RFC 3339 time is expected`);
  return {
    ...(since !== '' && { sinceSeconds: Math.max(1, Math.ceil(parseDuration(since, 'since') / 1000)) }),
    ...(sinceTime !== '' && { sinceTime }),
    ...(tail !== undefined && { tailLines: tail }),
    ...(flags.on('previous') && { previous: true }),
  };
}
