import type { StreamOptions } from '../event-stream.ts';
import { nested, pathOf } from '../query.ts';
import type { KubeEvent, ListOptions, WorkflowEventBindingList } from '../types.ts';
import type { CallOptions, Requests } from './resource.ts';

/** Events of Kubernetes, events from outside, and what those start. */
export interface EventsApi {
  /** Kubernetes Events of a namespace, until the reader stops. */
  watch(namespace: string, options?: { readonly listOptions?: ListOptions } & StreamOptions): AsyncIterable<KubeEvent>;
  /** Sends an event that workflow event bindings may react to. */
  send(to: { readonly namespace: string; readonly discriminator: string }, payload: unknown, options?: CallOptions): Promise<void>;
  listBindings(namespace: string, options?: { readonly listOptions?: ListOptions } & CallOptions): Promise<WorkflowEventBindingList>;
}

export function eventsApi(requests: Requests): EventsApi {
  return {
    watch: (namespace, options = {}) =>
      requests.watch(`api/v1/stream/events/${pathOf(namespace)}`, nested('listOptions', options.listOptions), options),
    send: async ({ namespace, discriminator }, payload, options) =>
      void (await requests.post(`api/v1/events/${pathOf(namespace, discriminator)}`, payload, options)),
    listBindings: (namespace, { listOptions, ...options } = {}) =>
      requests.get(`api/v1/workflow-event-bindings/${pathOf(namespace)}`, nested('listOptions', listOptions), options),
  };
}
