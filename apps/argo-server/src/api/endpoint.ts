import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../auth/caller.ts';
import type { RawQuery } from './query.ts';

/** A value of the query string, for the description of the API. */
export interface Parameter {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'integer' | 'strings';
  readonly about?: string;
  readonly choices?: readonly string[];
}

/** A name of the API's definitions, `Workflow`, or a schema in place. */
export type SchemaRef = string | Readonly<Record<string, unknown>>;

/** One request, with what is known of its caller. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: RawQuery;
  /** The parsed body; an empty object where none came. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as it came. */
  readonly rawBody: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly caller: Caller;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** One element of a stream: its JSON, and the id under which a client resumes after it. */
export type Frame =
  | {
      /** JSON of what comes under `result`. */
      readonly json: string;
      readonly id?: string;
    }
  /** `behind`: this server does not hear from Kubernetes; `current`: it does again. Only for readers that know ids. */
  | { readonly comment: 'behind' | 'current' };

interface EndpointBase {
  /** Unique, as in the description of the API: `WorkflowService_ListWorkflows`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With names in braces: `/api/v1/workflows/{namespace}`. */
  readonly path: string;
  /** Id of the row in the table of behaviours. */
  readonly acceptance: string;
  readonly query?: readonly Parameter[];
  readonly body?: SchemaRef;
  readonly answer: SchemaRef;
}

/** What the server offers at one path: the table of these is the router, the description of the API and the list of the tests. */
export type Endpoint =
  | (EndpointBase & { readonly kind: 'call'; handle(call: Call): Promise<unknown> })
  | (EndpointBase & { readonly kind: 'stream'; open(call: Call): Promise<AsyncIterable<Frame | undefined>> });
