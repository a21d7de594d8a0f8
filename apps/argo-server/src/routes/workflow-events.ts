import { type KubeObject, coreResources, workflowResources } from '@argosy/kube';
import type { Call, Endpoint, Frame } from '../api/endpoint.ts';
import { ApiFailure } from '../api/failure.ts';
import { fieldFilter } from '../api/fields.ts';
import { listSelection, textOf } from '../api/query.ts';
import { instanceSelector } from '../services/instance.ts';
import { parseLabelSelector } from '../services/selectors.ts';
import type { Services } from '../services/services.ts';
import { matchesFilter, workflowQuery } from '../services/workflow-filter.ts';
import { renderedWorkflow } from '../services/workflow-list.ts';
import { fieldsParameter, listParameters } from './parameters.ts';

/** Streams of changes (acceptance 8-025, 8-026). */
export function workflowEventRoutes(services: Services): readonly Endpoint[] {
  return [
    {
      id: 'WorkflowService_WatchWorkflows',
      acceptance: '8-025',
      kind: 'stream',
      method: 'GET',
      path: '/api/v1/workflow-events/{namespace}',
      query: [...listParameters, fieldsParameter],
      answer: 'WorkflowWatchEvent',
      open: (call) => watchWorkflows(services, call),
    },
    {
      id: 'WorkflowService_WatchEvents',
      acceptance: '8-026',
      kind: 'stream',
      method: 'GET',
      path: '/api/v1/stream/events/{namespace}',
      query: listParameters,
      answer: 'Event',
      open: (call) => watchEvents(services, call),
    },
  ];
}

async function watchWorkflows(services: Services, { caller, params, query, headers, signal }: Call): Promise<AsyncIterable<Frame>> {
  const namespace = params['namespace'] || services.managedNamespace;
  const { filter: asked, resourceVersion } = workflowQuery(query, namespace);
  await services.access.require(caller, { verb: 'watch', type: workflowResources.Workflow, namespace: asked.namespace });
  if (!(await services.live.ready)) throw new ApiFailure('UNAVAILABLE', 'this server may not watch workflows');
  const filter = { ...asked, labels: [...asked.labels, ...parseLabelSelector(instanceSelector(services.settings().instanceId))] };
  const text = textOf(query, 'fields');
  const fields = fieldFilter(text, 'result.object.');
  const lastId = String(headers['last-event-id'] ?? '');
  return services.live.events.subscribe({
    matches: ({ value }) => matchesFilter(filter, value.light),
    view: `fields ${text}`,
    isOfOne: filter.names.some(({ kind }) => kind === 'Exact') && filter.namespace !== '',
    render: ({ value }) => renderedWorkflow(services, value, fields),
    current: () => services.live.list(filter),
    since: { version: resourceVersion, ...(lastId !== '' && { id: lastId }) },
    signal,
  });
}

/** Passes Kubernetes Events on; after a break it goes on where it was, as long as the API server knows that version. */
async function watchEvents(
  { managedNamespace }: Services,
  { caller, params, query, headers, signal }: Call,
): Promise<AsyncIterable<Frame>> {
  const namespace = params['namespace'] || managedNamespace;
  const { labelSelector, fieldSelector, resourceVersion } = listSelection(query);
  const selection = { ...(namespace !== '' && { namespace }), labelSelector, fieldSelector };
  const since = String(headers['last-event-id'] ?? '') || resourceVersion;
  // Asked first, so that a refusal is an answer and not a broken stream.
  await caller.client.list(coreResources.Event, { ...selection, limit: 1 });
  return events();

  async function* events(): AsyncGenerator<Frame> {
    for await (const { type, object } of caller.client.watch<KubeObject>(coreResources.Event, {
      ...selection,
      ...(since !== '' && { resourceVersion: since }),
      signal,
    })) {
      if (type === 'ERROR')
        throw new ApiFailure(object.code === 410 ? 'OUT_OF_RANGE' : 'UNAVAILABLE', object.message ?? 'the watch failed');
      if (type === 'ADDED' || type === 'MODIFIED') yield { json: JSON.stringify(object), id: object.metadata.resourceVersion ?? '' };
    }
  }
}
