#!/usr/bin/env node
// Regenerates everything that is generated and fails when a committed file differs from what its source gives.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const before = status();
const made = spawnSync(process.execPath, ['hack/generate.mjs'], { cwd: root, stdio: 'inherit' });
if (made.status !== 0) process.exit(made.status ?? 1);
const after = status();
if (before !== after) {
  console.error(`verify-generated: run \`make generate\` and commit what it changes`);
  process.exit(1);
}
console.log('✔ generated files are up to date');

/** Content of the working tree against HEAD, so that it also serves in a tree with other changes. */
function status() {
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 256 << 20 }).stdout;
  return `${git('status', '--porcelain')}${git('diff', 'HEAD')}`;
}
