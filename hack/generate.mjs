#!/usr/bin/env node
// Runs every generator of this folder, in the order in which one needs the other's output.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const order = ['generate-kubernetes.mjs', 'generate-api.mjs'];
const generators = fs.readdirSync(here).filter((name) => /^generate-.+\.mjs$/.test(name));
const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);

for (const name of generators.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
  const { status } = spawnSync(process.execPath, [path.join(here, name)], { cwd: path.dirname(here), stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
