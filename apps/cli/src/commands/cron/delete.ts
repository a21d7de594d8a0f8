import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { toggle } from '../../flags.ts';
import { listAll } from '../../backend/list-all.ts';
import { CRON_WORKFLOWS } from '../../backend/resources.ts';

export interface CronDeleteOptions {
  readonly names: readonly string[];
  readonly all: boolean;
}

export const command = defineCommand<CronDeleteOptions>({
  usage: '[CRON_WORKFLOW...]',
  examples: [
    { about: 'Delete a cron workflow; what it started stays', command: 'argo cron delete my-cron' },
    { about: 'Delete all of them', command: 'argo cron delete --all' },
  ],
  flags: [toggle('--all', 'all cron workflows of the namespace')],
  parse: ({ args, flags }) => {
    if (args.length === 0 && !flags.on('all')) throw new CliFailure('the name of a cron workflow or --all is expected');
    return { names: args, all: flags.on('all') };
  },
  run: async (context, { names, all }) => {
    const { client, namespace } = await context.connect();
    const doomed = all ? (await listAll(client, CRON_WORKFLOWS, { namespace })).map(({ metadata }) => metadata.name ?? '') : names;
    for (const name of doomed) {
      await client.delete(CRON_WORKFLOWS, { name, namespace });
      context.io.out(`CronWorkflow '${name}' deleted\n`);
    }
    if (doomed.length === 0) context.io.out('No resources found\n');
    return 0;
  },
});
