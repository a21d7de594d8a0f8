#!/usr/bin/env node
// Runs upstream's conformance corpus (../shared/conformance, not part of this repository) against a provider.
//   node hack/conformance.mjs [--no-nodes] [-- flags of run.mjs]      on an embedded provider of its own
//   node hack/conformance.mjs --provider local-up [-- flags]          on a cluster, with the release that is built from here
// Without --no-nodes: roles run, scenario and cron on real processes. With it: lint, mock and reconcile; the runner plays the kubelet.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const runner = path.resolve(root, '../shared/conformance/run.mjs');
const argo = path.join(root, 'dist/bin/argo');
const { values, positionals: passedOn } = parseArgs({
  allowPositionals: true,
  options: { 'no-nodes': { type: 'boolean', default: false }, provider: { type: 'string', default: 'embedded' } },
});
const { 'no-nodes': noNodes, provider } = values;

if (!fs.existsSync(runner)) {
  console.error(`conformance: skipped, ${runner} is not there`);
  process.exit(0);
}

let status = 1;
try {
  const { env, flags, stop } = await start();
  try {
    const run = spawnSync(
      process.execPath,
      [runner, '--kubeconfig', env.KUBECONFIG, '--argo', argo, ...flags, ...selection(), ...passedOn],
      {
        cwd: root,
        env,
        stdio: 'inherit',
      },
    );
    status = run.status ?? 1;
  } finally {
    stop(status === 0);
  }
} catch (error) {
  console.error(`conformance: ${error.message}`);
}
process.exit(status);

async function start() {
  if (provider === 'embedded') return (await import('./conformance/embedded.mjs')).startEmbedded({ argo, noNodes });
  return (await import('./conformance/cluster.mjs')).startOnCluster({ provider });
}

/** What runs by default; flags that are passed on may choose other roles. */
function selection() {
  const roles = noNodes ? ['--no-nodes', '--role', 'lint,mock,reconcile'] : ['--only-runnable', '--role', 'run,scenario,cron'];
  return passedOn.includes('--role') ? roles.slice(0, -2) : roles;
}
