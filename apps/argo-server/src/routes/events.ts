import { type KubeObject, workflowResources } from '@argosy/kube';
import type { Call, Endpoint } from '../api/endpoint.ts';
import { listSelection } from '../api/query.ts';
import { instanceSelector, joinSelectors } from '../services/instance.ts';
import type { Services } from '../services/services.ts';
import { listParameters } from './parameters.ts';

/** Events from outside and what they start (acceptance 8-039 to 8-042). */
export function eventRoutes(services: Services): readonly Endpoint[] {
  const receive = { kind: 'call', method: 'POST', acceptance: '8-039', body: 'Item', answer: 'EventResponse' } as const;
  return [
    {
      ...receive,
      id: 'EventService_ReceiveEvent',
      path: '/api/v1/events/{namespace}/{discriminator}',
      handle: (call) => received(services, call),
    },
    {
      id: 'EventService_ListWorkflowEventBindings',
      acceptance: '8-042',
      kind: 'call',
      method: 'GET',
      path: '/api/v1/workflow-event-bindings/{namespace}',
      query: listParameters,
      answer: 'WorkflowEventBindingList',
      handle: (call) => listBindings(services, call),
    },
  ];
}

async function received({ events }: Services, { caller, params, body, headers }: Call): Promise<unknown> {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, value]) => [name, [value ?? []].flat()] as const);
  const { namespace = '', discriminator = '' } = params;
  await events.receive(caller, { namespace, discriminator, payload: body, metadata: Object.fromEntries(metadata) });
  return {};
}

async function listBindings({ settings, managedNamespace }: Services, { caller, params, query }: Call): Promise<unknown> {
  const { labelSelector, fieldSelector, limit, continue: token } = listSelection(query);
  const namespace = params['namespace'] || managedNamespace;
  const { metadata, items } = await caller.client.list<KubeObject>(workflowResources.WorkflowEventBinding, {
    ...(namespace !== '' && { namespace }),
    labelSelector: joinSelectors(labelSelector, instanceSelector(settings().instanceId)),
    ...(fieldSelector !== '' && { fieldSelector }),
    ...(limit !== undefined && { limit }),
    ...(token !== '' && { continue: token }),
  });
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'WorkflowEventBindingList', metadata, items };
}
