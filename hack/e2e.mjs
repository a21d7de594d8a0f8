#!/usr/bin/env node
// The end-to-end suites on any provider: `node hack/e2e.mjs embedded|local-up|kind|current-context [files…]`.
// On a cluster the chart is installed before (release.mjs; --installed: it is already) and taken away after (--keep leaves it).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { clusterEnvironment, clusterNames, installRelease, uninstallRelease } from './release.mjs';

const root = path.resolve(import.meta.dirname, '..');
const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const [provider = 'embedded', ...files] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));

if (provider === 'embedded') process.exit(runSuites({ ...process.env, PROVIDER: provider }));
if (!clusterNames.includes(provider)) fail(`PROVIDER=${provider}: embedded, ${clusterNames.join(', ')}`);
try {
  const env = clusterEnvironment(provider);
  if (!flags.includes('--installed')) installRelease(provider, { env });
  const code = runSuites(env);
  if (!flags.includes('--keep')) uninstallRelease(env);
  process.exit(code);
} catch (error) {
  fail(error.message);
}

function runSuites(env) {
  const vitest = path.join(root, 'node_modules/.bin/vitest');
  return spawnSync(vitest, ['run', '--config', 'e2e/vitest.config.ts', ...files], { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

function fail(message) {
  console.error(`e2e: ${message}`);
  process.exit(1);
}
