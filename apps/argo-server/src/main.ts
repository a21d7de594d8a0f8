import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildInfo } from './build-info.ts';
import { readInvocation } from './config.ts';

process.exit(await main());

async function main(): Promise<number> {
  const invocation = readInvocation(process.argv.slice(2), process.env, path.dirname(fileURLToPath(import.meta.url)));
  switch (invocation.kind) {
    case 'exit':
      return invocation.code;
    case 'version':
      process.stdout.write(`argo-server: ${buildInfo().version}\n`);
      return 0;
    case 'run': {
      const { run } = await import('./run.ts');
      const ending = new AbortController();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
      return run(invocation.config, ending.signal).catch((error: Error) => {
        process.stderr.write(`argo-server: ${error.message}\n`);
        return 1;
      });
    }
  }
}
