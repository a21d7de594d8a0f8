import type { ArtifactRepositoryRefStatus, Workflow } from '@argosy/api';
import type { AgentFacts, CacheFacts, ClaimFacts, ConfigMapFacts, NodeId, Observation, PodFacts, TaskResultFacts } from '@argosy/engine';
import { coreResources, objectKey } from '@argosy/kube';
import { fromRfc3339, isErrorWithCode } from '@argosy/std';
import { BY_WORKFLOW } from '../caches/caches.ts';
import { templateLookup } from '../caches/template-lookup.ts';
import { type ClaimObject, type ConfigMapObject, label } from '../caches/objects.ts';
import { resolveArtifactRepository } from './artifact-repository.ts';
import { baselineOf } from './baseline.ts';
import { WantedMap } from './wanted-map.ts';
import type { Shell, Track } from './shell.ts';
import { hydrate } from './stored-status.ts';

/** An observation, and what a decision asked for that was not in it. */
export interface Observed {
  readonly observation: Observation;
  /** Names of ConfigMaps that were asked for and have not been read yet. */
  wanted(): readonly string[];
}

/** Everything the engine may know about one workflow now. Reads caches; asks the API server only for what is rare. */
export async function observe(shell: Shell, workflow: Workflow, track: Track): Promise<Observed> {
  const { namespace = '', name = '' } = workflow.metadata;
  const key = objectKey(namespace, name);
  const plain = await hydrate(workflow, shell.persistence?.nodeStatuses());
  const configMaps = wantedConfigMaps(shell, namespace, configMapFacts);
  const caches = wantedConfigMaps(shell, namespace, cacheFacts);
  const postponed = postponement(shell, key, workflow);
  const agent = agentOf(shell, key, workflow);
  const baseline = await baselineOf(shell, workflow, track);
  const invalid = problemOf(shell, plain, track);
  const observation: Observation = {
    now: shell.timers.now(),
    workflow: plain,
    templates: templateLookup(shell.caches, namespace),
    configMaps,
    pods: podsOf(shell, key, workflow),
    taskResults: taskResultsOf(shell, key),
    claims: await claimsOf(shell, plain),
    ...(agent && { agent }),
    disruptionBudget: track.disruptionBudget,
    locks: shell.locks.view(key),
    caches,
    ...(baseline && { baseline }),
    ...(postponed !== undefined && { postponed }),
    ...(invalid !== undefined && { invalid }),
    failures: track.failures,
    seed: seedOf(shell),
    policy: { ...shell.policy(), ...(await repositoryOf(shell, plain)) },
  };
  return { observation, wanted: () => [...new Set([...configMaps.wanted, ...caches.wanted])] };
}

function wantedConfigMaps<Facts>(shell: Shell, namespace: string, project: (object: ConfigMapObject) => Facts): WantedMap<Facts> {
  return new WantedMap((name) => {
    const known = shell.configMaps.peek(namespace, name);
    if (known === 'unread') return 'unread';
    return known === undefined ? undefined : { value: project(known) };
  });
}

function configMapFacts({ metadata, data = {} }: ConfigMapObject): ConfigMapFacts {
  return { labels: metadata.labels ?? {}, data };
}

function cacheFacts({ metadata, data = {} }: ConfigMapObject): CacheFacts {
  return { usable: metadata.labels?.[label.configMapType] === 'Cache', entries: data };
}

/** Pods that this workflow owns; those of an earlier namesake are none of its business. */
function podsOf({ caches }: Shell, key: string, workflow: Workflow): ReadonlyMap<NodeId, PodFacts> {
  const pods = new Map<NodeId, PodFacts>();
  for (const { value } of caches.pods.store.byIndex(BY_WORKFLOW, key)) {
    if (value.ownerUid !== undefined && value.ownerUid !== workflow.metadata.uid) continue;
    if (value.facts.nodeId !== '') pods.set(value.facts.nodeId, value.facts);
  }
  return pods;
}

