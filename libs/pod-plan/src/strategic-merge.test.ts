import { expect, test } from 'vitest';
import { strategicMerge } from './strategic-merge.ts';

test.each<[string, unknown, unknown, unknown]>([
  ['maps are merged, null removes', { a: { b: 1, c: 2 }, d: 1 }, { a: { b: null, e: 3 } }, { a: { c: 2, e: 3 }, d: 1 }],
  ['lists without a key are replaced', { args: [1, 2] }, { args: [3] }, { args: [3] }],
  [
    'containers are merged by name',
    { containers: [{ name: 'main', image: 'a', env: [{ name: 'X', value: '1' }] }] },
    { containers: [{ name: 'main', env: [{ name: 'Y', value: '2' }] }, { name: 'new' }] },
    {
      containers: [
        {
          name: 'main',
          image: 'a',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        },
        { name: 'new' },
      ],
    },
  ],
  [
    'mounts are merged by path',
    { volumeMounts: [{ mountPath: '/a', name: 'x' }] },
    { volumeMounts: [{ mountPath: '/a', readOnly: true }] },
    { volumeMounts: [{ mountPath: '/a', name: 'x', readOnly: true }] },
  ],
  [
    '$patch delete removes an item',
    { volumes: [{ name: 'a' }, { name: 'b' }] },
    { volumes: [{ name: 'a', $patch: 'delete' }] },
    { volumes: [{ name: 'b' }] },
  ],
  [
    '$patch delete of what is not there does nothing',
    { volumes: [{ name: 'a' }] },
    { volumes: [{ name: 'z', $patch: 'delete' }] },
    { volumes: [{ name: 'a' }] },
  ],
  ['$patch replace drops the old map', { a: { b: 1 } }, { a: { $patch: 'replace', c: 2 } }, { a: { c: 2 } }],
  [
    '$patch replace in a list replaces it',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containers: [{ $patch: 'replace' }, { name: 'c' }] },
    { containers: [{ name: 'c' }] },
  ],
  ['new fields are taken without nulls', {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  [
    '$retainKeys keeps only what is listed',
    { strategy: { type: 'a', rolling: {} } },
    { strategy: { $retainKeys: ['type'], type: 'b' } },
    { strategy: { type: 'b' } },
  ],
  ['tolerations are replaced', { tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] }, { tolerations: [{ key: 'b' }] }],
  [
    'ports are merged by their number alone, as Kubernetes does',
    { ports: [{ containerPort: 53, protocol: 'TCP' }] },
    { ports: [{ containerPort: 53, protocol: 'UDP' }] },
    { ports: [{ containerPort: 53, protocol: 'UDP' }] },
  ],
])('%s', (_name, base, patch, want) => {
  expect(strategicMerge(base, patch)).toEqual(want);
});
