#!/usr/bin/env node
// The s3 driver against a real MinIO (node hack/minio.mjs), beside plain calls of the AWS client with the same concurrency, in the same run:
// seconds, throughput and peak memory of a process that does nothing else. Each side runs in a process of its own; the better of the rounds counts.
//   node bench/artifacts.bench.mjs [--mib 1024] [--files 20000] [--rounds 2] [--only large|small|memory] [--memory-mib 5120]
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const text = (standard) => ({ type: 'string', default: standard });
const { values } = parseArgs({
  options: { mib: text('1024'), files: text('20000'), rounds: text('2'), only: text(''), 'memory-mib': text('5120') },
});
const minio = path.join(os.homedir(), '.cache/argosy/bin/minio');
if (!fs.existsSync(minio)) {
  console.log('artifacts: no MinIO server; build it with node hack/minio.mjs');
  process.exit(0);
}

/** As argoexec is started (hack/build.mjs). */
const flags = ['--max-semi-space-size=2'];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-artifacts-bench-'));
const endpoint = `127.0.0.1:${await freePort()}`;
const server = spawn(minio, ['server', '--quiet', '--address', endpoint, '--console-address', '127.0.0.1:0', path.join(folder, 'data')], {
  env: { ...process.env, MINIO_ROOT_USER: 'argosy-access', MINIO_ROOT_PASSWORD: 'argosy-secret' },
  stdio: 'ignore',
});
try {
  await answering();
  await bundleWorker();
  worker('prepare', 'ours');
  const rows = [];
  if (values.only !== 'small' && values.only !== 'memory') rows.push(...large());
  if (values.only !== 'large' && values.only !== 'memory') rows.push(...small());
  if (values.only === '' || values.only === 'memory') rows.push(...memory());
  console.table(rows);
} finally {
  server.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
}

function large() {
  const mib = Number(values.mib);
  writeLarge(path.join(folder, 'large'), mib);
  return ['upload', 'download'].map((what) =>
    compared(`${what} of one file, ${mib} MiB`, `${what}-file`, (seconds) => `${Math.round(mib / seconds)} MiB/s`),
  );
}

function small() {
  const count = Number(values.files);
  for (let index = 0; index < count; index++) {
    const target = path.join(folder, 'small', String(index % 100));
    if (index < 100) fs.mkdirSync(target, { recursive: true });
    fs.writeFileSync(path.join(target, `file-${index}`), `content ${index} `.repeat(100));
  }
  return ['upload', 'download'].map((what) =>
    compared(`${what} of ${count} small files`, `${what}-folder`, (seconds) => `${Math.round(count / seconds)} files/s`),
  );
}

/** What an executor needs for one large artifact: ours only. */
function memory() {
  const mib = Number(values['memory-mib']);
  writeLarge(path.join(folder, 'large'), mib);
  return ['upload-file', 'download-file', 'upload-tar', 'download-tar'].map((what) => {
    const { seconds, rss } = worker(what, 'ours');
    return { what: `${what}, ${mib} MiB`, ours: `${Math.round(mib / seconds)} MiB/s`, 'ours MiB': rss };
  });
}

function compared(title, what, rate) {
  const best = {};
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const side of round % 2 === 0 ? ['direct', 'ours'] : ['ours', 'direct']) {
      const result = worker(what, side);
      if (!best[side] || result.seconds < best[side].seconds) best[side] = result;
    }
  }
  const { ours, direct } = best;
  const ratio = (direct.seconds / ours.seconds).toFixed(2);
  return { what: title, ours: rate(ours.seconds), direct: rate(direct.seconds), ratio, 'ours MiB': ours.rss, 'direct MiB': direct.rss };
}

function worker(what, side) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, path.join(folder, 'worker.mjs'), what, side, folder, endpoint],
    {
      encoding: 'utf8',
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    },
  );
  if (status !== 0) throw new Error(`${what} ${side}: ${stderr}`);
  return JSON.parse(stdout);
}

function writeLarge(file, mib) {
  const block = randomBytes(2 ** 20);
  const handle = fs.openSync(file, 'w');
  for (let index = 0; index < mib; index++) {
    block.writeUInt32LE(index);
    fs.writeSync(handle, block);
  }
  fs.closeSync(handle);
}

async function bundleWorker() {
  await build({
    entryPoints: [path.join(root, 'bench/artifacts-worker.mjs')],
    outfile: path.join(folder, 'worker.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    nodePaths: [path.join(root, 'node_modules')],
    external: ['@google-cloud/storage', '@azure/storage-blob', '@azure/identity', '@grpc/grpc-js', '@grpc/proto-loader'],
  });
}

async function answering() {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(`http://${endpoint}/minio/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('minio does not answer');
}

async function freePort() {
  const probe = net.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
