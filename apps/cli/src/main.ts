import { setFlagsFromString } from 'node:v8';
import { runCli } from './cli.ts';
import { readEnvironment, readInstallation } from './config.ts';
import { outputWritten, processIo, signalOfInterrupts, sleeper, stayAlive } from './process-io.ts';

const signal = signalOfInterrupts();
const environment = readEnvironment(process.env);
const io = processIo();
stayAlive();
const exitCode = await runCli({
  argv: process.argv.slice(2),
  environment,
  io,
  clock: Date,
  installation: readInstallation(process),
  signal,
  sleep: sleeper(signal),
  connect: async (globals) => {
    // The HTTP parser is WebAssembly; optimizing it takes longer than a short command lives, and exit waits for it (60 ms).
    setFlagsFromString('--liftoff-only');
    return (await import('./backend/connect.ts')).connect({ globals, environment, io, signal, sleep: sleeper(signal), clock: Date });
  },
});
await outputWritten();
process.exit(exitCode);
