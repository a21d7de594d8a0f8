import type { Template, Workflow } from '@argosy/api';

const step: Template = { name: 'step', container: { name: 'main', image: 'busybox', command: ['true'] } };

function workflow(name: string, templates: readonly Template[]): Workflow {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace: 'argo' },
    spec: { entrypoint: 'main', templates: [{ ...step }, ...templates] },
  };
}

/** Small workflows that together use what the shell has to get right: sequence, fan-out, joins, retries. */
export const smallWorkflows = {
  onePod: (name: string): Workflow => workflow(name, [{ ...step, name: 'main' }]),
  chain: (name: string): Workflow =>
    workflow(name, [{ name: 'main', steps: [1, 2, 3].map((index) => [{ name: `s${index}`, template: 'step' }]) }]),
  fanOut: (name: string): Workflow =>
    workflow(name, [{ name: 'main', steps: [[{ name: 'all', template: 'step', withSequence: { count: '4' } }]] }]),
  diamond: (name: string): Workflow =>
    workflow(name, [
      {
        name: 'main',
        dag: {
          tasks: [
            { name: 'a', template: 'step' },
            { name: 'b', template: 'step', dependencies: ['a'] },
            { name: 'c', template: 'step', dependencies: ['a'] },
            { name: 'd', template: 'step', dependencies: ['b', 'c'] },
          ],
        },
      },
    ]),
  retried: (name: string): Workflow => workflow(name, [{ ...step, name: 'main', retryStrategy: { limit: '3' } }]),
} as const;
