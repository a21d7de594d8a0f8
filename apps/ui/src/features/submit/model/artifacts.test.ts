import type { WorkflowSpec } from '@argosy/api';
import { expect, test } from 'vitest';
import { artifactsOf, workflowWithArtifacts } from './artifacts.ts';

const spec = {
  entrypoint: 'main',
  arguments: { artifacts: [{ name: 'stored', s3: { key: 'k' } }, { name: 'given' }] },
  templates: [
    {
      name: 'main',
      inputs: {
        artifacts: [
          { name: 'given', path: '/given' },
          { name: 'more', path: '/more', optional: true },
        ],
      },
    },
    { name: 'other', inputs: { artifacts: [{ name: 'else', path: '/else' }] } },
  ],
} as WorkflowSpec;

test('[10-031] the files that a submission takes are those of the workflow and of its entrypoint', () => {
  expect(artifactsOf(spec, '').map(({ name, isOptional }) => [name, isOptional])).toEqual([
    ['stored', true],
    ['given', false],
    ['more', true],
  ]);
  expect(artifactsOf(spec, 'other').map(({ name }) => name)).toEqual(['stored', 'given', 'else']);
});

test('[10-031] what was uploaded is an argument of the workflow', () => {
  const input = { source: { kind: 'WorkflowTemplate', name: 't' }, parameters: ['a=b=c'], entrypoint: '', labels: 'x=y,' } as const;
  expect(workflowWithArtifacts('ns', input, { given: { s3: { key: 'uploads/f' } } })).toMatchObject({
    metadata: { generateName: 't-', labels: { 'workflows.argoproj.io/workflow-template': 't', x: 'y' } },
    spec: {
      workflowTemplateRef: { name: 't' },
      arguments: { parameters: [{ name: 'a', value: 'b=c' }], artifacts: [{ name: 'given', s3: { key: 'uploads/f' } }] },
    },
  });
});
