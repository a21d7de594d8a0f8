import { type KubeList, type KubeObject, type ResourceType, workflowResources } from '@argosy/kube';
import type { Call, Endpoint } from '../api/endpoint.ts';
import { invalid } from '../api/failure.ts';
import { listSelection, textOf } from '../api/query.ts';
import { type DefinitionKind, objectOf, requireUnstored, requireValid } from '../services/checks.ts';
import { actorLabels, creatorLabels } from '../services/creator.ts';
import { instanceSelector, joinSelectors, requireInstance, withInstance } from '../services/instance.ts';
import type { Services } from '../services/services.ts';
import { deleteParameters, getParameters, listParameters, textParameter } from './parameters.ts';
import { deletion } from './workflows.ts';

interface Definition {
  readonly kind: Exclude<DefinitionKind, 'Workflow'>;
  readonly type: ResourceType;
  readonly base: string;
  /** Name of the object in bodies. */
  readonly field: string;
  /** Name of the gRPC service. */
  readonly service: string;
  readonly acceptance: string;
}

const DEFINITIONS: readonly Definition[] = [
  {
    kind: 'WorkflowTemplate',
    type: workflowResources.WorkflowTemplate,
    base: '/api/v1/workflow-templates/{namespace}',
    field: 'template',
    service: 'WorkflowTemplateService',
    acceptance: '8-031',
  },
  {
    kind: 'ClusterWorkflowTemplate',
    type: workflowResources.ClusterWorkflowTemplate,
    base: '/api/v1/cluster-workflow-templates',
    field: 'template',
    service: 'ClusterWorkflowTemplateService',
    acceptance: '8-032',
  },
  {
    kind: 'CronWorkflow',
    type: workflowResources.CronWorkflow,
    base: '/api/v1/cron-workflows/{namespace}',
    field: 'cronWorkflow',
    service: 'CronWorkflowService',
    acceptance: '8-033',
  },
];

/** Templates, cluster templates and cron workflows (acceptance 8-031 to 8-034). */
export function definitionRoutes(services: Services): readonly Endpoint[] {
  return [...DEFINITIONS.flatMap((definition) => routesOf(services, definition)), ...cronRoutes(services)];
}

type Details = Pick<Endpoint, 'method' | 'path' | 'answer' | 'query' | 'body'> & { handle(call: Call): Promise<unknown> };

function endpoint({ kind, service, acceptance }: Definition, verb: string, details: Details): Endpoint {
  return { id: `${service}_${verb}${kind}${verb === 'List' ? 's' : ''}`, acceptance, kind: 'call', ...details };
}

function routesOf(services: Services, definition: Definition): Endpoint[] {
  const { kind, base } = definition;
  const route = (verb: string, details: Details): Endpoint => endpoint(definition, verb, details);
  const one = `${base}/{name}`;
  return [
    route('List', {
      method: 'GET',
      path: base,
      query: [...listParameters, textParameter('namePattern', 'Text that names hold.')],
      answer: `${kind}List`,
      handle: (call) => list(services, definition, call),
    }),
    route('Create', {
      method: 'POST',
      path: base,
      body: `${kind}CreateRequest`,
      answer: kind,
      handle: (call) => create(services, definition, call),
    }),
    route('Lint', {
      method: 'POST',
      path: `${base}/lint`,
      body: `${kind}LintRequest`,
      answer: kind,
      handle: (call) => lint(services, definition, call),
    }),
    route('Get', { method: 'GET', path: one, query: getParameters, answer: kind, handle: (call) => read(services, definition, call) }),
    route('Update', {
      method: 'PUT',
      path: one,
      body: `${kind}UpdateRequest`,
      answer: kind,
      handle: (call) => update(services, definition, call),
    }),
    route('Delete', {
      method: 'DELETE',
      path: one,
      query: deleteParameters,
      answer: `${kind}DeleteResponse`,
      handle: (call) => remove(services, definition, call),
    }),
  ];
}

async function list(
  { settings, managedNamespace }: Services,
  { kind, type }: Definition,
  { caller, params, query }: Call,
): Promise<unknown> {
  const { labelSelector, fieldSelector, limit, resourceVersion, continue: token } = listSelection(query);
  const namespace = params['namespace'] || managedNamespace;
  const pattern = textOf(query, 'namePattern');
  const found: KubeList<KubeObject> = await caller.client.list(type, {
    ...(type.namespaced && namespace !== '' && { namespace }),
    labelSelector: joinSelectors(labelSelector, instanceSelector(settings().instanceId)),
    ...(fieldSelector !== '' && { fieldSelector }),
    // A page is made of what is left after the names were looked at.
    ...(limit !== undefined && pattern === '' && { limit }),
    ...(token !== '' && { continue: token }),
    ...(resourceVersion !== '' && { resourceVersion }),
  });
  const items = found.items
    .filter(({ metadata }) => metadata.name?.includes(pattern))
    .map((item) => ({ ...item, apiVersion: 'argoproj.io/v1alpha1', kind }));
  return { apiVersion: 'argoproj.io/v1alpha1', kind: `${kind}List`, metadata: found.metadata, items: items.toSorted(byName) };
}

