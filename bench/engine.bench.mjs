#!/usr/bin/env node
// What deciding costs: milliseconds of `decide` for one look at a workflow, by its size, without any I/O. Sides by side in one run:
// the first look (nothing started), one in the middle (half of the pods have ended) and one at which nothing has changed.
//   node bench/engine.bench.mjs [--sizes 10,100,1000,10000]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { sizes: { type: 'string', default: '10,100,1000,10000' } } });
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-engine-bench-'));
const bundle = path.join(folder, 'engine.mjs');
await build({
  stdin: {
    contents: `export { World } from '@argosy/testing'; export { decide } from '@argosy/engine';`,
    resolveDir: path.join(root, 'libs/testing'),
  },
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
const { World, decide } = await import(pathToFileURL(bundle));
fs.rmSync(folder, { recursive: true });

const container = { image: 'busybox', command: ['true'] };
const shapes = {
  'fan-out': (n) => [
    { name: 'main', steps: [[{ name: 's', template: 't', withSequence: { count: String(n) } }]] },
    { name: 't', container },
  ],
  chain: (n) => [
    {
      name: 'main',
      dag: {
        tasks: Array.from({ length: n }, (_, i) => ({ name: `t${i}`, template: 't', ...(i > 0 && { dependencies: [`t${i - 1}`] }) })),
      },
    },
    { name: 't', container },
  ],
};

const rows = Object.keys(shapes).flatMap((shape) => values.sizes.split(',').map((n) => measure(shape, Number(n))));
console.table(rows);

function measure(shape, n) {
  const world = new World({ metadata: {}, spec: { entrypoint: 'main', templates: shapes[shape](n) } });
  const first = timed(() => decide(world.observe()));
  settleOnce(world);
  const half = shape === 'fan-out' ? n / 2 : 0;
  for (let ended = 0; ended < half; ended++) world.end(`s(${ended}:${ended})`, { phase: 'Succeeded', exitCode: 0 });
  const middle = timed(() => decide(world.observe()));
  settleOnce(world);
  const observation = world.observe();
  const idle = timed(() => decide(observation));
  return { shape, nodes: n, 'first look, ms': first, 'half has ended, ms': middle, 'nothing new, ms': idle };
}

function settleOnce(world) {
  for (let round = 0; round < 5 && world.apply(decide(world.observe())); round++);
}

/** The median of several, in milliseconds. */
function timed(run) {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Number(times.sort((a, b) => a - b)[3].toFixed(2));
}
