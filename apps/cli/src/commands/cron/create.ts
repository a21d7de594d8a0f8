import { defineCommand } from '../../command.ts';
import { cronWriteFlags, parseCronWrite, writeCrons, type WriteCronsOptions } from '../../crons/write-crons.ts';

export const command = defineCommand<WriteCronsOptions>({
  usage: 'FILE...|DIR...|-|URL',
  about: 'All documents are checked before any is written.',
  examples: [
    { about: 'Create the cron workflows of a file', command: 'argo cron create nightly.yaml' },
    { about: 'With another schedule', command: "argo cron create nightly.yaml --schedule '0 3 * * *'" },
  ],
  flags: cronWriteFlags(),
  parse: (invocation) => parseCronWrite(invocation, 'create'),
  run: async (context, options) => {
    await writeCrons(context, options);
    return 0;
  },
});
