import process from 'node:process';
import { runCli } from './cli.ts';
import { readEnvironment, readInstallation } from './config.ts';
import { processIo, signalOfInterrupts, sleeper } from './process-io.ts';

const signal = signalOfInterrupts();
const environment = readEnvironment(process.env);
const exitCode = await runCli({
  argv: process.argv.slice(2),
  environment,
  io: processIo(),
  clock: Date,
  installation: readInstallation(process),
  signal,
  sleep: sleeper(signal),
  connect: async (globals) => (await import('./kube/connect.ts')).connect(globals, environment),
});
process.exit(exitCode);
