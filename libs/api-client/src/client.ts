import { type ArchiveApi, archiveApi } from './resources/archive.ts';
import { type ArgoEventsApi, argoEventsApi } from './resources/argo-events.ts';
import { type ArtifactsApi, artifactsApi } from './resources/artifacts.ts';
import { type EventsApi, eventsApi } from './resources/events.ts';
import { type InfoApi, infoApi } from './resources/info.ts';
import { requestsOf } from './resources/resource.ts';
import { type SyncApi, syncApi } from './resources/sync.ts';
import {
  type ClusterWorkflowTemplatesApi,
  clusterWorkflowTemplatesApi,
  type CronWorkflowsApi,
  cronWorkflowsApi,
  type WorkflowTemplatesApi,
  workflowTemplatesApi,
} from './resources/templates.ts';
import { type WorkflowsApi, workflowsApi } from './resources/workflows.ts';
import { createTransport, type Transport, type TransportOptions } from './transport.ts';

/** Everything that the server offers, by resource. Failures are `ApiError`s. */
export interface ApiClient extends InfoApi {
  readonly workflows: WorkflowsApi;
  readonly workflowTemplates: WorkflowTemplatesApi;
  readonly clusterWorkflowTemplates: ClusterWorkflowTemplatesApi;
  readonly cronWorkflows: CronWorkflowsApi;
  readonly archive: ArchiveApi;
  readonly events: EventsApi;
  readonly eventSources: ArgoEventsApi;
  readonly sensors: ArgoEventsApi;
  readonly sync: SyncApi;
  readonly artifacts: ArtifactsApi;
  /** For paths that have no method here. */
  readonly transport: Transport;
}

/**
 * Opens a client of an Argo server. Nothing is sent before the first call.
 *
 * @example
 * const argo = createApiClient({ url: 'https://localhost:2746', token: process.env.ARGO_TOKEN });
 * for await (const { type, object } of argo.workflows.watch('argo')) console.log(type, object.metadata.name);
 */
export function createApiClient(options: TransportOptions): ApiClient {
  const transport = createTransport(options);
  const requests = requestsOf(transport);
  return {
    ...infoApi(requests),
    workflows: workflowsApi(requests),
    workflowTemplates: workflowTemplatesApi(requests),
    clusterWorkflowTemplates: clusterWorkflowTemplatesApi(requests),
    cronWorkflows: cronWorkflowsApi(requests),
    archive: archiveApi(requests),
    events: eventsApi(requests),
    eventSources: argoEventsApi(requests, 'event-sources'),
    sensors: argoEventsApi(requests, 'sensors'),
    sync: syncApi(requests),
    artifacts: artifactsApi(transport),
    transport,
  };
}
