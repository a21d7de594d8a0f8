import { expect, test } from 'vitest';
import type { ConfigMapObject } from '../caches/objects.ts';
import { resolveArtifactRepository } from './artifact-repository.ts';
import type { Shell } from './shell.ts';

const minio = { bucket: 'b', endpoint: 'minio:9000', accessKeySecret: { name: 'cred', key: 'k' }, keyFormat: 'x/{{pod.name}}' };
const repositories = {
  metadata: {
    name: 'artifact-repositories',
    namespace: 'ns',
    annotations: { 'workflows.argoproj.io/default-artifact-repository': 'main' },
  },
  data: { main: JSON.stringify({ archiveLogs: true, s3: minio }), other: JSON.stringify({ gcs: { bucket: 'g' } }) },
} as unknown as ConfigMapObject;

function shellWith(artifactRepository: unknown, configMap: ConfigMapObject | undefined): Shell {
  const peek = (namespace: string): ConfigMapObject | undefined => (namespace === configMap?.metadata.namespace ? configMap : undefined);
  return { namespace: 'argo', settings: () => ({ artifactRepository }), configMaps: { peek } } as unknown as Shell;
}

const resolve = (own: unknown, configMap: ConfigMapObject | undefined, key?: string) =>
  resolveArtifactRepository(shellWith(own, configMap), { namespace: 'ns', ...(key && { reference: { key } }) });

test.each([
  [
    'the default of the namespace',
    { s3: { bucket: 'c' } },
    undefined,
    { key: 'main', artifactRepository: { archiveLogs: true, s3: minio } },
  ],
  [
    'a local repository that stands in for it keeps its keys and logs',
    { local: { path: '/store', substituteFor: ['s3'] } },
    undefined,
    {
      key: 'main',
      artifactRepository: { archiveLogs: true, local: { path: '/store', substituteFor: ['s3'], keyFormat: 'x/{{pod.name}}' } },
    },
  ],
  ['one that does not', { local: { path: '/store' } }, undefined, { key: 'main', artifactRepository: { archiveLogs: true, s3: minio } }],
  [
    'a key that is asked for',
    { local: { path: '/store', substituteFor: ['s3'] } },
    'other',
    { key: 'other', artifactRepository: { gcs: { bucket: 'g' } } },
  ],
])('%s', async (_, own, key, expected) => {
  expect(await resolve(own, repositories, key)).toEqual({
    artifactRepository: { configMap: 'artifact-repositories', namespace: 'ns', ...expected },
  });
});

test('[5-020] what is asked for may lie in the namespace of the controller; a default may not', async () => {
  const shared = { ...repositories, metadata: { ...repositories.metadata, namespace: 'argo' } };
  expect((await resolve(undefined, shared, 'other')).artifactRepository).toMatchObject({ namespace: 'argo', key: 'other' });
  expect(await resolve(undefined, shared)).toEqual({});
});

test('[5-021] what is not there is an error only when it was asked for', async () => {
  expect(await resolve({ s3: { bucket: 'c' } }, undefined)).toEqual({
    artifactRepository: { default: true, artifactRepository: { s3: { bucket: 'c' } } },
  });
  expect(await resolve(undefined, repositories, 'none')).toEqual({
    artifactRepositoryError:
      'failed to find any artifact repository for artifact repository ref "#none": config map ns/artifact-repositories has no key none, config map argo/artifact-repositories not found',
  });
});
