import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';

export const command = defineCommand<{ readonly names: readonly string[] }>({
  usage: 'CRON_WORKFLOW...',
  examples: [{ about: 'Follow the schedule again', command: 'argo cron resume my-cron' }],
  flags: [],
  parse: ({ args }) => {
    if (args.length === 0) throw new CliFailure('the name of a cron workflow is expected', { hint: '`argo cron list` shows them' });
    return { names: args };
  },
  run: async (context, { names }) => {
    const { changes, namespace } = await context.connect();
    for (const name of names) {
      await changes.suspendCron({ name, namespace }, false);
      context.io.out(`CronWorkflow '${name}' resumed\n`);
    }
    return 0;
  },
});
