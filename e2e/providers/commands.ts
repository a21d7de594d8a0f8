import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const argoBinary = path.join(repository, 'dist/bin/argo');

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The commands of a user, with a kubeconfig that names a namespace. */
export interface Commands {
  argo(...args: readonly string[]): CommandResult;
  argoWithInput(input: string, ...args: readonly string[]): CommandResult;
  kubectl(...args: readonly string[]): CommandResult;
  kubectlWithInput(input: string, ...args: readonly string[]): CommandResult;
  /** Like `argo`, without blocking this process. */
  argoAsync(...args: readonly string[]): Promise<CommandResult>;
}

export function commandsWith(kubeconfig: string): Commands {
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  return {
    argo: (...args) => run(argoBinary, args, { env }),
    argoWithInput: (input, ...args) => run(argoBinary, args, { env, input }),
    kubectl: (...args) => run('kubectl', args, { env }),
    kubectlWithInput: (input, ...args) => run('kubectl', args, { env, input }),
    argoAsync: (...args) => runAsync(argoBinary, args, env),
  };
}

export function run(
  command: string,
  args: readonly string[],
  { env = process.env, input }: { readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): CommandResult {
  return spawnSync(command, args, { encoding: 'utf8', env, cwd: repository, maxBuffer: 64 << 20, ...(input !== undefined && { input }) });
}

/** Fails with everything the command printed unless it ended with 0; returns its standard output. */
export function output(result: CommandResult): string {
  if (result.status !== 0) throw new Error(`exit code ${result.status}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

function runAsync(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
