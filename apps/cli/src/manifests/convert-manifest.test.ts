import { expect, test } from 'vitest';
import { convertManifest } from './convert-manifest.ts';

const apiVersion = 'argoproj.io/v1alpha1';

test.each([
  {
    title: 'one schedule becomes a list',
    from: { apiVersion, kind: 'CronWorkflow', spec: { schedule: '* * * * *', workflowSpec: { entrypoint: 'a' } } },
    to: { apiVersion, kind: 'CronWorkflow', spec: { schedules: ['* * * * *'], workflowSpec: { entrypoint: 'a' } } },
  },
  {
    title: 'locks become lists, of the workflow and of its templates',
    from: {
      apiVersion,
      kind: 'Workflow',
      spec: {
        synchronization: { mutex: { name: 'a' } },
        templates: [{ name: 't', synchronization: { semaphore: { configMapKeyRef: { name: 'c' } } } }],
      },
    },
    to: {
      apiVersion,
      kind: 'Workflow',
      spec: {
        synchronization: { mutexes: [{ name: 'a' }] },
        templates: [{ name: 't', synchronization: { semaphores: [{ configMapKeyRef: { name: 'c' } }] } }],
      },
    },
  },
  {
    title: 'what is of today stays',
    from: { apiVersion, kind: 'Workflow', spec: { synchronization: { mutexes: [{ name: 'a' }] } } },
    to: { apiVersion, kind: 'Workflow', spec: { synchronization: { mutexes: [{ name: 'a' }] } } },
  },
  {
    title: 'what is not ours stays',
    from: { apiVersion: 'v1', kind: 'ConfigMap', spec: { schedule: 'x' } },
    to: { apiVersion: 'v1', kind: 'ConfigMap', spec: { schedule: 'x' } },
  },
])('$title', ({ from, to }) => {
  expect(convertManifest(from)).toEqual(to);
});
