import type { CronWorkflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import { defineCommand } from '../../command.ts';
import { printCron } from '../../crons/print-cron.ts';
import { CliFailure } from '../../failure.ts';
import { text } from '../../flags.ts';
import { CRON_WORKFLOWS } from '../../backend/resources.ts';
import { OBJECT_FORMATS } from '../../output/object-text.ts';

export interface CronGetOptions {
  readonly names: readonly string[];
  readonly output: string;
}

export const command = defineCommand<CronGetOptions>({
  usage: 'CRON_WORKFLOW...',
  examples: [
    { about: 'Schedule, last and next run', command: 'argo cron get my-cron' },
    { about: 'With all that is in it', command: 'argo cron get my-cron -o yaml' },
  ],
  flags: [text('-o, --output <format>', 'output format', OBJECT_FORMATS)],
  parse: ({ args, flags }) => {
    if (args.length === 0) throw new CliFailure('the name of a cron workflow is expected', { hint: '`argo cron list` shows them' });
    return { names: args, output: flags.text('output') };
  },
  run: async (context, { names, output }) => {
    const { client, namespace } = await context.connect();
    for (const name of names)
      await printCron(context, await client.get<CronWorkflow & KubeObject>(CRON_WORKFLOWS, { name, namespace }), output);
    return 0;
  },
});
