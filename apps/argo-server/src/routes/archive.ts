import { labels, type Workflow } from '@argosy/api';
import { workflowResources } from '@argosy/kube';
import type { WorkflowArchive } from '@argosy/persistence';
import { isErrorWithCode } from '@argosy/std';
import type { Call, Endpoint } from '../api/endpoint.ts';
import { ApiFailure, invalid, notFound } from '../api/failure.ts';
import { listSelection, type RawQuery, textOf } from '../api/query.ts';
import { actorLabels } from '../services/creator.ts';
import { requireInstance } from '../services/instance.ts';
import type { KubeWorkflow } from '../services/live-workflows.ts';
import { resubmitted, retryOperation } from '../services/reruns.ts';
import { parseLabelSelector } from '../services/selectors.ts';
import type { Services } from '../services/services.ts';
import { readArchived } from '../services/stored-workflows.ts';
import { workflowQuery } from '../services/workflow-filter.ts';
import { bound, type Route } from './route.ts';
import { deleteParameters, listParameters, nameFilterParameter, textParameter } from './parameters.ts';

const { Workflow: WORKFLOWS } = workflowResources;
const namespaceParameter = textParameter('namespace');

/** Workflows in the database (acceptance 8-035 to 8-038). */
export function archiveRoutes(services: Services): readonly Endpoint[] {
  return bound(services, ROUTES);
}

const common = { acceptance: '8-035' } as const;
const one = '/api/v1/archived-workflows/{uid}';
const ROUTES: readonly Route[] = [
  {
    ...common,
    id: 'ArchivedWorkflowService_ListArchivedWorkflows',
    method: 'GET',
    path: '/api/v1/archived-workflows',
    query: [...listParameters, textParameter('namePrefix'), namespaceParameter, nameFilterParameter],
    answer: 'WorkflowList',
    handle: list,
  },
  {
    ...common,
    id: 'ArchivedWorkflowService_GetArchivedWorkflow',
    method: 'GET',
    path: one,
    query: [namespaceParameter, textParameter('name')],
    answer: 'Workflow',
    handle: read,
  },
  {
    ...common,
    id: 'ArchivedWorkflowService_DeleteArchivedWorkflow',
    method: 'DELETE',
    path: one,
    query: [namespaceParameter, ...deleteParameters],
    answer: 'ArchivedWorkflowDeletedResponse',
    handle: remove,
  },
  {
    ...common,
    id: 'ArchivedWorkflowService_ResubmitArchivedWorkflow',
    method: 'PUT',
    path: `${one}/resubmit`,
    body: 'ResubmitArchivedWorkflowRequest',
    answer: 'Workflow',
    handle: async (services, call) => resubmitted(services, call.caller, { workflow: await read(services, call), body: call.body }),
  },
  {
    ...common,
    acceptance: '8-036',
    id: 'ArchivedWorkflowService_RetryArchivedWorkflow',
    method: 'PUT',
    path: `${one}/retry`,
    body: 'RetryArchivedWorkflowRequest',
    answer: 'Workflow',
    handle: retry,
  },
  {
    ...common,
    id: 'ArchivedWorkflowService_ListArchivedWorkflowLabelKeys',
    method: 'GET',
    path: '/api/v1/archived-workflows-label-keys',
    query: [namespaceParameter],
    answer: 'LabelKeys',
    handle: labelKeys,
  },
  {
    ...common,
    id: 'ArchivedWorkflowService_ListArchivedWorkflowLabelValues',
    method: 'GET',
    path: '/api/v1/archived-workflows-label-values',
    query: [...listParameters, namespaceParameter],
    answer: 'LabelValues',
    handle: labelValues,
  },
];

/** Acceptance 8-037. */
function requireArchive({ archive }: Services): WorkflowArchive {
  const found = archive();
  if (found === undefined) throw new ApiFailure('UNIMPLEMENTED', 'getting archived workflows not supported');
  return found;
}

