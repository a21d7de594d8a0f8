#!/usr/bin/env node
// The end-to-end suites on any provider: `node hack/e2e.mjs embedded|local-up|kind|current-context [files…]`.
// On a cluster it builds the images, brings them to the nodes, installs the chart, runs the suites and takes the release away (--keep leaves it).
//   local-up         the cluster of `make cluster-up`; images go to its registry
//   kind             the cluster of hack/kind/up.sh; images are loaded into its nodes
//   current-context  the cluster of KUBECONFIG; images go to E2E_REGISTRY (host/path, the nodes pull from it)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { layout } from './local-up/layout.mjs';

const root = path.resolve(import.meta.dirname, '..');
const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const [provider = 'embedded', ...files] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const env = { ...process.env, PROVIDER: provider, PATH: `${layout.bin}:${process.env.PATH}` };
const release = 'argosy';
const namespace = 'argosy-system';

const clusters = {
  'local-up': { kubeconfig: () => layout.kubeconfig, bring: pushLocally },
  kind: { kubeconfig: kindConfig, bring: loadIntoKind },
  'current-context': { kubeconfig: () => process.env.KUBECONFIG, bring: pushToRegistry },
};

if (provider === 'embedded') process.exit(runSuites());
if (!Object.hasOwn(clusters, provider)) fail(`PROVIDER=${provider}: embedded, ${Object.keys(clusters).join(', ')}`);
const cluster = clusters[provider];
env.KUBECONFIG = cluster.kubeconfig();
if (spawnSync('kubectl', ['get', 'nodes'], { env }).status !== 0) fail(`no cluster answers (${provider}); for local-up: make cluster-up`);

if (!flags.includes('--installed')) install(cluster.bring());
const code = runSuites();
if (!flags.includes('--keep')) uninstall();
process.exit(code);

function runSuites() {
  const vitest = path.join(root, 'node_modules/.bin/vitest');
  return spawnSync(vitest, ['run', '--config', 'e2e/vitest.config.ts', ...files], { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

/** @returns the registry and tag under which the nodes find the images */
function pushLocally() {
  const tag = buildImages('quay.io/argosy', ['--push', 'http://127.0.0.1:5000']);
  return { registry: 'quay.io/argosy', tag };
}

function pushToRegistry() {
  const registry = process.env.E2E_REGISTRY;
  if (!registry) fail('E2E_REGISTRY names the registry that the nodes pull from: registry.example.com/team');
  return { registry, tag: buildImages(registry, ['--push', `https://${registry.split('/')[0]}`]) };
}

function loadIntoKind() {
  const tag = buildImages('quay.io/argosy', []);
  for (const name of fs.readdirSync(path.join(root, 'dist/images')).filter((entry) => !entry.endsWith('.json'))) {
    const archive = path.join(os.tmpdir(), `argosy-${name}.tar`);
    must('tar', ['-C', path.join(root, 'dist/images', name), '-cf', archive, '.']);
    must('kind', ['load', 'image-archive', archive, '--name', 'argosy']);
    fs.rmSync(archive);
  }
  return { registry: 'quay.io/argosy', tag };
}

function buildImages(registry, more) {
  // A tag of its own each time: nodes keep what they have under a name.
  const tag = `e2e-${Date.now().toString(36)}`;
  must(process.execPath, ['hack/images/build.mjs', '--registry', registry, '--tag', tag, ...more]);
  return tag;
}

function install({ registry, tag }) {
  const [host, ...owner] = registry.split('/');
  const hasServer = fs.existsSync(path.join(root, 'dist/images/argo-server'));
  const values = {
    images: { tag },
    controller: { image: image('workflow-controller'), metricsConfig: { metricsTTL: '10m' }, resources: { requests: { cpu: '50m' } } },
    executor: { image: image('argoexec'), resources: { requests: { cpu: '10m', memory: '64Mi' } } },
    server: { enabled: hasServer, image: image('argo-server'), authModes: ['server'] },
    minio: { enabled: true, ...(provider === 'local-up' && { image: { registry: '', repository: 'minio/minio', tag: 'latest' } }) },
    artifactRepository: { archiveLogs: true },
    emissary: { images: { 'argoproj/argosay:v2': { entrypoint: ['/argosay'] } } },
  };
  const file = path.join(os.tmpdir(), `argosy-e2e-${process.pid}.json`);
  fs.writeFileSync(file, JSON.stringify(values));
  must('helm', [
    'upgrade',
    '--install',
    release,
    'charts/argosy',
    '-n',
    namespace,
    '--create-namespace',
    '-f',
    file,
    '--wait',
    '--timeout',
    '5m',
  ]);
  fs.rmSync(file);

  function image(name) {
    return { registry: host, repository: [...owner, name].join('/') };
  }
}

function uninstall() {
  must('helm', ['uninstall', release, '-n', namespace, '--wait']);
  must('kubectl', ['delete', 'namespace', namespace, '--wait=false']);
}

function kindConfig() {
  const { status, stdout, stderr } = spawnSync('kind', ['get', 'kubeconfig', '--name', 'argosy'], { encoding: 'utf8' });
  if (status !== 0) fail(`kind: ${stderr}`);
  const file = path.join(os.tmpdir(), 'argosy-kind.kubeconfig');
  fs.writeFileSync(file, stdout, { mode: 0o600 });
  return file;
}

function must(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) fail(`${command} ${args.slice(0, 2).join(' ')}: ${error?.message ?? `status ${status}`}`);
}

function fail(message) {
  console.error(`e2e: ${message}`);
  process.exit(1);
}