/** The task set and the agent's pod; undefined while there is neither. */
function agentOf({ caches }: Shell, key: string, { metadata }: Workflow): AgentFacts | undefined {
  const found = caches.taskSets.store.get(key)?.value;
  const taskSet = found?.ownerUid === metadata.uid ? found?.facts : undefined;
  const pod = caches.pods.store
    .byIndex(BY_WORKFLOW, key)
    .find(({ value }) => value.component === 'agent' && (value.ownerUid === undefined || value.ownerUid === metadata.uid))?.value.facts;
  if (!taskSet && !pod) return undefined;
  return { tasks: new Set(), results: new Map(), completed: true, ...taskSet, ...(pod && { pod }) };
}

function taskResultsOf({ caches }: Shell, key: string): ReadonlyMap<NodeId, TaskResultFacts> {
  return new Map(caches.taskResults.store.byIndex(BY_WORKFLOW, key).map(({ value }) => [value.facts.nodeId, value.facts]));
}

/** Read only while the claims of a workflow are still to be made. */
async function claimsOf(shell: Shell, workflow: Workflow): Promise<ReadonlyMap<string, ClaimFacts>> {
  const { status = {}, spec, metadata } = workflow;
  const templates = (status.storedWorkflowTemplateSpec ?? spec).volumeClaimTemplates ?? [];
  const claims = new Map<string, ClaimFacts>();
  if (templates.length === 0 || status.persistentVolumeClaims !== undefined) return claims;
  for (const template of templates) {
    const name = `${metadata.name}-${template.metadata.name}`;
    const claim = await readClaim(shell, metadata.namespace ?? '', name);
    if (claim === undefined) continue;
    claims.set(name, { name, ownedByWorkflow: claim.metadata['ownerReferences'] !== undefined && ownedBy(claim, metadata.uid) });
  }
  return claims;
}

async function readClaim({ client }: Shell, namespace: string, name: string): Promise<ClaimObject | undefined> {
  try {
    return await client.get<ClaimObject>(coreResources.PersistentVolumeClaim, { namespace, name });
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}

function ownedBy(claim: ClaimObject, uid: string | undefined): boolean {
  return (claim.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid);
}

const POSTPONED = 'Workflow processing has been postponed because too many workflows are already running';

function postponement(shell: Shell, key: string, { metadata, spec, status }: Workflow): string | undefined {
  const namespace = metadata.namespace ?? '';
  if (status?.startedAt) {
    shell.throttle.adopt(key, namespace);
    return undefined;
  }
  const candidate = { key, namespace, priority: spec.priority ?? 0, createdAt: fromRfc3339(metadata.creationTimestamp) ?? 0 };
  return shell.throttle.admit(candidate) ? undefined : POSTPONED;
}

/** Validated once for each spec, and only before the start: what runs is not stopped by a stricter rule. */
function problemOf(shell: Shell, workflow: Workflow, track: Track): string | undefined {
  if (workflow.status?.startedAt) return undefined;
  if (track.validated?.spec !== workflow.spec) track.validated = { spec: workflow.spec, problem: validated(shell, workflow) };
  return track.validated.problem;
}

/** A rule that fails itself says nothing about the workflow. */
function validated(shell: Shell, workflow: Workflow): string | undefined {
  const { namespace = '', name } = workflow.metadata;
  try {
    return shell.validate(workflow, { templates: templateLookup(shell.caches, namespace), settings: shell.settings() });
  } catch (error) {
    shell.logger.error(`validating failed: ${(error as Error).stack ?? String(error)}`, { namespace, workflow: name });
    return undefined;
  }
}

/** Resolved once; later it is in the status. */
async function repositoryOf(
  shell: Shell,
  { metadata, spec, status }: Workflow,
): Promise<{ artifactRepository?: ArtifactRepositoryRefStatus; artifactRepositoryError?: string }> {
  if (status?.artifactRepositoryRef) return { artifactRepository: status.artifactRepositoryRef };
  const reference = spec.artifactRepositoryRef ?? status?.storedWorkflowTemplateSpec?.artifactRepositoryRef;
  return resolveArtifactRepository(shell, { namespace: metadata.namespace ?? '', ...(reference && { reference }) });
}

function seedOf({ timers }: Shell): string {
  return Math.floor(timers.random() * 2 ** 52).toString(36) + Math.floor(timers.random() * 2 ** 52).toString(36);
}