async function list(services: Services, { caller, query }: Call): Promise<unknown> {
  const { filter: asked, limit, offset, countsAll } = workflowQuery(query, textOf(query, 'namespace') || services.managedNamespace);
  await services.access.require(caller, { verb: 'list', type: WORKFLOWS, namespace: asked.namespace });
  const archive = requireArchive(services);
  const prefix = textOf(query, 'namePrefix');
  const filter = {
    ...asked,
    names: [...asked.names, ...(prefix === '' ? [] : [{ kind: 'Prefix', text: prefix } as const])],
    instanceId: services.settings().instanceId,
  };
  const found = await archive.list(filter, { offset, limit: limit === undefined ? undefined : limit + 1 });
  const items = limit === undefined ? found : found.slice(0, limit);
  const next = offset + items.length;
  const metadata = {
    ...(found.length > items.length && { continue: String(next) }),
    ...(countsAll && { remainingItemCount: Math.max(0, (await archive.count(filter)) - next) }),
  };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'WorkflowList', metadata, items };
}

function placeOf({ params, query, body }: Call): { readonly uid?: string; readonly namespace?: string; readonly name?: string } {
  const uid = params['uid'] ?? '';
  const [namespace, name] = [
    textOf(query, 'namespace') || String(body['namespace'] ?? ''),
    textOf(query, 'name') || String(body['name'] ?? ''),
  ];
  return { ...(uid !== '' && { uid }), ...(namespace !== '' && { namespace }), ...(uid === '' && name !== '' && { name }) };
}

async function read(services: Services, call: Call): Promise<Workflow> {
  requireArchive(services);
  const workflow = await readArchived(services, call.caller, placeOf(call));
  if (workflow === undefined) throw notFound('not found');
  requireInstance(workflow, services.settings().instanceId);
  return workflow;
}

async function remove(services: Services, call: Call): Promise<unknown> {
  const { metadata } = await read(services, call);
  const place = { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
  await services.access.require(call.caller, { verb: 'delete', type: WORKFLOWS, ...place });
  await requireArchive(services).delete(metadata.uid ?? '');
  await unmark(services, place, metadata.uid ?? '');
  return {};
}

/** One that is live still says that it is in the archive, where it is no more. */
async function unmark({ client }: Services, place: { readonly namespace: string; readonly name: string }, uid: string): Promise<void> {
  try {
    const live = await client.get<KubeWorkflow>(WORKFLOWS, place);
    if (live.metadata.uid !== uid) return;
    await client.patch(WORKFLOWS, { ...place, body: { metadata: { labels: { [labels.archivingStatus]: null } } } }, { type: 'merge' });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
  }
}

async function retry(services: Services, call: Call): Promise<unknown> {
  const archived = await read(services, call);
  const { name = '', namespace = '' } = archived.metadata;
  const { client } = call.caller;
  try {
    await client.get<KubeWorkflow>(WORKFLOWS, { name, namespace });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    return recreate(services, call, archived);
  }
  throw new ApiFailure('ALREADY_EXISTS', `Workflow already exists on cluster, use argo retry ${name} instead`);
}

/** The archived workflow lives again, under its name and with what succeeded in it. */
async function recreate(services: Services, call: Call, archived: Workflow): Promise<unknown> {
  const result = retryOperation(services, call.body)(archived);
  if (!result.ok) throw invalid(result.message);
  const { resourceVersion: _version, uid: _uid, creationTimestamp: _time, ...metadata } = result.workflow.metadata;
  const { [labels.archivingStatus]: _status, ...kept } = metadata.labels ?? {};
  const workflow = { ...result.workflow, metadata: { ...metadata, labels: { ...kept, ...actorLabels(call.caller, 'Retry') } } };
  return call.caller.client.create<KubeWorkflow>(WORKFLOWS, workflow as KubeWorkflow);
}

async function labelKeys(services: Services, { caller, query }: Call): Promise<unknown> {
  const namespace = textOf(query, 'namespace') || services.managedNamespace;
  await services.access.require(caller, { verb: 'list', type: WORKFLOWS, namespace });
  return { items: await requireArchive(services).labelKeys(namespace || undefined) };
}

async function labelValues(services: Services, { caller, query }: Call): Promise<unknown> {
  const namespace = textOf(query, 'namespace') || services.managedNamespace;
  await services.access.require(caller, { verb: 'list', type: WORKFLOWS, namespace });
  const key = keyOf(query);
  if (services.hiddenLabelValues?.test(key)) return { items: [] };
  return { items: await requireArchive(services).labelValues(key, namespace || undefined) };
}

function keyOf(query: RawQuery): string {
  const requirements = parseLabelSelector(listSelection(query).labelSelector);
  const [first] = requirements;
  if (requirements.length !== 1 || first === undefined) throw invalid('only allow 1 labelRequirement');
  if (first.operator !== 'exists') throw invalid('only allow label value retrieval with exists operator');
  return first.key;
}
