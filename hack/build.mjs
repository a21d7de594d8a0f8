#!/usr/bin/env node
// Bundles the apps and compiles the C programs: dist/bin/<command> starts from any folder, dist/lib holds what the commands load.
// Names of commands as arguments: only those are bundled anew.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import yaml from 'yaml';
import { controllerOptions } from './images/contents.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const version = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).version;

const apps = [
  // Maps of sources cost a short command 50 ms; NODE_OPTIONS=--enable-source-maps turns them on where a stack is looked into.
  { command: 'argo', folder: 'apps/cli', entry: 'src/start.ts', nodeFlags: '' },
  // Node holds the maps for as long as the process lives, 15 MiB of them; NODE_OPTIONS as above where a stack is looked into.
  { command: 'workflow-controller', folder: 'apps/workflow-controller', nodeFlags: `${Object.values(controllerOptions).join(' ')} ` },
  // Reading the maps of sources costs 20 MB, and the garbage of lists and events another 25 where the young generation may grow (bench/server.bench.mjs).
  { command: 'argo-server', folder: 'apps/argo-server', nodeFlags: '--max-semi-space-size=2 ' },
  // Buffers of transfers fill the young generation: kept small, an executor stays below 120 MiB whatever it moves (bench/artifacts.bench.mjs).
  { command: 'argoexec', folder: 'apps/argoexec', nodeFlags: '--enable-source-maps --max-semi-space-size=2 ' },
];
const programs = [
  { name: 'emissary', sources: ['apps/argoexec/emissary/emissary.c'], flags: readFlags('apps/argoexec/emissary/cflags.json') },
  { name: 'sandbox', sources: filesOf('libs/embedded/native'), flags: ['-O2', '-s'] },
];

/** undici loads HTTP/2, and TLS with it, before anything is sent; our clients speak HTTP/1.1 only. Saves 10 ms of every start. */
const withoutHttp2 = {
  name: 'undici without HTTP/2',
  setup: (builder) => {
    builder.onResolve({ filter: /^node:http2$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]undici[\\/]/.test(importer) ? { path: 'http2', namespace: 'absent' } : undefined,
    );
    builder.onLoad({ filter: /^http2$/, namespace: 'absent' }, () => ({ contents: 'module.exports = { constants: {} };' }));
  },
};

/** CommonJS packages inside an ESM bundle still call require(), and ask where they lie. */
const commonJs =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url), __dirname = import.meta.dirname;";

fs.mkdirSync(path.join(dist, 'bin'), { recursive: true });
fs.mkdirSync(path.join(dist, 'lib'), { recursive: true });
const named = process.argv.slice(2);
await Promise.all([...apps.filter(({ command }) => isWanted(command)).map(bundle), ...(named.length === 0 ? [buildInterface()] : [])]);
for (const command of ['argo', 'argo-server', 'workflow-controller'].filter(isWanted)) copyPackage('node-sqlite3-wasm', command);
if (isWanted('argo-server'))
  fs.cpSync(path.join(root, 'docs/reference/schemas'), path.join(dist, 'lib/argo-server/schemas'), { recursive: true });
for (const program of programs) compile(program);
writeDefinitions();

function isWanted(command) {
  return named.length === 0 || named.includes(command);
}

async function bundle({ command, folder, entry = 'src/main.ts', nodeFlags = '--enable-source-maps ' }) {
  const outdir = path.join(dist, 'lib', command);
  fs.rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: { main: path.join(folder, entry) },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [withoutHttp2],
    define: { 'globalThis.__ARGOSY_BUILD__': JSON.stringify(buildInfo()) },
    banner: { js: commonJs },
  });
  fs.writeFileSync(path.join(outdir, 'package.json'), '{"type":"module"}\n');
  writeLauncher(command, nodeFlags);
}

/** The web interface, with every text file packed beside itself so that the server need not do it for each request. */
async function buildInterface() {
  const { build: viteBuild } = await import('vite');
  await viteBuild({ configFile: path.join(root, 'apps/ui/vite.config.ts'), logLevel: 'warn' });
  const folder = path.join(dist, 'ui');
  // The editor completes by these.
  fs.cpSync(path.join(root, 'docs/reference/schemas'), path.join(folder, 'assets/schemas'), { recursive: true });
  for (const file of fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name))) {
    if (!/\.(?:js|css|svg|json)$/.test(file)) continue;
    const content = fs.readFileSync(file);
    fs.writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    fs.writeFileSync(`${file}.br`, brotliCompressSync(content));
  }
}

/** A package that finds files beside its own source cannot be part of a bundle: it goes along, so that dist works wherever it is copied. */
function copyPackage(name, command) {
  const source = path.join(root, 'node_modules', name);
  const target = path.join(dist, 'lib', command, 'node_modules', name);
  for (const part of ['package.json', 'LICENSE', 'dist']) fs.cpSync(path.join(source, part), path.join(target, part), { recursive: true });
}

/** The full definitions, for the embedded provider to install. */
function writeDefinitions() {
  const folder = path.join(root, 'charts/argosy/files/crds/full');
  const files = fs.readdirSync(folder).filter((name) => name !== 'kustomization.yaml');
  const definitions = files.map((name) => yaml.parse(fs.readFileSync(path.join(folder, name), 'utf8')));
  fs.writeFileSync(path.join(dist, 'lib/crds.json'), JSON.stringify(definitions));
}

/** A POSIX shell script, because a file without extension that holds ESM does not start on every supported Node. */
function writeLauncher(command, nodeFlags) {
  const file = path.join(dist, 'bin', command);
  const script = `#!/bin/sh
here=$0
while [ -L "$here" ]; do
  link=$(readlink "$here")
  case $link in /*) here=$link ;; *) here=\${here%/*}/$link ;; esac
done
case $here in */*) here=\${here%/*} ;; *) here=. ;; esac
exec "\${ARGOSY_NODE:-node}" ${nodeFlags}"$here/../lib/${command}/main.js" "$@"
`;
  fs.writeFileSync(file, script);
  fs.chmodSync(file, 0o755);
}

function compile({ name, sources, flags }) {
  const target = path.join(dist, 'lib', name);
  const files = sources.map((source) => path.join(root, source));
  const changed = Math.max(...files.map((file) => fs.statSync(file).mtimeMs));
  if (fs.existsSync(target) && fs.statSync(target).mtimeMs > changed) return;
  const compiled = files.filter((file) => file.endsWith('.c'));
  const result = spawnSync(process.env.CC ?? 'cc', ['-Wall', '-Wextra', '-Werror', ...flags, '-o', target, ...compiled], {
    stdio: 'inherit',
  });
  if (result.status !== 0) {
    console.error(`build: ${sources.join(', ')} did not compile`);
    process.exit(1);
  }
}

/** Sources and headers of a program that is more than one file. */
function filesOf(folder) {
  return fs.readdirSync(path.join(root, folder)).map((name) => path.join(folder, name));
}

/** Flags that tests compile with, too. */
function readFlags(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
}

function buildInfo() {
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
  return {
    version: `v${version}`,
    gitCommit: git('rev-parse', 'HEAD') || 'unknown',
    gitTreeState: git('status', '--porcelain') === '' ? 'clean' : 'dirty',
    buildDate: git('log', '-1', '--format=%cI') || 'unknown',
  };
}
