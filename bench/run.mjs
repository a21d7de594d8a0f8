#!/usr/bin/env node
// Runs the benchmarks of this folder one after the other; names select (`node bench/run.mjs engine`). Figures, not verdicts.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const benches = fs
  .readdirSync(here)
  .filter((file) => file.endsWith('.bench.mjs') && (wanted.length === 0 || wanted.some((name) => file.startsWith(name))));

for (const file of benches) {
  console.log(`\n=== ${file}`);
  const { status } = spawnSync(process.execPath, [path.join(here, file)], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
