import type { Artifact, ArtifactLocation, ArtifactRepositoryRefStatus } from '@argosy/api';
import { expect, test } from 'vitest';
import { archiveOf, hasLocation, locate, placeOutput, repositoryOf } from './artifact-location.ts';

const minio = { endpoint: 'minio:9000', bucket: 'b', insecure: true };
const s3 = repositoryOf({ artifactRepository: { s3: { ...minio, keyFormat: 'x/{{pod.name}}' } } });
const local = repositoryOf({ artifactRepository: { archiveLogs: true, local: { path: '/store', substituteFor: ['s3', 'gcs'] } } });
const resolve = (format: string) => format.replace('{{workflow.name}}', 'wf').replace('{{pod.name}}', 'pod');

test('a repository is its common fields, its format of keys and what it stands in for', () => {
  expect(s3).toEqual({ kind: 's3', fields: minio, keyFormat: 'x/{{pod.name}}', archiveLogs: false, substituteFor: new Set() });
  expect(local).toEqual({
    kind: 'local',
    fields: { path: '/store' },
    keyFormat: '{{workflow.name}}/{{pod.name}}',
    archiveLogs: true,
    substituteFor: new Set(['s3', 'gcs']),
  });
});

test.each<[string, object | undefined, string | undefined]>([
  ['nothing is configured', undefined, undefined],
  ['only a switch is configured', { archiveLogs: true }, undefined],
  ['a place that holds no keys is configured', { git: { repo: 'r' } }, undefined],
  ['legacy prefix', { s3: { keyPrefix: 'p' } }, 'p/{{workflow.name}}/{{pod.name}}'],
  ['azure', { azure: { blobNameFormat: 'a' } }, 'a'],
  ['hdfs', { hdfs: { pathFormat: 'h' } }, 'h'],
  ['artifactory', { artifactory: { repoURL: 'http://r', keyFormat: 'k' } }, 'http://r/k'],
])('format of keys: %s', (_name, artifactRepository, want) => {
  expect(repositoryOf(artifactRepository && ({ artifactRepository } as ArtifactRepositoryRefStatus))?.keyFormat).toBe(want);
});

test.each<[string, ArtifactLocation, ArtifactLocation]>([
  ['a key is completed', { s3: { key: 'k' } }, { s3: { ...minio, key: 'k' } }],
  ['a complete location stays', { s3: { endpoint: 'e', bucket: 'c', key: 'k' } }, { s3: { endpoint: 'e', bucket: 'c', key: 'k' } }],
  ['another bucket keeps the endpoint of the repository', { s3: { bucket: 'c', key: 'k' } }, { s3: { ...minio, bucket: 'c', key: 'k' } }],
  ['another kind stays', { gcs: { key: 'k' } }, { gcs: { key: 'k' } }],
  ['raw stays', { raw: { data: 'x' } }, { raw: { data: 'x' } }],
])('locate: %s', (_name, location, want) => {
  expect(locate(location, s3)).toEqual(want);
});

test.each<[string, ArtifactLocation, ArtifactLocation]>([
  ['keys of a kind it stands in for', { s3: { ...minio, key: 'k' } }, { local: { path: '/store', key: 'k' } }],
  ['keys only', { gcs: { key: 'k' } }, { local: { path: '/store', key: 'k' } }],
  ['its own keys', { local: { key: 'k' } }, { local: { path: '/store', key: 'k' } }],
  ['not what it does not stand in for', { oss: { key: 'k' } }, { oss: { key: 'k' } }],
  ['not http', { http: { url: 'u' } }, { http: { url: 'u' } }],
])('a repository that stands in for others takes %s', (_name, location, want) => {
  expect(locate(location, local)).toEqual(want);
});

test.each<[string, Artifact, object | undefined]>([
  [
    'tar by default',
    { name: 'a', path: '/x/y.txt' },
    { located: { s3: { ...minio, key: 'x/pod/a.tgz' } }, reported: { s3: { key: 'x/pod/a.tgz' } } },
  ],
  [
    'zip',
    { name: 'a', path: '/x', archive: { zip: {} } },
    { located: { s3: { key: 'x/pod/a.zip' } }, reported: { s3: { key: 'x/pod/a.zip' } } },
  ],
  [
    'not packed',
    { name: 'a', path: '/x/y.txt', archive: { none: {} } },
    { located: { s3: { key: 'x/pod/y.txt' } }, reported: { s3: { key: 'x/pod/y.txt' } } },
  ],
  [
    'a key of its own',
    { name: 'a', path: '/x', s3: { key: 'k' } },
    { located: { s3: { ...minio, key: 'k' } }, reported: { name: 'a', path: '/x', s3: { key: 'k' } } },
  ],
  ['http', { name: 'a', path: '/x', http: { url: 'u' } }, { located: { http: { url: 'u' } }, reported: { http: { url: 'u' } } }],
  ['an incomplete place of another kind', { name: 'a', path: '/x', gcs: { key: 'k' } }, undefined],
])('placeOutput: %s', (_name, artifact, want) => {
  const placed = placeOutput(artifact, archiveOf(undefined, s3, resolve));
  if (want === undefined) expect(placed).toBeUndefined();
  else expect(placed).toMatchObject(want);
});

test.each<[string, ArtifactLocation | undefined, string | undefined]>([
  ['the repository', undefined, 'wf/pod'],
  ['a switch only', { archiveLogs: true }, 'wf/pod'],
  ['a place with a key', { s3: { ...minio, key: 'mine/{{pod.name}}' } }, 'mine/pod'],
])('archiveLocation: %s', (_name, location, want) => {
  expect(archiveOf(location, local, resolve)?.key).toBe(want);
  expect(archiveOf(location, local, resolve)?.repository.kind).toBe('local');
});

test('[5-042] what goes to a place of the template is reported with its whole location, so that consumers and deletion find it', () => {
  const elsewhere = archiveOf({ s3: { ...minio, bucket: 'other', key: 'mine' } }, s3, resolve);
  expect(placeOutput({ name: 'a', path: '/x' }, elsewhere)?.reported).toMatchObject({ s3: { bucket: 'other', key: 'mine/a.tgz' } });
  const here = archiveOf({ s3: { key: 'mine' } }, s3, resolve);
  expect(placeOutput({ name: 'a', path: '/x' }, here)?.reported).toMatchObject({ s3: { key: 'mine/a.tgz' } });
});

test.each<[ArtifactLocation, boolean]>([
  [{}, false],
  [{ s3: { key: 'k', bucket: 'b' } }, false],
  [{ s3: { ...minio, key: 'k' } }, true],
  [{ hdfs: { addresses: [], path: 'p' } }, false],
  [{ raw: { data: '' } }, true],
  [{ http: { url: 'u' } }, true],
  [{ local: { key: 'k' } }, false],
])('hasLocation(%j) is %s', (location, want) => {
  expect(hasLocation(location)).toBe(want);
});
