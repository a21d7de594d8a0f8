import type { ObjectMeta } from '@argosy/api';
import type { StreamOptions } from '../event-stream.ts';
import { nested, pathOf, type Query, type QueryValue } from '../query.ts';
import type { List, ListOptions, LogOptions, WatchEvent } from '../types.ts';
import type { CallOptions, Requests } from './resource.ts';

/** An EventSource or Sensor of Argo Events, as it is. */
export interface ArgoEventsObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec?: object;
  readonly status?: object;
}

export interface ArgoEventsLogEntry {
  readonly namespace?: string;
  readonly eventSourceName?: string;
  readonly sensorName?: string;
  readonly eventName?: string;
  readonly triggerName?: string;
  readonly level?: string;
  readonly time?: string;
  readonly msg?: string;
}

/** Event sources, or sensors; NOT_FOUND where Argo Events is not installed. */
export interface ArgoEventsApi {
  list(namespace: string, options?: { readonly listOptions?: ListOptions } & CallOptions): Promise<List<ArgoEventsObject>>;
  get(namespace: string, name: string, options?: CallOptions): Promise<ArgoEventsObject>;
  create(namespace: string, object: ArgoEventsObject, options?: CallOptions): Promise<ArgoEventsObject>;
  update(namespace: string, object: ArgoEventsObject, options?: CallOptions): Promise<ArgoEventsObject>;
  delete(namespace: string, name: string, options?: CallOptions): Promise<void>;
  watch(namespace: string, options?: { readonly listOptions?: ListOptions } & StreamOptions): AsyncIterable<WatchEvent<ArgoEventsObject>>;
  /** `name`, `eventName`, `triggerName`, `grep` and so on, as the server reads them. */
  logs(
    namespace: string,
    options?: { readonly filter?: Readonly<Record<string, QueryValue>>; readonly logOptions?: LogOptions } & StreamOptions,
  ): AsyncIterable<ArgoEventsLogEntry>;
}

export function argoEventsApi(requests: Requests, plural: 'event-sources' | 'sensors'): ArgoEventsApi {
  const inNamespace = (namespace: string): string => `api/v1/${plural}/${pathOf(namespace)}`;
  const streams = (namespace: string): string => `api/v1/stream/${plural}/${pathOf(namespace)}`;
  const field = plural === 'sensors' ? 'sensor' : 'eventSource';
  return {
    list: (namespace, { listOptions, ...options } = {}) =>
      requests.get(inNamespace(namespace), nested('listOptions', listOptions), options),
    get: (namespace, name, options) => requests.get(`${inNamespace(namespace)}/${pathOf(name)}`, {}, options),
    create: (namespace, object, options) => requests.post(inNamespace(namespace), { namespace, [field]: object }, options),
    update: (namespace, object, options) =>
      requests.put(`${inNamespace(namespace)}/${pathOf(object.metadata.name ?? '')}`, { namespace, [field]: object }, options),
    delete: async (namespace, name, options) => void (await requests.delete(`${inNamespace(namespace)}/${pathOf(name)}`, {}, options)),
    watch: (namespace, options = {}) => requests.watch(streams(namespace), nested('listOptions', options.listOptions), options),
    logs: (namespace, options = {}) =>
      requests.read(`${streams(namespace)}/logs`, { ...options.filter, ...nested('logOptions', options.logOptions) } as Query, options),
  };
}
