import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ClusterKind, Provider } from '../provider.ts';
import { commandsWith, output, run } from './commands.ts';

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
  return {
    ...commands,
    kind,
    dataDir,
    kubeconfig,
    namespace,
    killController: () =>
      void commands.kubectl('delete', 'pod', '-n', system.namespace, '-l', system.controller, '--force', '--grace-period=0'),
    stop: () => {
      output(commands.kubectl('delete', 'workflows,cronworkflows', '--all', '--wait=false'));
      output(commands.kubectl('delete', 'namespace', namespace, '--wait=false'));
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
