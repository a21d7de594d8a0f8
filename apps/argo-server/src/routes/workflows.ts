import type { Workflow } from '@argosy/api';
import { type DeleteOptions, type KubeObject, workflowResources } from '@argosy/kube';
import type { Call, Endpoint } from '../api/endpoint.ts';
import { invalid } from '../api/failure.ts';
import { fieldFilter } from '../api/fields.ts';
import { choiceOf, countOf, flagOf, textOf, textsOf } from '../api/query.ts';
import { objectOf, requireUnstored, requireValid } from '../services/checks.ts';
import { creatorLabels } from '../services/creator.ts';
import { requireInstance, withInstance } from '../services/instance.ts';
import type { KubeWorkflow } from '../services/live-workflows.ts';
import { flagOfBody, textOfBody } from '../services/parameters.ts';
import type { Services } from '../services/services.ts';
import { readWorkflow } from '../services/stored-workflows.ts';
import { submitWorkflow } from '../services/submissions.ts';
import { workflowQuery } from '../services/workflow-filter.ts';
import { listWorkflows } from '../services/workflow-list.ts';
import {
  deleteParameters,
  fieldsParameter,
  flagParameter,
  getParameters,
  listParameters,
  nameFilterParameter,
  textParameter,
} from './parameters.ts';
import { bound, type Route } from './route.ts';

const { Workflow: WORKFLOWS } = workflowResources;

/** Live and archived workflows: reading, making and deleting them. */
export function workflowRoutes(services: Services): readonly Endpoint[] {
  return bound(services, ROUTES);
}

const ROUTES: readonly Route[] = [
  {
    id: 'WorkflowService_ListWorkflows',
    acceptance: '8-018',
    method: 'GET',
    path: '/api/v1/workflows/{namespace}',
    query: [
      ...listParameters,
      fieldsParameter,
      nameFilterParameter,
      textParameter('createdAfter', 'RFC 3339.'),
      textParameter('finishedBefore', 'RFC 3339.'),
    ],
    answer: 'WorkflowList',
    handle: list,
  },
  {
    id: 'WorkflowService_CreateWorkflow',
    acceptance: '8-019',
    method: 'POST',
    path: '/api/v1/workflows/{namespace}',
    body: 'WorkflowCreateRequest',
    answer: 'Workflow',
    handle: create,
  },
  {
    id: 'WorkflowService_LintWorkflow',
    acceptance: '8-022',
    method: 'POST',
    path: '/api/v1/workflows/{namespace}/lint',
    body: 'WorkflowLintRequest',
    answer: 'Workflow',
    handle: lint,
  },
  {
    id: 'WorkflowService_SubmitWorkflow',
    acceptance: '8-022',
    method: 'POST',
    path: '/api/v1/workflows/{namespace}/submit',
    body: 'WorkflowSubmitRequest',
    answer: 'Workflow',
    handle: (services, { caller, params, body }) => submitWorkflow(services, caller, { namespace: params['namespace'] ?? '', body }),
  },
  {
    id: 'WorkflowService_GetWorkflow',
    acceptance: '8-020',
    method: 'GET',
    path: '/api/v1/workflows/{namespace}/{name}',
    query: [...getParameters, fieldsParameter, textParameter('uid', 'The uid it must have, for one that is archived.')],
    answer: 'Workflow',
    handle: get,
  },
  {
    id: 'WorkflowService_DeleteWorkflow',
    acceptance: '8-021',
    method: 'DELETE',
    path: '/api/v1/workflows/{namespace}/{name}',
    query: [...deleteParameters, flagParameter('force', 'Take its finalizers off first.')],
    answer: 'WorkflowDeleteResponse',
    handle: remove,
  },
];

async function list(services: Services, { caller, params, query }: Call): Promise<unknown> {
  const fields = fieldFilter(textOf(query, 'fields'));
  const asked = workflowQuery(query, params['namespace'] || services.managedNamespace);
  return fields.apply(await listWorkflows(services, caller, { query: asked, fields }));
}

async function get(services: Services, { caller, params, query }: Call): Promise<unknown> {
  const { namespace = '', name = '' } = params;
  const workflow = await readWorkflow(services, caller, { namespace, name, uid: textOf(query, 'uid') });
  return fieldFilter(textOf(query, 'fields')).apply(workflow);
}

async function create(services: Services, { caller, params, body }: Call): Promise<unknown> {
  const { namespace = '' } = params;
  const given = objectOf<KubeWorkflow>(body, 'workflow', 'Workflow');
  requireUnstored('workflow', given);
  if (!given.metadata.name && !given.metadata.generateName) throw invalid('name or generateName is required');
  const workflow = prepared(services, { workflow: given, namespace, instanceId: textOfBody(body, 'instanceID') });
  const owned = {
    ...workflow,
    metadata: { ...workflow.metadata, labels: creatorLabels(caller, workflow.metadata.labels) },
  } as KubeWorkflow;
  await requireValid(caller, owned, { namespace, mode: 'controller' });
  const dryRun = flagOfBody(body, 'serverDryRun');
  return caller.client.create<KubeWorkflow>(WORKFLOWS, owned, dryRun ? { dryRun } : {});
}

async function lint(services: Services, { caller, params, body }: Call): Promise<unknown> {
  const { namespace = '' } = params;
  const workflow = prepared(services, { workflow: objectOf<KubeWorkflow>(body, 'workflow', 'Workflow'), namespace, instanceId: '' });
  await services.access.require(caller, { verb: 'get', type: workflowResources.WorkflowTemplate, namespace });
  await requireValid(caller, workflow as KubeObject, { namespace, mode: 'controller' });
  return workflow;
}

function prepared(
  { settings }: Services,
  { workflow, namespace, instanceId }: { readonly workflow: Workflow; readonly namespace: string; readonly instanceId: string },
): Workflow {
  const placed = withInstance(workflow, instanceId || settings().instanceId);
  return { ...placed, metadata: { ...placed.metadata, namespace } };
}

const NO_FINALIZERS = { metadata: { finalizers: null } };

async function remove({ settings }: Services, { caller, params, query, body }: Call): Promise<unknown> {
  const ref = { namespace: params['namespace'] ?? '', name: params['name'] ?? '' };
  const stored = await caller.client.get<KubeWorkflow>(WORKFLOWS, ref);
  requireInstance(stored, settings().instanceId);
  if (textsOf(query, 'deleteOptions.dryRun').length > 0) return {};
  const isForced = flagOf(query, 'force') || flagOfBody(body, 'force');
  if (isForced && stored.metadata.finalizers) await caller.client.patch(WORKFLOWS, { ...ref, body: NO_FINALIZERS }, { type: 'merge' });
  await caller.client.delete(WORKFLOWS, ref, deletion(query));
  return {};
}

/** `deleteOptions.*` of a query. */
export function deletion(query: Call['query']): DeleteOptions {
  const gracePeriodSeconds = countOf(query, 'deleteOptions.gracePeriodSeconds');
  const propagationPolicy = choiceOf(query, 'deleteOptions.propagationPolicy', ['Background', 'Foreground', 'Orphan']);
  const uid = textOf(query, 'deleteOptions.preconditions.uid');
  const resourceVersion = textOf(query, 'deleteOptions.preconditions.resourceVersion');
  return {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    propagationPolicy: propagationPolicy ?? (flagOf(query, 'deleteOptions.orphanDependents') ? 'Orphan' : 'Background'),
    ...(uid !== '' && { uid }),
    ...(resourceVersion !== '' && { resourceVersion }),
  };
}
