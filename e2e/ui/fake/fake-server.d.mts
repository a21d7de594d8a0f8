import type { Workflow } from '@argosy/api';

export interface FakeServerOptions {
  readonly ui: string;
  readonly workflows?: readonly Workflow[];
  readonly templates?: readonly object[];
  readonly crons?: readonly object[];
  /** Lines by pod, or by workflow for all its pods. */
  readonly logs?: Readonly<Record<string, readonly string[]>>;
  readonly base?: string;
  readonly port?: number;
  /** May answer in place of the server. */
  readonly faults?: (
    method: string,
    path: string,
    url: URL,
  ) => { readonly status: number; readonly code?: number; readonly message?: string; readonly body?: object } | undefined;
}

export interface FakeServer {
  /** Address with the base path. */
  readonly url: string;
  readonly state: { readonly requests: string[] };
  put(workflow: Workflow): void;
  remove(workflow: Workflow): void;
  dropStreams(): void;
  close(): Promise<void>;
}

export function startFakeServer(options: FakeServerOptions): Promise<FakeServer>;
