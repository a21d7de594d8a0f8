export { ApiError, type ErrorBody, statusCodes, type StatusName } from './api-error.ts';
export { type ApiClient, createApiClient } from './client.ts';
export type { StreamOptions, StreamState } from './event-stream.ts';
export type { Query, QueryValue } from './query.ts';
export type { ArchiveApi, ArchivedRef } from './resources/archive.ts';
export type { ArgoEventsApi, ArgoEventsLogEntry, ArgoEventsObject } from './resources/argo-events.ts';
export type { ArtifactRef, ArtifactsApi } from './resources/artifacts.ts';
export type { EventsApi } from './resources/events.ts';
export type { InfoApi } from './resources/info.ts';
export type { CallOptions } from './resources/resource.ts';
export type { SyncApi, SyncLimitRef } from './resources/sync.ts';
export type {
  ClusterWorkflowTemplatesApi,
  CronWorkflowsApi,
  DefinitionListOptions,
  DefinitionsApi,
  WorkflowTemplatesApi,
} from './resources/templates.ts';
export type { WorkflowRef, WorkflowsApi } from './resources/workflows.ts';
export type { RequestDetails, Transport, TransportOptions } from './transport.ts';
export type * from './types.ts';
