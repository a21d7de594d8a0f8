import type { Pod } from '@argosy/api';
import { type LabelSelector, selects } from '../api-server/kinds/workloads/label-selector.ts';
import type { NodeFacts, PlacedPod } from './node-fit.ts';

interface Term {
  readonly topologyKey: string;
  readonly labelSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
}

interface Affinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly Term[];
}

/** Why the pods that run keep a pod from a node, in the scheduler's words; undefined where they do not. */
export function affinityProblem(pod: Pod, node: NodeFacts, nodes: readonly NodeFacts[]): readonly string[] | undefined {
  const near = (term: Term, namespace: string): readonly PlacedPod[] =>
    podsIn(node, nodes, term.topologyKey).filter((other) => isMeant(other, term, namespace));
  const namespace = pod.metadata.namespace ?? '';
  if (termsOf(pod, 'podAntiAffinity').some((term) => near(term, namespace).length > 0))
    return ["node(s) didn't match pod anti-affinity rules"];
  if (isUnwelcome(pod, node, nodes)) return ["node(s) didn't satisfy existing pods anti-affinity rules"];
  const wanted = termsOf(pod, 'podAffinity');
  const isMissing = wanted.some((term) => near(term, namespace).length === 0 && !isFirst(pod, term, nodes));
  return isMissing ? ["node(s) didn't match pod affinity rules"] : undefined;
}

/** Whether a pod keeps others away from where it is. */
export function isRepelling(pod: Pod): boolean {
  return termsOf(pod, 'podAntiAffinity').length > 0;
}

function termsOf({ spec }: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly Term[] {
  const affinity = (spec.affinity as Readonly<Record<string, Affinity | undefined>> | undefined)?.[kind];
  return affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Pods on the nodes that have the same value of a label as this one. */
function podsIn(node: NodeFacts, nodes: readonly NodeFacts[], topologyKey: string): readonly PlacedPod[] {
  const place = node.labels[topologyKey];
  if (place === undefined) return [];
  return nodes.filter(({ labels }) => labels[topologyKey] === place).flatMap(({ pods }) => [...pods.values()]);
}

function isMeant({ namespace, labels }: PlacedPod, { labelSelector, namespaces, namespaceSelector }: Term, own: string): boolean {
  const isInside = namespaceSelector !== undefined || (namespaces ?? [own]).includes(namespace);
  return isInside && labelSelector !== undefined && selects(labelSelector, labels);
}

function isUnwelcome(pod: Pod, node: NodeFacts, nodes: readonly NodeFacts[]): boolean {
  const { namespace = '', labels = {} } = pod.metadata;
  const newcomer: PlacedPod = { namespace, labels, requests: new Map(), pod };
  return nodes.some(({ repelling, labels: place }) =>
    [...repelling].some((other) =>
      termsOf(other.pod, 'podAntiAffinity').some(
        (term) =>
          place[term.topologyKey] !== undefined &&
          place[term.topologyKey] === node.labels[term.topologyKey] &&
          isMeant(newcomer, term, other.namespace),
      ),
    ),
  );
}

/** The first of several pods that want to be near each other may go anywhere. */
function isFirst(pod: Pod, term: Term, nodes: readonly NodeFacts[]): boolean {
  const { namespace = '', labels = {} } = pod.metadata;
  const isAlone = nodes.every(({ pods }) => [...pods.values()].every((other) => !isMeant(other, term, namespace)));
  return isAlone && isMeant({ namespace, labels, requests: new Map(), pod }, term, namespace);
}
