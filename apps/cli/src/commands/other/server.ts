import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';

export const command = defineCommand<{ readonly args: readonly string[] }>({
  usage: '',
  about: 'Starts `argo-server`, which stands beside this program, and hands all flags on: `argo server --help` shows them.',
  examples: [
    {
      about: 'A server for everybody who may use the API, in the clear, on port 2746',
      command: 'argo server --auth-mode server --secure=false',
    },
  ],
  flags: [],
  passThrough: true,
  parse: ({ args }) => ({ args }),
  run: async ({ installation, env, signal }, { args }) => {
    const program = path.join(installation.binFolder, 'argo-server');
    if (!fs.existsSync(program))
      throw new CliFailure(`there is no argo-server in ${installation.binFolder}`, {
        hint: 'the server is a program of its own: `make build` and the images have it, charts/argosy installs it in a cluster',
      });
    return runProgram([program, ...args], { env, signal });
  },
});

/** Runs a program in the place of this one until it ends; what interrupts this one ends it. */
function runProgram(
  [program, ...args]: readonly [string, ...string[]],
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    signal.addEventListener('abort', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
