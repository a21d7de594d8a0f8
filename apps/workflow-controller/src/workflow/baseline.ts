import type { Workflow } from '@argosy/api';
import type { BaselineFacts } from '@argosy/engine';
import { workflowResources } from '@argosy/kube';
import { fromRfc3339, isErrorWithCode } from '@argosy/std';
import { BY_ORIGIN, originLabels } from '../caches/caches.ts';
import { label, type WorkflowObject } from '../caches/objects.ts';
import { hydrate } from './stored-status.ts';
import type { Shell, Track } from './shell.ts';
import type { WorkflowRecord } from './workflow-record.ts';

/**
 * The newest run of the same template or cron that succeeded (acceptance 7-061). Read once, before the start; after a restart of the
 * controller again, for what the workflow still has to begin.
 */
export async function baselineOf(shell: Shell, workflow: Workflow, track: Track): Promise<BaselineFacts | undefined> {
  const { status } = workflow;
  if (shell.policy().estimateDurations === false || (status?.startedAt && !status.estimatedDuration)) return undefined;
  track.baseline ??= { facts: await readBaseline(shell, workflow) };
  return track.baseline.facts;
}

async function readBaseline({ caches, client, persistence }: Shell, workflow: Workflow): Promise<BaselineFacts | undefined> {
  const namespace = workflow.metadata.namespace ?? '';
  const [newest] = originsOf(workflow)
    .flatMap((origin) => caches.workflows.store.byIndex(BY_ORIGIN, `${namespace}/${origin}`))
    .map(({ value }) => value)
    .filter(hasSucceeded)
    .toSorted((a, b) => createdAt(b) - createdAt(a));
  if (newest === undefined) return undefined;
  try {
    const name = newest.workflow.metadata.name ?? '';
    const stored = await client.get<WorkflowObject>(workflowResources.Workflow, { namespace, name });
    return factsOf(await hydrate(stored, persistence?.nodeStatuses()));
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}

/** The label of a template is written with the start; before that the reference says the same. */
function originsOf({ metadata, spec }: Workflow): string[] {
  const { labels = {} } = metadata;
  const { name, clusterScope } = spec.workflowTemplateRef ?? {};
  const referred = name ? [`${clusterScope ? label.clusterWorkflowTemplate : label.workflowTemplate}/${name}`] : [];
  return [...new Set([...referred, ...originLabels.flatMap((one) => (labels[one] ? [`${one}/${labels[one]}`] : []))])];
}

function hasSucceeded({ workflow }: WorkflowRecord): boolean {
  return workflow.status?.phase === 'Succeeded';
}

function createdAt({ workflow }: WorkflowRecord): number {
  return fromRfc3339(workflow.metadata.creationTimestamp) ?? 0;
}

function factsOf({ metadata, status }: Workflow): BaselineFacts {
  const { nodes = {}, ...whole } = status ?? {};
  const durations = Object.values(nodes).map((node) => [node.id, secondsOf(node)] as const);
  return { workflow: metadata.name ?? '', duration: secondsOf(whole), nodes: new Map(durations) };
}

interface Span {
  readonly startedAt?: string | null | undefined;
  readonly finishedAt?: string | null | undefined;
}

function secondsOf({ startedAt, finishedAt }: Span): number {
  const [start, end] = [fromRfc3339(startedAt), fromRfc3339(finishedAt)];
  return start === undefined || end === undefined ? 0 : Math.floor((end - start) / 1_000);
}
