import { labels, type Workflow } from '@argosy/api';
import { type Stored, workflowResources } from '@argosy/kube';
import { ApiFailure } from '../api/failure.ts';
import type { FieldFilter } from '../api/fields.ts';
import type { Caller } from '../auth/caller.ts';
import { instanceSelector } from './instance.ts';
import { heavyPaths, type LiveWorkflow, wholeWorkflow } from './live-workflows.ts';
import { hydrated } from './packed-nodes.ts';
import { parseLabelSelector } from './selectors.ts';
import type { Services } from './services.ts';
import type { WorkflowFilter, WorkflowQuery } from './workflow-filter.ts';

export interface ListedWorkflows {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly items: readonly Workflow[];
}

/**
 * Live and archived workflows as one list (acceptance 8-018): first what is not in the archive yet, then the archive, the newest first. What is in both comes
 * from where it is live, at the place of the archive, so that nothing appears twice and totals are true.
 */
export async function listWorkflows(
  services: Services,
  caller: Caller,
  request: { readonly query: WorkflowQuery; readonly fields: FieldFilter },
): Promise<ListedWorkflows> {
  const { query, fields } = request;
  await services.access.require(caller, { verb: 'list', type: workflowResources.Workflow, namespace: query.filter.namespace });
  if (!(await services.live.ready)) throw new ApiFailure('UNAVAILABLE', 'this server may not watch workflows, so it cannot list them');
  const filter = ofInstance(query.filter, services.settings().instanceId);
  const live = liveOnly(services, filter);
  const { limit = Number.POSITIVE_INFINITY, offset } = query;
  const fromLive = live.slice(offset, offset + limit);
  const archived = await archivedPage(services, query.filter, { offset: Math.max(0, offset - live.length), room: limit - fromLive.length });
  const items = [...(await Promise.all(fromLive.map(({ value }) => shown(services, value, fields)))), ...archived.items];
  const next = offset + items.length;
  const hasMore = archived.hasMore || next < live.length;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowList',
    metadata: {
      resourceVersion: services.live.version(),
      ...(hasMore && { continue: String(next) }),
      ...(query.countsAll && { remainingItemCount: Math.max(0, live.length + (await archivedCount(services, query.filter)) - next) }),
    },
    items,
  };
}

function ofInstance(filter: WorkflowFilter, instanceId: string): WorkflowFilter {
  return { ...filter, labels: [...filter.labels, ...parseLabelSelector(instanceSelector(instanceId))] };
}

const IN_ARCHIVE: ReadonlySet<string> = new Set(['Archived', 'Persisted']);

function isInArchive({ metadata }: Workflow): boolean {
  return IN_ARCHIVE.has(metadata.labels?.[labels.archivingStatus] ?? '');
}

function liveOnly({ live, archive }: Services, filter: WorkflowFilter): Stored<LiveWorkflow>[] {
  const found = live.list(filter);
  return archive() === undefined ? found : found.filter(({ value }) => !isInArchive(value.light));
}

async function archivedPage(
  services: Services,
  filter: WorkflowFilter,
  { offset, room }: { readonly offset: number; readonly room: number },
): Promise<{ readonly items: readonly Workflow[]; readonly hasMore: boolean }> {
  const archive = services.archive();
  if (archive === undefined) return { items: [], hasMore: false };
  // One more than there is room for tells whether there are more.
  const limit = Number.isFinite(room) ? room + 1 : undefined;
  const found = await archive.list({ ...filter, instanceId: services.settings().instanceId }, { offset, limit });
  const hasMore = limit !== undefined && found.length > room;
  const shownOf = (workflow: Workflow): Workflow => services.live.byUid(workflow.metadata.uid ?? '')?.value.light ?? workflow;
  return { items: found.slice(0, room).map(shownOf), hasMore };
}

async function archivedCount({ archive, settings }: Services, filter: WorkflowFilter): Promise<number> {
  return (await archive()?.count({ ...filter, instanceId: settings().instanceId })) ?? 0;
}

/** A cached workflow as a list shows it: unpacked only if something is asked for that the light form lacks. */
async function shown(services: Services, value: LiveWorkflow, fields: FieldFilter): Promise<Workflow> {
  if (heavyPaths.every((path) => fields.excludes(`items.${path}`))) return value.light;
  return hydrated(wholeWorkflow(value), services.offloaded());
}

/** A cached workflow as one frame of a watch. */
export async function renderedWorkflow(services: Services, value: LiveWorkflow, fields: FieldFilter): Promise<string> {
  const isLight = heavyPaths.every((path) => fields.excludes(path));
  const workflow = isLight ? value.light : await hydrated(wholeWorkflow(value), services.offloaded());
  return JSON.stringify(fields.apply(workflow));
}
