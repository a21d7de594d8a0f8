import type { Workflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import { fromRfc3339, type Instant } from '@argosy/std';
import type { ObjectClient } from '../backend/backend.ts';
import { listAll } from '../backend/list-all.ts';
import { WORKFLOWS } from '../backend/resources.ts';
import { joinSelectors, instanceSelector } from './instance.ts';

export interface WorkflowFilter {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly instanceId: string | undefined;
  readonly labels?: string;
  readonly fields?: string;
  readonly prefix?: string;
  readonly phases?: readonly string[];
  readonly completed?: boolean;
  readonly running?: boolean;
  readonly resubmitted?: boolean;
  /** Only what has not ended or was created after this. */
  readonly createdAfter?: Instant;
  /** Only what ended before this. */
  readonly finishedBefore?: Instant;
  readonly chunkSize?: number;
}

const PHASE_LABEL = 'workflows.argoproj.io/phase';
const COMPLETED_LABEL = 'workflows.argoproj.io/completed';
const RESUBMITTED_LABEL = 'workflows.argoproj.io/resubmitted-from-workflow';

/** Workflows that meet a filter, unfinished ones first and newest first (acceptance 9-008, 9-035). */
export async function listWorkflows(client: ObjectClient, filter: WorkflowFilter): Promise<Workflow[]> {
  const workflows = await listPages(client, filter);
  return workflows.filter((workflow) => meets(workflow, filter)).sort(unfinishedFirst);
}

async function listPages(client: ObjectClient, filter: WorkflowFilter): Promise<Workflow[]> {
  const { namespace, fields, chunkSize } = filter;
  return listAll<KubeWorkflow>(client, WORKFLOWS, {
    ...(namespace !== undefined && { namespace }),
    labelSelector: selectorOf(filter),
    ...(fields && { fieldSelector: fields.trim() }),
    ...(chunkSize !== undefined && { limit: chunkSize }),
  });
}

/** A Workflow as the client knows objects; its fields are those of the API types. */
export type KubeWorkflow = Workflow & { readonly metadata: { readonly [field: string]: unknown } } & KubeObject;

function selectorOf(filter: WorkflowFilter): string {
  const phases = filter.phases ?? [];
  return joinSelectors(
    filter.labels ?? '',
    phases.length > 0 ? `${PHASE_LABEL} in (${phases.join(',')})` : '',
    filter.completed ? `${COMPLETED_LABEL}=true` : '',
    filter.running ? `${COMPLETED_LABEL}!=true` : '',
    filter.resubmitted ? RESUBMITTED_LABEL : '',
    instanceSelector(filter.instanceId),
  );
}

function meets({ metadata, status }: Workflow, { prefix, createdAfter, finishedBefore }: WorkflowFilter): boolean {
  const finished = fromRfc3339(status?.finishedAt);
  if (prefix && !metadata.name?.startsWith(prefix)) return false;
  if (createdAfter !== undefined && finished !== undefined && created({ metadata }) <= createdAfter) return false;
  return finishedBefore === undefined || (finished !== undefined && finished <= finishedBefore);
}

function unfinishedFirst(left: Workflow, right: Workflow): number {
  const [leftEnd, rightEnd] = [fromRfc3339(left.status?.finishedAt), fromRfc3339(right.status?.finishedAt)];
  if (leftEnd === undefined && rightEnd === undefined) return created(right) - created(left);
  if (leftEnd === undefined) return -1;
  return rightEnd === undefined ? 1 : rightEnd - leftEnd;
}

function created({ metadata }: Pick<Workflow, 'metadata'>): Instant {
  return fromRfc3339(metadata.creationTimestamp) ?? 0;
}
