import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import yaml from 'yaml';
import { failedPodRestart, images, namespaceParallelism, progressVariables, workflowDefaults } from './configuration.mjs';

/** A provider of its own, with artifacts in a folder of it. */
export function startEmbedded({ argo, noNodes }) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-conformance-'));
  const kubeconfig = path.join(dataDir, 'kubeconfig');
  const env = { ...process.env, KUBECONFIG: kubeconfig, ...progressVariables };
  const artifacts = path.join(dataDir, 'artifacts');
  fs.mkdirSync(artifacts);
  fs.chmodSync(artifacts, 0o777);
  // Steps that run as somebody else pass through it.
  fs.chmodSync(dataDir, 0o755);
  const config = path.join(dataDir, 'config.yaml');
  fs.writeFileSync(config, yaml.stringify(controllerConfig({ artifacts, noNodes })));
  const place = ['--port', '0', '--data-dir', dataDir, '--kubeconfig', kubeconfig, '--config', config];
  const up = spawnSync(argo, ['local', 'up', '--detach', ...place, ...(noNodes ? ['--nodes', 'none'] : [])], { env, encoding: 'utf8' });
  if (up.status !== 0) throw new Error(`argo local up failed\n${up.stdout}${up.stderr}`);
  return {
    env,
    flags: [],
    stop: (passed) => {
      spawnSync(argo, ['local', 'down', '--data-dir', dataDir], { env, stdio: 'inherit' });
      if (passed) fs.rmSync(dataDir, { recursive: true, force: true });
      else console.error(`conformance: logs are kept in ${dataDir}`);
    },
  };
}

function controllerConfig({ artifacts, noNodes }) {
  const data = {
    namespaceParallelism,
    workflowDefaults: workflowDefaults({ noNodes }),
    failedPodRestart,
    artifactRepository: { archiveLogs: true, local: { path: artifacts, substituteFor: ['s3', 'gcs', 'azure', 'oss', 'plugin'] } },
    images,
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'workflow-controller-configmap', namespace: 'argo' },
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, typeof value === 'object' ? yaml.stringify(value) : String(value)]),
    ),
  };
}
