#!/usr/bin/env node
// How the controller's rate, requests, CPU and memory grow with the number of workflows and of pods, with pretend nodes.
// Drives ../shared/bench (not part of this repository) against the embedded API, and, when BENCH_CLUSTER names the folder that its
// cluster.sh has brought up, against that kube-apiserver in the same sitting.
//   node bench/load.bench.mjs [--sizes 100,1000] [--scenarios one-pod,diamond,fanout,chain] [--out results.jsonl]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bench = path.resolve(root, '../shared/bench/bench.mjs');
const bin = (name) => path.join(root, 'dist/bin', name);
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,1000' },
    scenarios: { type: 'string', default: 'one-pod,diamond,fanout,chain' },
    out: { type: 'string' },
  },
});
if (!fs.existsSync(bench)) {
  console.log(`load: skipped, ${bench} is not there`);
  process.exit(0);
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-load-'));
const out = path.resolve(values.out ?? path.join(folder, 'results.jsonl'));

/** A chain is as long as a person would write it; workflows of n pods come one at a time. */
const longest = { chain: 100, diamond: 2500 };

const runs = values.scenarios.split(',').flatMap((scenario) =>
  values.sizes
    .split(',')
    .map(Number)
    .filter((n) => n <= (longest[scenario] ?? Number.POSITIVE_INFINITY))
    .map((n) => ({ scenario, n })),
);
for (const server of [embedded(), realCluster()].filter(Boolean)) {
  try {
    for (const run of runs) measure(server, run);
  } finally {
    server.stop();
  }
}
spawnSync(process.execPath, [bench, '--summarize', out], { stdio: 'inherit' });
console.log(`load: results in ${out}`);

function embedded() {
  const dataDir = path.join(folder, 'embedded');
  const kubeconfig = path.join(folder, 'kubeconfig');
  const auditLog = path.join(folder, 'audit.log');
  const flags = [
    '--port',
    '0',
    '--data-dir',
    dataDir,
    '--kubeconfig',
    kubeconfig,
    '--audit-log',
    auditLog,
    '--nodes',
    'none',
    '--no-controller',
    '--no-server',
  ];
  const up = spawnSync(bin('argo'), ['local', 'up', '--detach', '--no-server', ...flags], { encoding: 'utf8' });
  if (up.status !== 0) throw new Error(`argo local up: ${up.stdout}${up.stderr}`);
  const stop = () => spawnSync(bin('argo'), ['local', 'down', '--data-dir', dataDir], { stdio: 'inherit' });
  return {
    name: 'embedded',
    kubeconfig,
    auditLog,
    controllerKubeconfig: kubeconfig,
    user: ['--controller-ua', 'workflow-controller'],
    stop,
  };
}

function realCluster() {
  const dir = process.env.BENCH_CLUSTER;
  if (!dir) return undefined;
  return {
    name: 'kube-apiserver',
    kubeconfig: path.join(dir, 'admin.kubeconfig'),
    auditLog: path.join(dir, 'audit.log'),
    controllerKubeconfig: path.join(dir, 'controller.kubeconfig'),
    user: ['--controller-user', 'system:serviceaccount:argo:argo'],
    stop: () => {},
  };
}

function measure({ name, kubeconfig, auditLog, controllerKubeconfig, user }, { scenario, n }) {
  console.log(`\n--- ${name}: ${scenario}, n = ${n}`);
  const controller = `${bin('workflow-controller')} --kubeconfig ${controllerKubeconfig} --namespaced --namespace argo`;
  const places = ['--kubeconfig', kubeconfig, '--audit-log', auditLog, '--controller', controller, ...user];
  const what = [
    '--scenario',
    scenario,
    '--n',
    String(n),
    '--implementation',
    'argosy',
    '--settings',
    'default',
    '--note',
    name,
    '--out',
    out,
  ];
  const { status } = spawnSync(process.execPath, [bench, ...places, ...what], { stdio: 'inherit' });
  if (status !== 0) console.error(`load: ${scenario} with n = ${n} did not end well`);
}
