import type { Pod } from '@argosy/api';
import { type Amounts, podRequests } from './pod-resources.ts';

/** The one node, and what of it is taken. */
export interface NodeFacts {
  readonly labels: Readonly<Record<string, string>>;
  readonly allocatable: Amounts;
  readonly used: Amounts;
}

/** Why a pod cannot be placed on the node, in the scheduler's words; undefined when it can. */
export function whyUnschedulable(pod: Pod, node: NodeFacts): string | undefined {
  if (!matchesLabels(pod, node)) return "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.";
  const lacking = [...podRequests(pod)].filter(([name, wanted]) => wanted > free(name, node)).map(([name]) => name);
  if (lacking.length === 0) return undefined;
  return `0/1 nodes are available: ${lacking.sort().map(shortage).join(', ')}.`;
}

/** Disk space is not kept account of here: no pod is refused for it. */
const uncounted = 'ephemeral-storage';

function free(resource: string, { allocatable, used }: NodeFacts): number {
  if (resource === uncounted) return Number.POSITIVE_INFINITY;
  // Sums of decimal fractions are a little off.
  return (allocatable.get(resource) ?? 0) - (used.get(resource) ?? 0) + 1e-9;
}

function shortage(resource: string): string {
  return resource === 'pods' ? '1 Too many pods' : `1 Insufficient ${resource}`;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: {
    readonly nodeSelectorTerms?: readonly { readonly matchExpressions?: readonly Requirement[] }[];
  };
}

function matchesLabels({ spec }: Pod, { labels }: NodeFacts): boolean {
  if (Object.entries(spec.nodeSelector ?? {}).some(([key, value]) => labels[key] !== value)) return false;
  const affinity = (spec.affinity as { readonly nodeAffinity?: NodeAffinity } | undefined)?.nodeAffinity;
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms) return true;
  return terms.some(({ matchExpressions = [] }) => matchExpressions.every((requirement) => meets(labels[requirement.key], requirement)));
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
