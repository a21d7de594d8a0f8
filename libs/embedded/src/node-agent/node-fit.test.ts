import type { Pod } from '@argosy/api';
import { describe, expect, it } from 'vitest';
import { addPod, chooseNode, emptyNode, type NodeFacts } from './node-fit.ts';
import { amounts, podRequests } from './pod-resources.ts';

const empty = (name = 'n', change: object = {}): NodeFacts =>
  emptyNode({
    name,
    labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': name, zone: 'a' },
    unschedulable: false,
    taints: [],
    allocatable: amounts({ cpu: '2', memory: '4Gi', pods: '10' }),
    ...change,
  });
const node = (used: Record<string, string> = {}): NodeFacts => Object.assign(empty(), { used: amounts(used) });
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
    expect(chooseNode(pod(spec), [node(used)]).reason).toBe(expected);
  });
});

describe('several nodes', () => {
  const labelled = (labels: object, spec: object = {}): Pod =>
    ({ metadata: { name: 'p', namespace: 'ns', labels }, spec: { containers: [container({})], ...spec } }) as unknown as Pod;
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } };
  const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
  const together = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
  const placed = (at: NodeFacts, one: Pod): NodeFacts => {
    addPod(at, `${at.name}-pod`, { namespace: 'ns', labels: one.metadata.labels ?? {}, requests: podRequests(one), pod: one });
    return at;
  };
  const db = labelled({ app: 'db' });
  const cordoned = { unschedulable: true };
  const tainted = { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] };
  it.each<[string, Pod, readonly NodeFacts[], object]>([
    ['the one with fewer pods', db, [placed(empty('a'), db), empty('b')], { node: 'b' }],
    ['not one that is cordoned', db, [empty('a', cordoned), empty('b')], { node: 'b' }],
    ['away from others of its kind', labelled({ app: 'db' }, apart), [placed(empty('a'), db), empty('b')], { node: 'b' }],
    ['near others of its kind', labelled({ app: 'web' }, together), [placed(empty('a'), db), empty('b')], { node: 'a' }],
    ['the first of its kind, which has nobody to be near to', labelled({ app: 'db' }, together), [empty('a')], { node: 'a' }],
    [
      'none where a pod wants none of its kind near',
      db,
      [placed(empty('a'), labelled({ app: 'db' }, apart))],
      { reason: "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules." },
    ],
    [
      'none, for different reasons',
      labelled({ app: 'db' }, apart),
      [placed(empty('a'), db), empty('b', cordoned), empty('c', tainted)],
      {
        reason:
          "0/3 nodes are available: 1 node(s) didn't match pod anti-affinity rules, 1 node(s) had untolerated taint {gpu: yes}, 1 node(s) were unschedulable.",
      },
    ],
    [
      'a tainted one that it puts up with',
      labelled({}, { tolerations: [{ key: 'gpu', operator: 'Exists' }] }),
      [empty('a', tainted)],
      { node: 'a' },
    ],
  ])('%s', (_, one, nodes, expected) => {
    expect(chooseNode(one, nodes)).toEqual(expected);
  });
});

it('counts the greediest init container and adds sidecars', () => {
  const spec = {
    initContainers: [{ ...container({ cpu: 1 }), restartPolicy: 'Always' }, container({ cpu: 2 })],
    containers: [container({ cpu: '500m' })],
  };
  expect(podRequests(pod(spec)).get('cpu')).toBe(3);
});
