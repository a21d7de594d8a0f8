// A release of the chart on a cluster under test: images are built, brought to the nodes and installed.
//   local-up         the cluster of `make cluster-up`; images go to its registry
//   kind             the cluster of hack/kind/up.sh; images are loaded into its nodes
//   current-context  the cluster of KUBECONFIG; images go to E2E_REGISTRY (host/path, the nodes pull from it)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { layout } from './local-up/layout.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** Where the release is; e2e/providers/cluster.ts knows it, too. */
export const system = { release: 'argosy', namespace: 'argosy-system' };

const clusters = {
  'local-up': { kubeconfig: () => layout.kubeconfig, bring: pushLocally },
  kind: { kubeconfig: kindConfig, bring: loadIntoKind },
  'current-context': { kubeconfig: () => process.env.KUBECONFIG, bring: pushToRegistry },
};

export const clusterNames = Object.keys(clusters);

/** The environment in which kubectl and helm reach the cluster; throws where none answers. */
export function clusterEnvironment(provider) {
  const env = {
    ...process.env,
    PROVIDER: provider,
    PATH: `${layout.bin}:${process.env.PATH}`,
    KUBECONFIG: clusters[provider].kubeconfig(),
  };
  if (spawnSync('kubectl', ['get', 'nodes'], { env }).status !== 0)
    throw new Error(`no cluster answers (${provider}); for local-up: make cluster-up`);
  return env;
}

/** Builds and installs, or upgrades; `values` are merged into those that every test wants. */
export function installRelease(provider, { env, values = {} }) {
  const { registry, tag } = clusters[provider].bring();
  const [host, ...owner] = registry.split('/');
  const image = (name) => ({ registry: host, repository: [...owner, name].join('/') });
  const own = {
    images: { tag },
    controller: { image: image('workflow-controller'), metricsConfig: { metricsTTL: '10m' }, resources: { requests: { cpu: '50m' } } },
    executor: { image: image('argoexec'), resources: { requests: { cpu: '10m', memory: '64Mi' } } },
    server: { enabled: fs.existsSync(path.join(root, 'dist/images/argo-server')), image: image('argo-server'), authModes: ['server'] },
    minio: { enabled: true, ...(provider === 'local-up' && { image: { registry: '', repository: 'minio/minio', tag: 'latest' } }) },
    artifactRepository: { archiveLogs: true },
    emissary: { images: { 'argoproj/argosay:v2': { entrypoint: ['/argosay'] } } },
  };
  // Files are merged by helm, the later over the earlier.
  const files = [own, provider === 'local-up' ? withPlugin : {}, values].map((content, index) => {
    const file = path.join(os.tmpdir(), `argosy-release-${process.pid}-${index}.json`);
    fs.writeFileSync(file, JSON.stringify(content));
    return file;
  });
  const { release, namespace } = system;
  // The definitions stay when a release goes, and bear its name: the next one takes them over.
  const place = ['-n', namespace, '--create-namespace', '--take-ownership', '--wait', '--timeout', '5m'];
  must('helm', ['upgrade', '--install', release, 'charts/argosy', ...place, ...files.flatMap((file) => ['-f', file])], env);
  for (const file of files) fs.rmSync(file);
}

/** A driver of artifacts as an image (hack/local-up/images/artifact-plugin.mjs). */
const withPlugin = {
  controller: { config: { artifactDrivers: [{ name: 'test', image: 'argosy/artifact-plugin:latest', connectionTimeoutSeconds: 30 }] } },
};

export function uninstallRelease(env) {
  const { release, namespace } = system;
  must('helm', ['uninstall', release, '-n', namespace, '--wait'], env);
  must('kubectl', ['delete', 'namespace', namespace, '--wait=false'], env);
}

/** @returns the registry and tag under which the nodes find the images */
function pushLocally() {
  const tag = buildImages('quay.io/argosy', ['--push', 'http://127.0.0.1:5000']);
  return { registry: 'quay.io/argosy', tag };
}

function pushToRegistry() {
  const registry = process.env.E2E_REGISTRY;
  if (!registry) throw new Error('E2E_REGISTRY names the registry that the nodes pull from: registry.example.com/team');
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

function kindConfig() {
  const { status, stdout, stderr } = spawnSync('kind', ['get', 'kubeconfig', '--name', 'argosy'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`kind: ${stderr}`);
  const file = path.join(os.tmpdir(), 'argosy-kind.kubeconfig');
  fs.writeFileSync(file, stdout, { mode: 0o600 });
  return file;
}

function must(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 2).join(' ')}: ${error?.message ?? `status ${status}`}`);
}
