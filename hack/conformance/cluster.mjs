import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import yaml from 'yaml';
import { clusterEnvironment, installRelease, system, uninstallRelease } from '../release.mjs';
import { failedPodRestart, images, namespaceParallelism, progressVariables, workflowDefaults } from './configuration.mjs';

/** A release on a cluster, with MinIO for artifacts and rights for the service account `default` of every case's namespace. */
export function startOnCluster({ provider }) {
  const env = clusterEnvironment(provider);
  installRelease(provider, { env, values });
  makeBuckets(env);
  bringImage(env, 'quay.io/argoproj/argoexec:latest');
  run(
    env,
    ['apply', '-f', '-'],
    yaml.stringify({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'lowest' }, value: -1 }),
  );
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-conformance-'));
  const file = path.join(folder, 'namespace.yaml');
  fs.writeFileSync(file, inEveryNamespace.map((object) => yaml.stringify(object)).join('---\n'));
  return {
    env,
    flags: ['--env', file],
    stop: () => {
      run(env, ['delete', 'priorityclass', 'lowest']);
      uninstallRelease(env);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

const locks = '/var/lib/argosy';

const values = {
  controller: {
    namespaceParallelism,
    workflowDefaults: workflowDefaults({ noNodes: false }),
    failedPodRestart,
    synchronization: { controllerName: 'conformance', sqlite: { path: `${locks}/locks.db` } },
    volumes: [{ name: 'locks', emptyDir: {} }],
    volumeMounts: [{ name: 'locks', mountPath: locks }],
  },
  executor: { env: Object.entries(progressVariables).map(([name, value]) => ({ name, value })) },
  emissary: { images },
};

/** Buckets that manifests of the corpus name, beside that of the chart. */
function makeBuckets(env) {
  const folders = ['my-bucket-2', 'my-bucket-3', 'plugin-bucket'].map((bucket) => `/data/${bucket}`);
  run(env, ['exec', '-n', system.namespace, 'deployment/minio', '--', 'mkdir', '-p', ...folders]);
}

/** A manifest of the corpus has an image that it wants nobody to pull. */
function bringImage(env, image) {
  const place = ['-n', system.namespace, 'pod/bring-image'];
  run(env, ['run', '-n', system.namespace, 'bring-image', `--image=${image}`, '--restart=Never', '--command', '--', 'true']);
  run(env, ['wait', ...place, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=120s']);
  run(env, ['delete', ...place]);
}

/** Manifests speak of `minio:9000` in their own namespace. */
const inEveryNamespace = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'minio' },
    spec: { type: 'ExternalName', externalName: `minio.${system.namespace}.svc.cluster.local` },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'my-minio-cred' }, stringData: { accesskey: 'admin', secretkey: 'password' } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'everything' },
    rules: [
      { apiGroups: ['argoproj.io'], resources: ['*'], verbs: ['*'] },
      {
        apiGroups: ['', 'apps', 'batch', 'rbac.authorization.k8s.io'],
        resources: ['*'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'everything' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'everything' },
    subjects: [{ kind: 'ServiceAccount', name: 'default' }],
  },
];

function run(env, args, input) {
  const { status, stderr } = spawnSync('kubectl', args, { env, input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`kubectl ${args[0]}: ${stderr}`);
}