function byName(left: KubeObject, right: KubeObject): number {
  return (left.metadata.name ?? '').localeCompare(right.metadata.name ?? '');
}

function refOf({ type }: Definition, { params }: Call): { readonly name: string; readonly namespace?: string } {
  return { name: params['name'] ?? '', ...(type.namespaced && { namespace: params['namespace'] ?? '' }) };
}

async function read({ settings }: Services, definition: Definition, call: Call): Promise<KubeObject> {
  const object = await call.caller.client.get(definition.type, refOf(definition, call));
  requireInstance(object, settings().instanceId);
  return object;
}

function placed({ settings }: Services, { kind, field, type }: Definition, { params, body }: Call): KubeObject {
  const object = withInstance(objectOf(body, field, kind), settings().instanceId);
  return { ...object, metadata: { ...object.metadata, ...(type.namespaced && { namespace: params['namespace'] ?? '' }) } };
}

async function create(services: Services, definition: Definition, call: Call): Promise<unknown> {
  const object = placed(services, definition, call);
  requireUnstored(definition.field, object);
  const owned = { ...object, metadata: { ...object.metadata, labels: creatorLabels(call.caller, object.metadata.labels) } };
  await requireValid(call.caller, owned, { namespace: call.params['namespace'] ?? '', mode: 'controller' });
  return call.caller.client.create(definition.type, owned);
}

async function lint(services: Services, definition: Definition, call: Call): Promise<unknown> {
  const object = placed(services, definition, call);
  const namespace = call.params['namespace'] ?? '';
  await services.access.require(call.caller, { verb: 'get', type: definition.type, namespace });
  await requireValid(call.caller, object, { namespace, mode: 'controller' });
  return object;
}

async function update(services: Services, definition: Definition, call: Call): Promise<unknown> {
  const object = placed(services, definition, call);
  const { name } = refOf(definition, call);
  if (object.metadata.name !== undefined && object.metadata.name !== name && name !== '')
    throw invalid(`the name ${object.metadata.name} of the object is not that of the request, ${name}`);
  const stored = await read(services, definition, call);
  const metadata = {
    ...object.metadata,
    name,
    labels: { ...object.metadata.labels, ...actorLabels(call.caller, 'Update') },
    resourceVersion: object.metadata.resourceVersion ?? stored.metadata.resourceVersion ?? '',
  };
  const wanted = { ...object, metadata };
  await requireValid(call.caller, wanted, { namespace: call.params['namespace'] ?? '', mode: 'controller' });
  return call.caller.client.update(definition.type, wanted);
}

async function remove(services: Services, definition: Definition, call: Call): Promise<unknown> {
  await read(services, definition, call);
  await call.caller.client.delete(definition.type, refOf(definition, call), deletion(call.query));
  return {};
}

function cronRoutes(services: Services): Endpoint[] {
  const change = (verb: 'suspend' | 'resume', name: string): Endpoint => ({
    id: `CronWorkflowService_${name}CronWorkflow`,
    acceptance: '8-033',
    kind: 'call',
    method: 'PUT',
    path: `/api/v1/cron-workflows/{namespace}/{name}/${verb}`,
    body: `CronWorkflow${name}Request`,
    answer: 'CronWorkflow',
    handle: (call) => setSuspended(services, call, verb === 'suspend'),
  });
  return [change('suspend', 'Suspend'), change('resume', 'Resume')];
}

async function setSuspended(services: Services, call: Call, suspend: boolean): Promise<unknown> {
  const definition = DEFINITIONS.find(({ kind }) => kind === 'CronWorkflow') as Definition;
  await read(services, definition, call);
  const labels = actorLabels(call.caller, suspend ? 'Suspend' : 'Resume');
  const body = { spec: { suspend }, ...(Object.keys(labels).length > 0 && { metadata: { labels } }) };
  const ref = { name: call.params['name'] ?? '', namespace: call.params['namespace'] ?? '' };
  return call.caller.client.patch(definition.type, { ...ref, body }, { type: 'merge' });
}
