import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';

export const command = cronSwitch(true, { about: 'Start no new runs', command: 'argo cron suspend my-cron' });
export const resumeCommand = cronSwitch(false, { about: 'Follow the schedule again', command: 'argo cron resume my-cron' });

function cronSwitch(suspend: boolean, example: { readonly about: string; readonly command: string }) {
  return defineCommand<{ readonly names: readonly string[] }>({
    usage: 'CRON_WORKFLOW...',
    examples: [example],
    flags: [],
    parse: ({ args }) => {
      if (args.length === 0) throw new CliFailure('the name of a cron workflow is expected', { hint: '`argo cron list` shows them' });
      return { names: args };
    },
    run: async (context, { names }) => {
      const { changes, namespace } = await context.connect();
      for (const name of names) {
        await changes.suspendCron({ name, namespace }, suspend);
        context.io.out(`CronWorkflow '${name}' ${suspend ? 'suspended' : 'resumed'}\n`);
      }
      return 0;
    },
  });
}
