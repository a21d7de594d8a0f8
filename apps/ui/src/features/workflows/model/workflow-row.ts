import type { Workflow } from '@argosy/api';
import type { ListedWorkflow } from '@argosy/api-client';
import { isWorkflowSuspended, type NodeState } from '@argosy/graph';
import type { Message } from '../../../i18n/zh/index.ts';

const TITLE = 'workflows.argoproj.io/title';
const DESCRIPTION = 'workflows.argoproj.io/description';
const ARCHIVED = 'workflows.argoproj.io/workflow-archiving-status';

/** The state that a workflow shows: its phase, or that someone has to act. */
export function workflowState(workflow: Workflow): NodeState {
  const phase = workflow.status?.phase;
  if (!phase) return 'Pending';
  if (phase === 'Running' && isSuspended(workflow)) return 'Suspended';
  return phase as NodeState;
}

const suspended = new WeakMap<Workflow, boolean>();

/** Tells whether someone has to act before it goes on. A page asks several times a frame, of thousands of nodes. */
export function isSuspended(workflow: Workflow): boolean {
  const known = suspended.get(workflow);
  if (known !== undefined) return known;
  const found = isWorkflowSuspended(workflow) || (workflow as ListedWorkflow).status?.suspended === true;
  suspended.set(workflow, found);
  return found;
}

/** The phase in words, with how it came to be. */
export function workflowStateText(workflow: Workflow): Message | undefined {
  if (workflow.status?.phase === 'Failed' && workflow.spec?.shutdown === 'Terminate') return 'Terminated';
  if (workflow.status?.phase === 'Failed' && workflow.spec?.shutdown === 'Stop') return 'Stopped';
  return undefined;
}

export function titleOf({ metadata }: Workflow): string | undefined {
  return metadata.annotations?.[TITLE];
}

export function descriptionOf({ metadata }: Pick<Workflow, 'metadata'>): string | undefined {
  return metadata.annotations?.[DESCRIPTION];
}

/** It is in the archive, and no longer in the cluster. */
export function isArchived({ metadata }: Workflow): boolean {
  return metadata.labels?.[ARCHIVED] === 'Persisted';
}

/** Done and all units of work out of `12/40`; `undefined` where there is nothing to do. */
export function progressOf({ status }: Workflow): { readonly done: number; readonly all: number } | undefined {
  const [, done, all] = /^(\d+)\/(\d+)$/.exec(status?.progress ?? '') ?? [];
  return all === undefined || Number(all) === 0 ? undefined : { done: Number(done), all: Number(all) };
}

export type SortKey = 'status' | 'name' | 'started' | 'duration';

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Sorts the workflows of a page; without a wish the newest comes first, as the server gives them. */
export function sorted(workflows: readonly Workflow[], sorting: Sorting | undefined, now: number): Workflow[] {
  if (!sorting) return workflows.toSorted((left, right) => created(right) - created(left) || compareText(nameOf(left), nameOf(right)));
  const valueOf = SORT_VALUES[sorting.key];
  const sign = sorting.descending ? -1 : 1;
  return workflows.toSorted((left, right) => sign * compare(valueOf(left, now), valueOf(right, now)));
}

const STATE_ORDER = ['Failed', 'Error', 'Suspended', 'Running', 'Pending', 'Succeeded'];

const SORT_VALUES: Readonly<Record<SortKey, (workflow: Workflow, now: number) => string | number>> = {
  status: (workflow) => STATE_ORDER.indexOf(workflowState(workflow)),
  name: nameOf,
  started: (workflow) => Date.parse(workflow.status?.startedAt ?? '') || created(workflow),
  duration: ({ status }, now) => (status?.startedAt ? (Date.parse(status.finishedAt ?? '') || now) - Date.parse(status.startedAt) : 0),
};

function nameOf({ metadata }: Workflow): string {
  return metadata.name ?? '';
}

function created({ metadata }: Workflow): number {
  return Date.parse(metadata.creationTimestamp ?? '') || 0;
}

function compare(left: string | number, right: string | number): number {
  return typeof left === 'number' && typeof right === 'number' ? left - right : compareText(String(left), String(right));
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
