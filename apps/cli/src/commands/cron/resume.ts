import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { CRON_WORKFLOWS } from '../../kube/resources.ts';

export const command = defineCommand<{ readonly names: readonly string[] }>({
  usage: 'CRON_WORKFLOW...',
  examples: [{ about: 'Follow the schedule again', command: 'argo cron resume my-cron' }],
  flags: [],
  parse: ({ args }) => {
    if (args.length === 0) throw new CliFailure('the name of a cron workflow is expected', { hint: '`argo cron list` shows them' });
    return { names: args };
  },
  run: async (context, { names }) => {
    const { client, namespace } = await context.connect();
    for (const name of names) {
      await client.patch(CRON_WORKFLOWS, { name, namespace, body: { spec: { suspend: false } } }, { type: 'merge' });
      context.io.out(`CronWorkflow '${name}' resumed\n`);
    }
    return 0;
  },
});
