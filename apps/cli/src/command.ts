import type { Clock, Milliseconds } from '@argosy/std';
import type { Cluster } from './backend/backend.ts';
import type { Flags, FlagSpec } from './flags.ts';
import type { Paint } from './output/colours.ts';

/** What a command may touch of the process it runs in. */
export interface Io {
  readonly cwd: string;
  readonly outputIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  readonly columns: number;
  out(text: string | Uint8Array): void;
  error(text: string): void;
  readInput(): Promise<Uint8Array>;
}

/** Flags that every command takes, with what the environment adds to them (acceptance 9-001, 9-002). */
export interface Globals {
  readonly namespace: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly instanceId: string;
  readonly verbose: boolean;
  /** Says which kubeconfig is read, as kubectl's libraries do at level 6. */
  readonly kubeVerbose: boolean;
  readonly colour: boolean;
  readonly server: ServerFlags;
  readonly connection: ConnectionFlags;
}

/** How an Argo server is reached; an empty address: the Kubernetes API is talked to instead. */
export interface ServerFlags {
  readonly address: string;
  readonly secure: boolean;
  readonly insecureSkipVerify: boolean;
  readonly baseHref: string;
  readonly headers: readonly string[];
}

/** kubectl's flags that override the kubeconfig. */
export interface ConnectionFlags {
  readonly server?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly token?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly tlsServerName?: string;
  readonly asUser?: string;
  readonly asGroups?: readonly string[];
}

/** How this program was started, and where the programs beside it are. */
export interface Installation {
  /** What starts this very command line: a program and its first arguments. */
  readonly self: readonly [string, ...string[]];
  /** The executables: argo, workflow-controller, argoexec. */
  readonly binFolder: string;
  /** What the executables load: bundles and the static helper programs. */
  readonly libFolder: string;
}

export interface CommandContext {
  readonly installation: Installation;
  readonly io: Io;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly globals: Globals;
  readonly clock: Clock;
  readonly paint: Paint;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Ends early, without an error, when `signal` is aborted. */
  sleep(time: Milliseconds): Promise<void>;
  /** Opened once; the caller of the command closes it. */
  connect(): Promise<Cluster>;
}

export interface Invocation {
  readonly args: readonly string[];
  readonly flags: Flags;
}

export interface Example {
  readonly about: string;
  readonly command: string;
}

/** One verb: what it takes, how that becomes options, and what it does with them. `run` resolves to the exit code. */
export interface CommandModule<Options = unknown> {
  /** The arguments after the verb, `WORKFLOW [POD]`. */
  readonly usage: string;
  /** What the one line of the verb's summary leaves out. */
  readonly about?: string;
  readonly examples: readonly Example[];
  readonly flags: readonly FlagSpec[];
  /** All arguments go to another program as they are. */
  readonly passThrough?: boolean;
  parse(invocation: Invocation): Options;
  run(context: CommandContext, options: Options): Promise<number>;
}

/** Forgets the type of a command's options, so that commands can stand in one table. */
export function defineCommand<Options>(module: CommandModule<Options>): CommandModule {
  return module as CommandModule;
}
