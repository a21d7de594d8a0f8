import process from 'node:process';
import { buildInfo } from './build-info.ts';
import type { Invocation } from './read-invocation.ts';

export interface RunOptions<Config> {
  /** As it is printed before its version and its errors. */
  readonly name: string;
  /** Loads what runs only when it does. Resolves to the exit code; `signal` is aborted when the process is to end. */
  run(config: Config, signal: AbortSignal): Promise<number>;
}

/** Does what the process was asked to do; resolves to the exit code. */
export async function runProgram<Config>(invocation: Invocation<Config>, { name, run }: RunOptions<Config>): Promise<number> {
  switch (invocation.kind) {
    case 'exit':
      return invocation.code;
    case 'version':
      process.stdout.write(`${name}: ${buildInfo().version}\n`);
      return 0;
    case 'run': {
      const ending = new AbortController();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
      return run(invocation.config, ending.signal).catch((error: Error) => {
        process.stderr.write(`${name}: ${error.message}\n`);
        return 1;
      });
    }
  }
}
