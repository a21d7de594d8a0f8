import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { ClusterKind, Provider } from '../provider.ts';
import { type Commands, commandsWith, output, run } from './commands.ts';

/** Where `hack/e2e.mjs` installs the release that all suites use. */
export const system = {
  namespace: 'argosy-system',
  release: 'argosy',
  controller: 'app.kubernetes.io/component=workflow-controller',
} as const;

/** A namespace of its own on a cluster where Argosy is installed. Its service account `default` has no rights. */
export function joinCluster(kind: ClusterKind): Provider {
  const namespace = `e2e-${randomBytes(4).toString('hex')}`;
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-e2e-'));
  // Steps of any user write into it.
  fs.chmodSync(dataDir, 0o755);
  const kubeconfig = path.join(dataDir, 'kubeconfig');
  fs.writeFileSync(kubeconfig, output(run('kubectl', ['config', 'view', '--raw', '--flatten', '--minify'])), { mode: 0o600 });
  const commands = commandsWith(kubeconfig);
  output(commands.kubectl('create', 'namespace', namespace));
  output(commands.kubectl('config', 'set-context', '--current', `--namespace=${namespace}`));
  const credentials = ['--from-literal=accesskey=admin', '--from-literal=secretkey=password'];
  output(commands.kubectl('create', 'secret', 'generic', 'my-minio-cred', ...credentials));
  const forwards: ChildProcess[] = [];
  return {
    ...commands,
    kind,
    dataDir,
    kubeconfig,
    namespace,
    server: async () => {
      const { child, address } = await forwardServer(kubeconfig);
      forwards.push(child);
      return address;
    },
    storedArtifacts: (folder) => objectsBelow(commands, folder),
    killController: () =>
      void commands.kubectl('delete', 'pod', '-n', system.namespace, '-l', system.controller, '--force', '--grace-period=0'),
    stop: () => {
      for (const child of forwards) child.kill();
      output(commands.kubectl('delete', 'workflows,cronworkflows', '--all', '--wait=false'));
      output(commands.kubectl('delete', 'namespace', namespace, '--wait=false'));
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function forwardServer(kubeconfig: string): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const args = ['port-forward', '-n', system.namespace, `service/${system.release}-server`, ':2746'];
  const child = spawn('kubectl', args, { env: { ...process.env, KUBECONFIG: kubeconfig }, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^Forwarding from (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address !== undefined) return { child, address };
  }
  throw new Error('kubectl port-forward ended: is there an argo-server?');
}

/** Each object of the chart's MinIO is a folder of its data directory that holds an `xl.meta`. */
function objectsBelow({ kubectl }: Commands, folder: string): readonly string[] {
  const place = `/data/my-bucket/${folder}`;
  const { stdout } = kubectl('exec', '-n', system.namespace, 'deployment/minio', '--', 'ls', '-R', place);
  const folders = stdout.split('\n\n').map((block) => block.split('\n'));
  return folders.filter(([, ...entries]) => entries.includes('xl.meta')).map(([name = '']) => name.trim().slice(place.length + 1, -1));
}
