import type { ApiObject, JsonObject } from '../../../store/object.ts';
import type { PodView } from '../../kinds/pod-types.ts';
import type { PodTemplate } from '../../kinds/workloads/pod-template.ts';
import { toleratesTaints, type Taint } from './node-taints.ts';
import { currentRevision, revisionLabel } from './revisions.ts';
import {
  type Controller,
  countAvailable,
  createPod,
  isActive,
  isReady,
  podsOf,
  removePod,
  scaled,
  type Workload,
  type WorkloadContext,
  writeStatus,
} from './workload.ts';

const hostname = 'metadata.name';

/** What a daemon puts up with that keeps other pods away. */
const tolerations = ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((name, i) => ({
  key: `node.kubernetes.io/${name}`,
  operator: 'Exists',
  effect: i < 2 ? 'NoExecute' : 'NoSchedule',
}));

/** Keeps one pod on every node that the set chooses. */
export const reconcileDaemonSet: Controller = (context, set) => {
  const revision = currentRevision(context, set);
  const nodes = context.state.store.list('nodes').map(({ object }) => object);
  const chosen = new Set(nodes.filter((node) => isChosen(set, node)).map(({ metadata }) => metadata.name ?? ''));
  if (!set.metadata.deletionTimestamp) settle(context, set, { chosen, revision });
  const pods = podsOf(context, set).filter(isActive);
  const placed = pods.filter((pod) => chosen.has(nodeOf(pod) ?? ''));
  const available = countAvailable(context, placed, Number(set.spec['minReadySeconds'] ?? 0));
  writeStatus(context, set, {
    observedGeneration: set.metadata.generation,
    desiredNumberScheduled: chosen.size,
    currentNumberScheduled: placed.length,
    numberMisscheduled: pods.length - placed.length,
    numberReady: placed.filter(isReady).length,
    updatedNumberScheduled: placed.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision).length || undefined,
    numberAvailable: available || undefined,
    numberUnavailable: chosen.size - available || undefined,
  });
};

interface Settling {
  readonly chosen: ReadonlySet<string>;
  readonly revision: string;
}

function settle(context: WorkloadContext, set: Workload, { chosen, revision }: Settling): void {
  const pods = podsOf(context, set);
  const byNode = new Map<string, PodView>();
  for (const pod of pods) {
    const node = nodeOf(pod) ?? '';
    const isSurplus = !chosen.has(node) || byNode.has(node) || !isActive(pod);
    if (!isSurplus) byNode.set(node, pod);
    else if (!pod.metadata.deletionTimestamp) removePod(context, set, pod);
  }
  const leaving = new Set(pods.filter(({ metadata }) => metadata.deletionTimestamp).map((pod) => nodeOf(pod)));
  for (const node of chosen) if (!byNode.has(node) && !leaving.has(node)) makePod(context, set, { node, revision });
  rollOut(context, set, { pods: [...byNode.values()], chosen, revision });
}

/** Replaces pods of an earlier template while no more are away than may be. */
function rollOut(
  context: WorkloadContext,
  set: Workload,
  { pods, chosen, revision }: Settling & { readonly pods: readonly PodView[] },
): void {
  const strategy = set.spec['updateStrategy'] as { readonly type?: string; readonly rollingUpdate?: JsonObject } | undefined;
  if (strategy?.type !== 'RollingUpdate') return;
  let spare = scaled(strategy.rollingUpdate?.['maxUnavailable'] ?? 1, chosen.size, Math.ceil) - (chosen.size - pods.filter(isReady).length);
  for (const pod of pods.filter(({ metadata }) => metadata.labels?.[revisionLabel] !== revision)) {
    if (isReady(pod) && spare <= 0) continue;
    if (isReady(pod)) spare--;
    removePod(context, set, pod);
  }
}

function makePod(context: WorkloadContext, set: Workload, { node, revision }: { readonly node: string; readonly revision: string }): void {
  const change = (spec: PodView['spec']): void => {
    const term = { matchFields: [{ key: hostname, operator: 'In', values: [node] }] };
    const affinity = (spec['affinity'] ?? {}) as JsonObject;
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
    spec['affinity'] = { ...affinity, nodeAffinity };
    spec['tolerations'] = [...((spec['tolerations'] as readonly object[] | undefined) ?? []), ...tolerations];
  };
  createPod(context, set, { template: set.spec.template as PodTemplate, labels: { [revisionLabel]: revision }, change });
}

interface DaemonAffinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: {
      readonly nodeSelectorTerms?: readonly { readonly matchFields?: readonly { readonly values?: readonly string[] }[] }[];
    };
  };
}

/** The node that a daemon was made for, also before it is bound. */
function nodeOf({ spec }: PodView): string | undefined {
  const { nodeAffinity } = (spec['affinity'] ?? {}) as DaemonAffinity;
  const [term] = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return spec.nodeName ?? term?.matchFields?.[0]?.values?.[0];
}

function isChosen({ spec }: Workload, { metadata, spec: nodeSpec }: ApiObject & { readonly spec?: unknown }): boolean {
  const template = spec.template?.spec ?? {};
  const wanted = Object.entries((template['nodeSelector'] ?? {}) as Readonly<Record<string, string>>);
  const taints = ((nodeSpec as JsonObject | undefined)?.['taints'] ?? []) as readonly Taint[];
  const own = (template['tolerations'] ?? []) as readonly object[];
  return wanted.every(([key, value]) => metadata.labels?.[key] === value) && toleratesTaints([...own, ...tolerations], taints);
}
