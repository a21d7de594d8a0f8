#!/usr/bin/env node
// How long short commands take from start to exit, through the launcher, as a script would call them. Needs `make build`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = 15;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const argo = path.join(root, 'dist/bin/argo');
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-bench-'));
const kubeconfig = path.join(dataDir, 'kubeconfig');
const env = { ...process.env, KUBECONFIG: kubeconfig };

call('local', 'up', '--detach', '--no-server', '--port', '0', '--data-dir', dataDir, '--kubeconfig', kubeconfig);
try {
  call('submit', '--wait', '--name', 'diamond', path.join(root, 'examples/dag-diamond.yaml'));
  console.log(`node ${process.version}, ${RUNS} runs each, milliseconds from start to exit`);
  report('argo version', 80, ['version']);
  report('argo get', 150, ['get', 'diamond']);
  report('argo list', 150, ['list']);
  report('argo logs', 150, ['logs', 'diamond']);
} finally {
  call('local', 'down', '--data-dir', dataDir);
  fs.rmSync(dataDir, { recursive: true, force: true });
}

function report(name, target, args) {
  call(...args);
  const times = Array.from({ length: RUNS }, () => timed(args)).sort((a, b) => a - b);
  const [least, median, most] = [times[0], times[RUNS >> 1], times[RUNS - 1]].map((time) => time.toFixed(0).padStart(4));
  console.log(`${name.padEnd(14)} min ${least}  median ${median}  max ${most}  (target ${target})`);
}

function timed(args) {
  const started = process.hrtime.bigint();
  call(...args);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

function call(...args) {
  const { status, stderr } = spawnSync(argo, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`argo ${args.join(' ')} ended with ${status}: ${stderr}`);
}
