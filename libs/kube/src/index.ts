export type {
  DeleteOptions,
  ExecResult,
  KubeClient,
  KubeList,
  KubeObject,
  ListOptions,
  LogOptions,
  ObjectRef,
  PatchOptions,
  PatchType,
  ResourceType,
  WatchEvent,
  WatchOptions,
} from './client.ts';
export { openConnection } from './connection/connection.ts';
export type { ConnectionOptions, KubeConnection, TlsIdentity } from './connection/connection.ts';
export { createKubeClient } from './create-kube-client.ts';
export type { KubeClientOptions } from './create-kube-client.ts';
export { followConfigMap } from './follow-config-map.ts';
export type { ConfigMapFollower, FollowConfigMapOptions } from './follow-config-map.ts';
export { createInformer } from './informer/informer.ts';
export type { Informer, InformerHandlers, InformerOptions } from './informer/informer.ts';
export { isLaterVersion } from './informer/resource-version.ts';
export { objectKey } from './informer/store.ts';
export type { Indexer, Store, Stored } from './informer/store.ts';
export { KubeError, kubeStatusOf } from './kube-error.ts';
export type { KubeStatus } from './kube-error.ts';
export { byTime, readLogLines, timedLine, timeKey } from './log-lines.ts';
export type { LogLine, LogSource } from './log-lines.ts';
export { applyMergePatch, mergePatchBetween } from './merge-patch.ts';
export { queryString, resourcePath } from './resource-path.ts';
export type { Query, ResourceTarget } from './resource-path.ts';
export { coreResources, workflowResources } from './resource-types.ts';
export { createSimulatedTimers } from './simulated-timers.ts';
export type { SimulatedTimers } from './simulated-timers.ts';
export { jitteredBackoff, pause, realTimers } from './timers.ts';
export type { Timers } from './timers.ts';
export type { RequestLimiter, RequestReport } from './transport/transport.ts';
