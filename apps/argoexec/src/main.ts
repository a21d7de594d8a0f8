import fs from 'node:fs';
import { Command } from 'commander';
import { readConfig } from './config.ts';

declare global {
  var __ARGOSY_BUILD__: { readonly version: string } | undefined;
}

const executorFailure = 64;

const program = new Command('argoexec')
  .description('runs beside the containers of a workflow: brings inputs, collects outputs')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
program
  .command('init')
  .description('brings the emissary, a script and input artifacts')
  .action(() => run(async () => (await import('./commands/init.ts')).init(readConfig(process.env))));
program
  .command('wait')
  .description('waits for the main containers and reports their outputs')
  .action(() => run(async () => (await import('./commands/wait.ts')).wait(readConfig(process.env))));
program
  .command('resource <action>')
  .description('applies a manifest and waits for its conditions')
  .action((action: string) => run(async () => (await import('./commands/resource.ts')).resource(readConfig(process.env), action)));
program
  .command('version')
  .description('prints the version')
  .action(() => void process.stdout.write(`argoexec: ${globalThis.__ARGOSY_BUILD__?.version ?? 'unknown'}\n`));
await program.parseAsync();

/** What goes wrong stands in the termination message, so that it becomes part of the node's message (acceptance 6-035). */
async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${error instanceof Error ? error.stack : message}\n`);
    if (fs.existsSync('/dev/termination-log')) fs.writeFileSync('/dev/termination-log', message.slice(0, 4000));
    process.exitCode = executorFailure;
  }
}
