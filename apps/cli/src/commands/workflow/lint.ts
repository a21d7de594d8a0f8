import { lintCommand } from '../../lint/lint-command.ts';

export const command = lintCommand({ command: 'lint' });
