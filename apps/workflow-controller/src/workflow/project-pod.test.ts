import type { Pod } from '@argosy/api';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { isBlank, isSignificantChange, projectPod } from './project-pod.ts';

interface Case {
  readonly name: string;
  readonly pod: Pod;
  readonly facts: object;
}

const cases = parse(readFileSync(new URL('testdata/pods.yaml', import.meta.url), 'utf8')) as readonly Case[];

test.each(cases.map((one) => [one.name, one] as const))('a pod that %s', (_name, { pod, facts }) => {
  expect(projectPod(pod).facts).toMatchObject(facts);
});

const created: Pod = { metadata: { name: 'p', uid: 'u' }, spec: { containers: [{ name: 'main', image: 'x' }] } };

test.each<[string, Pod, boolean]>([
  ['another version', { ...created, metadata: { ...created.metadata, resourceVersion: '2' } }, false],
  ['a node before it runs', { ...created, spec: { ...created.spec, nodeName: 'n' } }, false],
  ['a phase', { ...created, status: { phase: 'Running' } }, true],
  ['a deletion', { ...created, metadata: { ...created.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }, true],
  [
    'a reason to wait',
    {
      ...created,
      status: { containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'ErrImagePull' } } }] },
    },
    true,
  ],
])('%s is significant or not', (_name, changed, want) => {
  expect(isSignificantChange(projectPod(created), projectPod(changed))).toBe(want);
});

test('a pod is blank until something happens to it', () => {
  expect(isBlank(projectPod(created))).toBe(true);
  expect(isBlank(projectPod({ ...created, status: { phase: 'Running' } }))).toBe(false);
});

test('containers under the emissary can be told to end', () => {
  const pod: Pod = {
    ...created,
    spec: {
      containers: [
        { name: 'main', command: ['/var/run/argo/argoexec', 'emissary', '--', 'true'] },
        { name: 'wait', command: ['argoexec', 'wait'] },
      ],
    },
  };
  expect(projectPod(pod).wrapped).toEqual(['main']);
});

test('reports of several containers are one, packed or not', () => {
  const packed = `done\u241eargosy+gzip:${gzipSync(JSON.stringify({ completed: true, outputs: { artifacts: [{ name: 'logs' }] } })).toString('base64')}`;
  const plain = `\u241eargosy:${JSON.stringify({ completed: true, outputs: { result: 'x' } })}`;
  const status = (name: string, message: string) => ({
    name,
    ready: false,
    restartCount: 0,
    state: { terminated: { exitCode: 0, message } },
  });
  const { facts } = projectPod({
    ...created,
    status: { phase: 'Succeeded', containerStatuses: [status('main', plain), status('wait', packed)] },
  });
  expect(facts.report).toEqual({ nodeId: '', completed: true, outputs: { result: 'x', artifacts: [{ name: 'logs' }] } });
});
