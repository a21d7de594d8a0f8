import type { Duplex } from 'node:stream';

/** What keeps containers running: the host's kernel by way of `sandbox`, or a container engine. */
export interface ContainerRuntime {
  readonly name: 'host' | 'docker' | 'podman';
  /** What keeps containers apart here, a line each, for `argo local status`. */
  isolation(): readonly string[];
  /** The network that the containers of a pod share. */
  createSandbox(pod: PodSandboxSpec): Promise<PodSandbox>;
  removeSandbox(pod: Pick<PodSandboxSpec, 'folder'>): Promise<void>;
  /** Makes addresses of services those of this machine; false or absent where that cannot be. */
  openServiceRange?(cidr: string): Promise<boolean>;
  /** A connection to a port of the pod, for probes and port-forward; fails on the stream. */
  connect(sandbox: PodSandbox, port: number): Duplex;
  start(container: ContainerSpec): Promise<RunningContainer>;
  /** Finds a container again that was started by an earlier life of the agent; undefined when it never started. */
  attach(container: Pick<ContainerSpec, 'folder'>): Promise<RunningContainer | undefined>;
  exec(container: RunningContainer, options: ExecOptions): Promise<number>;
  /** Connects streams with the container's first process until it ends; absent where a runtime cannot. */
  attachStreams?(container: RunningContainer, options: AttachOptions): Promise<void>;
  /** Ends what a container left behind: mounts, files of its view. */
  cleanUp(folder: string): Promise<void>;
  close(): Promise<void>;
}

export interface PodSandboxSpec {
  /** The pod's folder. */
  readonly folder: string;
  readonly hostNetwork: boolean;
  /** Ports that its containers are known to listen on. */
  readonly ports: readonly number[];
}

export interface PodSandbox {
  readonly ip: string;
  /** Handle for containers; undefined: the host's network. */
  readonly network?: string | undefined;
  /** Process that holds a network which only its own user namespace may enter. */
  readonly holder?: string | undefined;
}

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface ContainerSpec {
  /** A folder of the container's own, kept until its pod is removed: log, status, termination message. */
  readonly folder: string;
  readonly image: string;
  readonly hostname: string;
  readonly sandbox: PodSandbox;
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly workingDir: string;
  readonly mounts: readonly Mount[];
  readonly user?: number | undefined;
  readonly group?: number | undefined;
  readonly memoryLimit?: number | undefined;
  /** In cores. */
  readonly cpuLimit?: number | undefined;
  /** A terminal of its own; stderr is part of stdout then. */
  readonly tty?: boolean | undefined;
  /** Whether its stdin stays open, and whether it ends with the first client that was attached. */
  readonly stdin?: 'closed' | 'open' | 'once' | undefined;
}

export interface ContainerExit {
  readonly exitCode: number;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Why it could not start. */
  readonly error?: string | undefined;
  readonly oomKilled: boolean;
}

export interface RunningContainer {
  readonly folder: string;
  readonly startedAt: number;
  /** What the runtime knows it by. */
  readonly handle: string;
  readonly exit: Promise<ContainerExit>;
  signal(signal: NodeJS.Signals): void;
}

/** A command in a running container, with the container's own environment and working directory. */
export interface ExecOptions {
  readonly command: readonly string[];
  /** A terminal of its own; stderr is part of stdout then. */
  readonly tty?: Terminal | undefined;
  readonly stdin?: NodeJS.ReadableStream | undefined;
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Streams of a client that wants to talk with a container. */
export type AttachOptions = Omit<ExecOptions, 'command'>;

/** The size of a terminal, now and later. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  onResize(resized: (columns: number, rows: number) => void): void;
}
