import type { Artifact, ArtifactNodeSpec, Metadata, WorkflowArtifactGCTask } from '@argosy/api';
import { planArtifactGc, podHashLabel } from '@argosy/pod-plan';
import { fnv1a32 } from '@argosy/std';
import { byNode, contentOf, type Found, type Garbage } from './garbage.ts';
import type { ArtifactGcObservation, GcWork } from './observation.ts';
import type { DeletionStrategy } from './strategy.ts';

/** Most artifacts and bytes of one task: all of it goes through the environment of a container, and what became of it through its message. */
const mostArtifacts = 2_000;
const mostBytes = 192 * 1024;

const abbreviations: Readonly<Record<DeletionStrategy, string>> = { OnWorkflowCompletion: 'wfcomp', OnWorkflowDeletion: 'wfdel' };

/** Tasks for artifacts that no task covers, one for each account and metadata of their pods, split where they are too many (acceptance 5-047, 5-048). */
export function newWork(observation: ArtifactGcObservation, garbage: readonly Garbage[], strategy: DeletionStrategy): readonly GcWork[] {
  const taken = new Set(observation.tasks.map(({ metadata }) => metadata.name));
  const work: GcWork[] = [];
  for (const { identity, members } of groupsOf(observation, garbage)) {
    const base = podNameOf(observation, identity, strategy);
    let index = 0;
    for (const part of partsOf(members)) {
      while (taken.has(`${base}-${index}`)) index++;
      const podName = index === 0 ? base : `${base}-${index}`;
      taken.add(`${base}-${index}`);
      work.push(workOf(observation, { identity, part, podName, taskName: `${base}-${index}`, strategy }));
    }
  }
  return work;
}

/** The work of a task that is there without its pod. */
export function resumedWork(observation: ArtifactGcObservation, task: WorkflowArtifactGCTask): GcWork {
  const part = contentOf(task, observation.repository);
  const [first] = part;
  const taskName = task.metadata.name ?? '';
  const strategy = taskName.includes('-artgc-wfdel-') ? 'OnWorkflowDeletion' : 'OnWorkflowCompletion';
  const identity = first ? identityOf(observation, first.artifact) : {};
  return { ...workOf(observation, { identity, part, podName: taskName.replace(/-0$/, ''), taskName, strategy }), task };
}

/** The artifacts of a task in the order in which its pod counts them: one for each object of the store. */
export function countedArtifacts(found: readonly Found[]): readonly Found[] {
  const sorted = [...found].sort((a, b) =>
    a.nodeId === b.nodeId ? compare(a.artifact.name, b.artifact.name) : compare(a.nodeId, b.nodeId),
  );
  return [...new Map(sorted.toReversed().map((one) => [one.place, one])).values()].toReversed();
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As whom artifacts are deleted: settings of the workflow, overridden by those of the artifact. */
interface Identity {
  readonly serviceAccountName?: string;
  readonly podMetadata?: Metadata;
}

interface Group {
  readonly identity: Identity;
  readonly members: Garbage[];
}

function groupsOf(observation: ArtifactGcObservation, garbage: readonly Garbage[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const one of garbage) {
    const identity = identityOf(observation, one.artifact);
    const text = hashedText(identity);
    const group = groups.get(text) ?? { identity, members: [] };
    groups.set(text, group);
    group.members.push(one);
  }
  return [...groups.values()];
}

function identityOf({ spec }: ArtifactGcObservation, { artifactGC: own = {} }: Artifact): Identity {
  const { artifactGC: general = {} } = spec;
  const account = own.serviceAccountName || general.serviceAccountName;
  const podMetadata = joined(general.podMetadata, own.podMetadata);
  return { ...(account && { serviceAccountName: account }), ...(podMetadata && { podMetadata }) };
}

function joined(general: Metadata | undefined, own: Metadata | undefined): Metadata | undefined {
  if (!general && !own) return undefined;
  return { labels: { ...general?.labels, ...own?.labels }, annotations: { ...general?.annotations, ...own?.annotations } };
}

/** What Argo hashes into the name of the pod. */
function hashedText({ serviceAccountName = '', podMetadata }: Identity): string {
  const pairs = (record: Readonly<Record<string, string>> = {}): string =>
    Object.entries(record)
      .sort(([a], [b]) => compare(a, b))
      .flat()
      .join('');
  return `${serviceAccountName}${pairs(podMetadata?.labels)}${pairs(podMetadata?.annotations)}`;
}

function podNameOf({ workflow }: ArtifactGcObservation, identity: Identity, strategy: DeletionStrategy): string {
  return `${workflow.metadata.name ?? ''}-artgc-${abbreviations[strategy]}-${fnv1a32(hashedText(identity))}`;
}

/** Artifacts that are one object of the store stay together. */
function partsOf(members: readonly Garbage[]): readonly (readonly Garbage[])[] {
  const parts: Garbage[][] = [[]];
  let bytes = 0;
  for (const one of [...members].sort((a, b) => compare(a.place, b.place))) {
    const size = one.place.length + 32;
    const last = parts.at(-1) as Garbage[];
    const isFull = last.length >= mostArtifacts || (last.length > 0 && bytes + size > mostBytes);
    if (isFull && last.at(-1)?.place !== one.place) {
      parts.push([one]);
      bytes = size;
    } else {
      last.push(one);
      bytes += size;
    }
  }
  return parts;
}

interface Part {
  readonly identity: Identity;
  readonly part: readonly Found[];
  readonly podName: string;
  readonly taskName: string;
  readonly strategy: DeletionStrategy;
}

function workOf(observation: ArtifactGcObservation, { identity, part, podName, taskName, strategy }: Part): GcWork {
  const { workflow, spec, policy } = observation;
  const artifacts = countedArtifacts(part).map(({ located }) => located);
  const { serviceAccountName, podMetadata } = identity;
  return {
    task: taskOf(observation, { taskName, podName, part }),
    planPod: (task) => planArtifactGc({ workflow, spec, podName, strategy, task, serviceAccountName, podMetadata, artifacts, policy }),
  };
}

function taskOf(
  { workflow, policy }: ArtifactGcObservation,
  { taskName, podName, part }: Pick<Part, 'taskName' | 'podName' | 'part'>,
): WorkflowArtifactGCTask {
  const { name = '', namespace, uid = '' } = workflow.metadata;
  const artifactsByNode = byNode(
    part.map((one) => [one, one.artifact]),
    (artifacts): ArtifactNodeSpec => ({ artifacts }),
  );
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowArtifactGCTask',
    metadata: {
      name: taskName,
      ...(namespace !== undefined && { namespace }),
      labels: {
        'workflows.argoproj.io/workflow': name,
        [podHashLabel]: String(fnv1a32(podName)),
        ...(policy.instanceId && { 'workflows.argoproj.io/controller-instanceid': policy.instanceId }),
      },
      ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: { artifactsByNode },
  };
}
