export { startApiServer } from './api-server/server.ts';
export type { ApiServer, ApiServerOptions, KubeconfigOptions } from './api-server/server.ts';
export type { ConfiguredToken } from './api-server/auth/authentication.ts';
export type { PodBackend, PodExecOptions, PodLogOptions, PodStreams } from './api-server/pods/pod-backend.ts';
export type { ApiObject, ObjectMeta, OwnerReference } from './store/object.ts';
