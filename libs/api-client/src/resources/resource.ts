import { openStream, type StreamOptions } from '../event-stream.ts';
import type { Query } from '../query.ts';
import type { Transport } from '../transport.ts';

/** What may be said of any single request. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The requests that the resources below are made of. */
export interface Requests {
  get<T>(path: string, query?: Query, options?: CallOptions): Promise<T>;
  post<T>(path: string, body: unknown, options?: CallOptions): Promise<T>;
  put<T>(path: string, body: unknown, options?: CallOptions): Promise<T>;
  delete<T>(path: string, query?: Query, options?: CallOptions): Promise<T>;
  /** A stream that goes on until the reader stops. */
  watch<T>(path: string, query: Query, options: StreamOptions): AsyncIterable<T>;
  /** A stream that ends with what it tells of. */
  read<T>(path: string, query: Query, options: StreamOptions): AsyncIterable<T>;
}

export function requestsOf(transport: Transport): Requests {
  return {
    get: (path, query = {}, options = {}) => transport.json('GET', path, { query, signal: options.signal }),
    post: (path, body, options = {}) => transport.json('POST', path, { body, signal: options.signal }),
    put: (path, body, options = {}) => transport.json('PUT', path, { body, signal: options.signal }),
    delete: (path, query = {}, options = {}) => transport.json('DELETE', path, { query, signal: options.signal }),
    watch: (path, query, options) => openStream(transport, { path, query, options, ends: false }),
    read: (path, query, options) => openStream(transport, { path, query, options, ends: true }),
  };
}
