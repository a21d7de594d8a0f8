import { lintCommand } from '../../lint/lint-command.ts';

export const command = lintCommand({ kinds: ['CronWorkflow'], command: 'cron lint' });
