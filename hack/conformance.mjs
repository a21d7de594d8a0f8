#!/usr/bin/env node
// Runs upstream's conformance corpus (../shared/conformance, not part of this repository) against a provider of its own.
//   node hack/conformance.mjs [--no-nodes] [--controller CMD] [-- flags of run.mjs]
// Without --no-nodes: roles run, scenario and cron on real processes. With it: lint, mock and reconcile; the runner plays the kubelet.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const runner = path.resolve(root, '../shared/conformance/run.mjs');
const argo = path.join(root, 'dist/bin/argo');
const noNodes = process.argv.includes('--no-nodes');
const passedOn = process.argv.includes('--') ? process.argv.slice(process.argv.indexOf('--') + 1) : [];

if (!fs.existsSync(runner)) {
  console.error(`conformance: skipped, ${runner} is not there`);
  process.exit(0);
}

// What upstream's own end-to-end cluster is configured with, as the runner's README asks for.
const controllerConfig = (artifactFolder) => `
apiVersion: v1
kind: ConfigMap
metadata:
  name: workflow-controller-configmap
  namespace: argo
data:
  namespaceParallelism: "10"
  workflowDefaults: |
    spec:
${noNodes ? '' : '      activeDeadlineSeconds: 300\n'}      workflowMetadata:
        labels:
          default-label: thisLabelIsFromWorkflowDefaults
  failedPodRestart: |
    enabled: true
    maxRestarts: 3
  artifactRepository: |
    archiveLogs: true
    local:
      path: ${artifactFolder}
      substituteFor: [s3, gcs, azure, oss, plugin]
  images: |
    argoproj/argosay:v1: {entrypoint: [cowsay]}
    argoproj/argosay:v2: {entrypoint: [/argosay]}
    docker/whalesay:latest: {cmd: [cowsay]}
    docker/whalesay: {cmd: [cowsay]}
    busybox: {cmd: [sh]}
    busybox:latest: {cmd: [sh]}
    alpine:latest: {cmd: [sh]}
    alpine: {cmd: [sh]}
    alpine:3.23: {cmd: [/bin/sh]}
    debian:latest: {cmd: [bash]}
    debian:9.4: {cmd: [bash]}
    ubuntu:latest: {cmd: [bash]}
    nginx:latest: {cmd: [nginx]}
    nginx:1.13: {cmd: [nginx]}
    python:alpine3.23: {cmd: [python3]}
    my-image: {cmd: [sh]}
`;

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-conformance-'));
const kubeconfig = path.join(dataDir, 'kubeconfig');
const env = { ...process.env, KUBECONFIG: kubeconfig, ARGO_PROGRESS_PATCH_TICK_DURATION: '7s', ARGO_PROGRESS_FILE_TICK_DURATION: '2s' };
const artifactFolder = path.join(dataDir, 'artifacts');
fs.mkdirSync(artifactFolder);
fs.chmodSync(artifactFolder, 0o777);
// Steps that run as somebody else pass through it.
fs.chmodSync(dataDir, 0o755);
fs.writeFileSync(path.join(dataDir, 'config.yaml'), controllerConfig(artifactFolder));
const run = (command, args, stdio) => spawnSync(command, args, { cwd: root, env, stdio, encoding: 'utf8' });

const up = run(argo, [
  'local',
  'up',
  '--detach',
  '--port',
  '0',
  '--data-dir',
  dataDir,
  '--kubeconfig',
  kubeconfig,
  '--config',
  path.join(dataDir, 'config.yaml'),
  ...(noNodes ? ['--nodes', 'none'] : []),
]);
if (up.status !== 0) {
  console.error(`conformance: argo local up failed\n${up.stdout}${up.stderr}`);
  process.exit(1);
}
let status = 1;
try {
  const roles = noNodes ? ['--no-nodes', '--role', 'lint,mock,reconcile'] : ['--only-runnable', '--role', 'run,scenario,cron'];
  const selected = passedOn.includes('--role') ? roles.filter((flag) => !flag.includes(',') && flag !== '--role') : roles;
  status = run(process.execPath, [runner, '--kubeconfig', kubeconfig, '--argo', argo, ...selected, ...passedOn], 'inherit').status ?? 1;
} finally {
  run(argo, ['local', 'down', '--data-dir', dataDir], 'inherit');
  if (status === 0) fs.rmSync(dataDir, { recursive: true, force: true });
  else console.error(`conformance: logs are kept in ${dataDir}`);
}
process.exit(status);
