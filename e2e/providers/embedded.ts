import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Provider } from '../provider.ts';
import { commandsWith, output } from './commands.ts';

/** Starts `argo local up --detach` with the flags given; throws with its output when it does not get ready. */
export function startEmbedded(flags: readonly string[]): Provider {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-e2e-'));
  const kubeconfig = path.join(dataDir, 'kubeconfig');
  const commands = commandsWith(kubeconfig);
  const noServer = flags.includes('--server-port') ? [] : ['--no-server'];
  const place = ['--port', '0', '--data-dir', dataDir, '--kubeconfig', kubeconfig];
  output(commands.argo('local', 'up', '--detach', ...place, ...noServer, ...flags));
  return {
    ...commands,
    kind: 'embedded',
    dataDir,
    kubeconfig,
    namespace: 'default',
    server: async () => {
      const status = output(commands.argo('local', 'status', '--data-dir', dataDir, '-o', 'json'));
      return (JSON.parse(status) as { readonly serverUrl: string }).serverUrl.replace('http://', '');
    },
    storedArtifacts: (folder) => filesBelow(path.join(dataDir, 'artifacts', folder)),
    killController: () => killController(commands.argo('local', 'status', '--data-dir', dataDir, '-o', 'json').stdout),
    stop: () => {
      output(commands.argo('local', 'down', '--data-dir', dataDir));
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function filesBelow(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function killController(status: string): void {
  const { controller } = JSON.parse(status) as { controller?: { pid?: number } };
  if (controller?.pid === undefined) return;
  try {
    process.kill(controller.pid, 'SIGKILL');
  } catch (error) {
    // Between two lives of the controller its old pid may be gone already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
