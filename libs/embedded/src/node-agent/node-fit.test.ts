import type { Pod } from '@argosy/api';
import { describe, expect, it } from 'vitest';
import { type NodeFacts, whyUnschedulable } from './node-fit.ts';
import { amounts, podRequests } from './pod-resources.ts';

const node = (used: Record<string, string> = {}): NodeFacts => ({
  labels: { 'kubernetes.io/os': 'linux', zone: 'a' },
  allocatable: amounts({ cpu: '2', memory: '4Gi', pods: '10' }),
  used: amounts(used),
});
const container = (requests: object, limits: object = {}): object => ({ name: 'c', image: 'i', resources: { requests, limits } });
const pod = (spec: object): Pod => ({ metadata: { name: 'p' }, spec: { containers: [container({})], ...spec } }) as unknown as Pod;
const required = (operator: string, values?: string[]): object => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator, values }] }] },
    },
  },
});
const mismatch = "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.";

describe('a pod fits the node', () => {
  it.each<[string, object, Record<string, string>, string | undefined]>([
    ['without requests', {}, { cpu: '2' }, undefined],
    ['what is left is enough', { containers: [container({ cpu: '500m' })] }, { cpu: '1500m' }, undefined],
    ['fractions add up', { containers: [container({ cpu: '0.1' }), container({ cpu: '0.2' })] }, { cpu: '1.7' }, undefined],
    ['too much cpu', { containers: [container({ cpu: 3 })] }, {}, '0/1 nodes are available: 1 Insufficient cpu.'],
    ['a limit is a request', { containers: [container({}, { cpu: 3 })] }, {}, '0/1 nodes are available: 1 Insufficient cpu.'],
    [
      'cpu and memory',
      { containers: [container({ memory: '3Gi', cpu: '2' })] },
      { cpu: '1', memory: '2Gi' },
      '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory.',
    ],
    [
      'a resource that the node has not',
      { containers: [container({ 'nvidia.com/gpu': 1 })] },
      {},
      '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.',
    ],
    ['all places are taken', {}, { pods: '10' }, '0/1 nodes are available: 1 Too many pods.'],
    ['a selector that holds', { nodeSelector: { zone: 'a' } }, {}, undefined],
    ['a selector that does not', { nodeSelector: { zone: 'b' } }, {}, mismatch],
    ['affinity In', required('In', ['a', 'b']), {}, undefined],
    ['affinity NotIn', required('NotIn', ['a']), {}, mismatch],
    ['affinity DoesNotExist', required('DoesNotExist'), {}, mismatch],
    ['affinity of an unknown operator', required('Like', ['a']), {}, mismatch],
  ])('%s', (_, spec, used, expected) => {
    expect(whyUnschedulable(pod(spec), node(used))).toBe(expected);
  });
});

it('counts the greediest init container and adds sidecars', () => {
  const spec = {
    initContainers: [{ ...container({ cpu: 1 }), restartPolicy: 'Always' }, container({ cpu: 2 })],
    containers: [container({ cpu: '500m' })],
  };
  expect(podRequests(pod(spec)).get('cpu')).toBe(3);
});
