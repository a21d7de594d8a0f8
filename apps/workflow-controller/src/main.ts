import process from 'node:process';
import { buildInfo } from './build-info.ts';
import { readInvocation } from './config.ts';

process.exit(await main());

async function main(): Promise<number> {
  const invocation = readInvocation(process.argv.slice(2), process.env);
  switch (invocation.kind) {
    case 'exit':
      return invocation.code;
    case 'version':
      process.stdout.write(`workflow-controller: ${buildInfo().version}\n`);
      return 0;
    case 'run': {
      const { run } = await import('./run.ts');
      const ending = new AbortController();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
      return run(invocation.config, ending.signal).catch((error: Error) => {
        process.stderr.write(`workflow-controller: ${error.message}\n`);
        return 1;
      });
    }
  }
}
