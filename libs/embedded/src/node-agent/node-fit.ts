import type { Pod } from '@argosy/api';
import { type Taint, untolerated } from '../api-server/controllers/workloads/node-taints.ts';
import { affinityProblem, isRepelling } from './pod-affinity.ts';
import { type Amounts, podRequests, sum } from './pod-resources.ts';

/** A node, and what runs on it. */
export interface NodeFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
  readonly allocatable: Amounts;
  /** By uid. */
  readonly pods: Map<string, PlacedPod>;
  /** Those that keep others away. */
  readonly repelling: Set<PlacedPod>;
  /** What the pods ask for together. */
  used: Amounts;
}

export interface PlacedPod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly requests: Amounts;
  readonly pod: Pod;
}

export type Choice = { readonly node: string; readonly reason?: undefined } | { readonly reason: string };

type Predicate = (pod: Pod, node: NodeFacts, nodes: readonly NodeFacts[]) => readonly string[];

/** What speaks against a node, in the scheduler's words; the first that finds something says it. */
const predicates: readonly Predicate[] = [
  (pod, { unschedulable }) => (unschedulable && !toleratesCordon(pod) ? ['node(s) were unschedulable'] : []),
  (pod, { taints }) => {
    const taint = untolerated(tolerationsOf(pod), taints);
    return taint ? [`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`] : [];
  },
  (pod, node) => (matchesLabels(pod, node) ? [] : ["node(s) didn't match Pod's node affinity/selector"]),
  (pod, node, nodes) => affinityProblem(pod, node, nodes) ?? [],
  (pod, node) => shortages(pod, node),
];

/** The node with the fewest pods among those that a pod fits on, or why it fits on none. */
export function chooseNode(pod: Pod, nodes: readonly NodeFacts[]): Choice {
  const counts = new Map<string, number>();
  const fitting = nodes.filter((node) => {
    const reasons = firstProblem(pod, node, nodes);
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return reasons.length === 0;
  });
  const [best] = fitting.toSorted((a, b) => a.pods.size - b.pods.size);
  if (best) return { node: best.name };
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return { reason: `0/${nodes.length} nodes are available${reasons.length > 0 ? `: ${reasons.join(', ')}` : ''}.` };
}

function firstProblem(pod: Pod, node: NodeFacts, nodes: readonly NodeFacts[]): readonly string[] {
  for (const predicate of predicates) {
    const reasons = predicate(pod, node, nodes);
    if (reasons.length > 0) return reasons;
  }
  return [];
}

function tolerationsOf({ spec }: Pod): readonly object[] {
  return (spec as { readonly tolerations?: readonly object[] }).tolerations ?? [];
}

function toleratesCordon(pod: Pod): boolean {
  return untolerated(tolerationsOf(pod), [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]) === undefined;
}

/** Disk space is not kept account of here: no pod is refused for it. */
const uncounted = 'ephemeral-storage';

function shortages(pod: Pod, node: NodeFacts): readonly string[] {
  const lacking = [...podRequests(pod)].filter(([name, wanted]) => wanted > free(name, node));
  return lacking.map(([name]) => (name === 'pods' ? 'Too many pods' : `Insufficient ${name}`));
}

function free(resource: string, { allocatable, used }: NodeFacts): number {
  if (resource === uncounted) return Number.POSITIVE_INFINITY;
  // Sums of decimal fractions are a little off.
  return (allocatable.get(resource) ?? 0) - (used.get(resource) ?? 0) + 1e-9;
}

/** A node as it is before anything was placed on it. */
export function emptyNode(node: Omit<NodeFacts, 'pods' | 'repelling' | 'used'>): NodeFacts {
  return { ...node, pods: new Map(), repelling: new Set(), used: new Map() };
}

/** Counts a pod on its node. */
export function addPod(node: NodeFacts, uid: string, placed: PlacedPod): void {
  node.pods.set(uid, placed);
  node.used = sum(node.used, placed.requests);
  if (isRepelling(placed.pod)) node.repelling.add(placed);
}

/** Gives its room back. */
export function removePod(node: NodeFacts, uid: string): void {
  const placed = node.pods.get(uid);
  if (!placed) return;
  node.pods.delete(uid);
  node.repelling.delete(placed);
  node.used = sum(node.used, new Map([...placed.requests].map(([name, amount]) => [name, -amount])));
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: {
    readonly nodeSelectorTerms?: readonly {
      readonly matchExpressions?: readonly Requirement[];
      readonly matchFields?: readonly Requirement[];
    }[];
  };
}

function matchesLabels({ spec }: Pod, { labels, name }: NodeFacts): boolean {
  if (Object.entries(spec.nodeSelector ?? {}).some(([key, value]) => labels[key] !== value)) return false;
  const affinity = (spec.affinity as { readonly nodeAffinity?: NodeAffinity } | undefined)?.nodeAffinity;
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms) return true;
  return terms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((requirement) => meets(labels[requirement.key], requirement)) &&
      matchFields.every((requirement) => meets(requirement.key === 'metadata.name' ? name : undefined, requirement)),
  );
}

function meets(value: string | undefined, { operator, values = [] }: Requirement): boolean {
  const test = operators[operator];
  return test !== undefined && test(value, values);
}

const operators: Readonly<Record<string, (value: string | undefined, values: readonly string[]) => boolean>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
  Gt: (value, [bound]) => Number(value) > Number(bound),
  Lt: (value, [bound]) => Number(value) < Number(bound),
};
