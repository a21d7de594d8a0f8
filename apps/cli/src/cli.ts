import type { Cluster } from './backend/backend.ts';
import type { CommandContext, Globals, Installation, Io } from './command.ts';
import type { Environment } from './config.ts';
import { printFailure } from './report-failure.ts';
import { takesValue } from './flags.ts';
import { GLOBAL_FLAGS, globalsOf } from './global-flags.ts';
import { painter } from './output/colours.ts';
import { parseArguments } from './parse-arguments.ts';
import { resolveVerb } from './resolve-verb.ts';
import { versionText } from './version-text.ts';
import type { Clock } from '@argosy/std';

export interface CliOptions {
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly io: Io;
  readonly clock: Clock;
  readonly installation: Installation;
  readonly signal: AbortSignal;
  sleep(milliseconds: number): Promise<void>;
  /** Opens the Kubernetes API or the Argo server that flags and environment point to. */
  connect(globals: Globals): Promise<Cluster>;
}

/** Runs one command line and resolves to its exit code. Failures are printed, never thrown. */
export async function runCli(options: CliOptions): Promise<number> {
  let opened: Promise<Cluster> | undefined;
  try {
    return await dispatch(options, (globals) => (opened ??= options.connect(globals)));
  } catch (error) {
    if (options.signal.aborted) return INTERRUPTED;
    return printFailure(error, options.io, painter(options.io.errorIsTerminal && options.environment.colour));
  } finally {
    await opened?.then((cluster) => cluster.close()).catch(() => undefined);
  }
}

/** What a shell reports for a command that Ctrl-C ended. */
const INTERRUPTED = 130;

async function dispatch(options: CliOptions, connect: (globals: Globals) => Promise<Cluster>): Promise<number> {
  const { argv, io, environment } = options;
  const resolution = await resolveVerb(argv, globalValueFlags());
  if (resolution.kind === 'help') {
    const { nounHelp, rootHelp } = await import('./help.ts');
    const columns = helpColumns(io);
    io.out(resolution.noun === undefined ? rootHelp(columns) : nounHelp(resolution.noun, columns));
    return 0;
  }
  const module = await resolution.verb.load();
  const parsed = await parseArguments(resolution.verb, module, resolution.rest);
  if (parsed.kind === 'help') {
    io.out((await import('./help.ts')).verbHelp(resolution.verb, module, helpColumns(io)));
    return 0;
  }
  const globals = globalsOf(parsed.invocation.flags, environment);
  if (globals.verbose) io.error(`level=debug msg="CLI version" ${versionText(true)}`);
  const context: CommandContext = {
    io,
    env: environment.variables,
    installation: options.installation,
    globals,
    clock: options.clock,
    paint: painter(globals.colour && io.outputIsTerminal),
    signal: options.signal,
    sleep: options.sleep,
    connect: () => connect(globals),
  };
  return module.run(context, module.parse(parsed.invocation));
}

/** Lines are broken for terminals alone; programs that read the help get them whole. */
function helpColumns({ outputIsTerminal, columns }: Io): number {
  return outputIsTerminal ? columns : Number.POSITIVE_INFINITY;
}

function globalValueFlags(): ReadonlySet<string> {
  return new Set(GLOBAL_FLAGS.filter(takesValue).flatMap(({ long, short }) => (short === undefined ? [long] : [long, short])));
}
