import type { Duplex, Readable, Writable } from 'node:stream';
import type { ApiObject } from '../../store/object.ts';

export interface PodLogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly limitBytes?: number;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
}

export interface PodExecOptions {
  readonly container: string;
  readonly command: readonly string[];
  readonly tty: boolean;
  /** Aborted when the client leaves: the process is to be ended. */
  readonly signal: AbortSignal;
}

/** The ends that the client holds; absent where it did not ask for the stream. */
export interface PodStreams {
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  readonly stderr?: Writable;
  /** Calls the listener with the size of the client's terminal, now where it is known, and whenever it changes. */
  readonly onResize?: (listener: (size: TerminalSize) => void) => void;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export type PodAttachOptions = Omit<PodExecOptions, 'command'>;

/**
 * What the API server needs of the nodes: it runs in the same process and is asked instead of a kubelet. Its methods throw an
 * `OperationalError` with code `POD_NOT_FOUND`, `CONTAINER_NOT_FOUND` or `CONTAINER_NOT_READY` where there is nothing to read or run in.
 */
export interface PodBackend {
  /** Output of a container, stdout and stderr interleaved, in pieces of any size; with `follow` until the container ends. */
  logs(pod: ApiObject, options: PodLogOptions): AsyncIterable<Uint8Array>;
  /** Runs a command in a running container and resolves with its exit code. Implementations end the writable streams. */
  exec(pod: ApiObject, options: PodExecOptions, streams: PodStreams): Promise<{ readonly exitCode: number }>;
  /** Connects the streams with the first process of a container, until that has ended or the client leaves. */
  attach(pod: ApiObject, options: PodAttachOptions, streams: PodStreams): Promise<void>;
  /** A connection to a port of the pod; failures are errors of the stream. */
  connect(pod: ApiObject, port: number): Duplex;
}
