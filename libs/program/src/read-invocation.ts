import type { Command, OptionValues } from 'commander';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a process was asked to do. */
export type Invocation<Config> =
  | { readonly kind: 'run'; readonly config: Config }
  | { readonly kind: 'version' }
  | { readonly kind: 'exit'; readonly code: number };

export interface ReadOptions<Flags extends OptionValues, Config> {
  /** With its options and its help. */
  readonly command: Command;
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Options that no variable sets, because `ARGO_<OPTION>` means something else. */
  readonly withoutVariable: ReadonlySet<string>;
  configOf(flags: Flags): Config;
}

/**
 * Reads the arguments of a process, whose options can also be set by the environment: `--workflow-workers` is `ARGO_WORKFLOW_WORKERS`. Help and errors are
 * printed here.
 */
export function readInvocation<Flags extends OptionValues, Config>(options: ReadOptions<Flags, Config>): Invocation<Config> {
  const { command, args, environment, withoutVariable, configOf } = options;
  let invocation: Invocation<Config> = { kind: 'exit', code: 0 };
  command.exitOverride().action((flags: Flags) => {
    invocation = { kind: 'run', config: configOf(flags) };
  });
  command
    .command('version')
    .description('print the version')
    .action(() => {
      invocation = { kind: 'version' };
    });
  try {
    command.parse([...argumentsOf(command, environment, withoutVariable), ...args], { from: 'user' });
    return invocation;
  } catch (error) {
    const { exitCode, message } = error as Error & { exitCode?: number };
    // The library has printed its own.
    if (exitCode === undefined) process.stderr.write(`error: ${message}\n`);
    return { kind: 'exit', code: exitCode ?? 1 };
  }
}

/** Options that the environment sets, as arguments: what is given on the command line comes after them and wins. */
function argumentsOf({ options }: Command, environment: Environment, withoutVariable: ReadonlySet<string>): readonly string[] {
  return options.flatMap(({ long, required }) => {
    if (!long || withoutVariable.has(long)) return [];
    const value = environment[`ARGO_${long.slice(2).replaceAll('-', '_').toUpperCase()}`];
    if (!value) return [];
    if (required) return [`${long}=${value}`];
    return value === 'true' ? [long] : [];
  });
}
