import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const argoBinary = path.join(repository, 'dist/bin/argo');

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running embedded provider with a data directory of its own. `stop()` ends it and removes the directory. */
export interface Provider {
  readonly dataDir: string;
  readonly kubeconfig: string;
  argo(...args: readonly string[]): CommandResult;
  argoWithInput(input: string, ...args: readonly string[]): CommandResult;
  kubectl(...args: readonly string[]): CommandResult;
  kubectlWithInput(input: string, ...args: readonly string[]): CommandResult;
  /** Like `argo`, without blocking this process. */
  argoAsync(...args: readonly string[]): Promise<CommandResult>;
  stop(): void;
}

/** Starts `argo local up --detach` with the flags given; throws with its output when it does not get ready. */
export function startProvider(...flags: readonly string[]): Provider {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-e2e-'));
  const kubeconfig = path.join(dataDir, 'kubeconfig');
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  const run = (command: string, args: readonly string[], input?: string): CommandResult =>
    spawnSync(command, args, { encoding: 'utf8', env, cwd: repository, maxBuffer: 64 << 20, ...(input === undefined ? {} : { input }) });
  const noServer = flags.includes('--server-port') ? [] : ['--no-server'];
  const argo = (...args: readonly string[]): CommandResult => run(argoBinary, args);
  const up = argo('local', 'up', '--detach', '--port', '0', '--data-dir', dataDir, '--kubeconfig', kubeconfig, ...noServer, ...flags);
  if (up.status !== 0) throw new Error(`argo local up: exit code ${up.status}\n${up.stdout}${up.stderr}`);
  return {
    dataDir,
    kubeconfig,
    argo,
    argoWithInput: (input, ...args) => run(argoBinary, args, input),
    kubectl: (...args) => run('kubectl', args),
    kubectlWithInput: (input, ...args) => run('kubectl', args, input),
    argoAsync: (...args) => runAsync(argoBinary, args, env),
    stop: () => {
      const down = argo('local', 'down', '--data-dir', dataDir);
      if (down.status !== 0) throw new Error(`argo local down: exit code ${down.status}\n${down.stdout}${down.stderr}`);
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
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
