import { expect, test } from 'vitest';
import { expandLink } from './link-template.ts';

const context = {
  metadata: { name: 'a b', namespace: 'argo', labels: { 'app.kubernetes.io/name': 'x' } },
  status: { startedAt: '2026-01-01T00:00:00Z' },
};

test.each([
  ['https://logs/${metadata.namespace}/${metadata.name}', 'https://logs/argo/a%20b'],
  ['?from=${status.startedAtEpoch}&to=${status.finishedAtEpoch}', '?from=1767225600000&to='],
  ['${metadata.labels.app.kubernetes.io/name}', 'x'],
  ['${nothing.here}', ''],
  ['$100', '$100'],
])('[10-021] %s becomes %s', (template, want) => {
  expect(expandLink(template, context)).toBe(want);
});
