import { Command } from 'commander';
import { commands } from './commands/index.ts';
import { fail } from './report/failure.ts';

const program = new Command('argoexec')
  .description('Runs beside the containers of a workflow: brings inputs, collects outputs, reports results.')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
for (const { name, description, run } of commands) {
  program
    .command(name)
    .description(description)
    .action(async (...args: readonly unknown[]) => {
      try {
        process.exitCode = await run(
          args.filter((arg) => typeof arg === 'string'),
          process.env,
        );
      } catch (error) {
        process.exitCode = fail(error);
      }
    });
}
await program.parseAsync();
