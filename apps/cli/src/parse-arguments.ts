import { Command, CommanderError, type Option } from 'commander';
import type { CommandModule, Invocation } from './command.ts';
import { CliFailure } from './failure.ts';
import { flagsOf } from './flags.ts';
import { globalOptions } from './global-flags.ts';
import { verbHelp } from './help.ts';
import type { Verb } from './verbs.ts';

export type Parsed = { readonly kind: 'invocation'; readonly invocation: Invocation } | { readonly kind: 'help'; readonly text: string };

/** Reads the arguments of one verb. Global flags stand anywhere; a verb's own flag of the same name takes their place. */
export function parseArguments(verb: Verb, module: CommandModule, argv: readonly string[]): Parsed {
  const command = commandOf(verb, module);
  const { args, turnedOff } = normalized(argv, command.options);
  if (args.some((argument, index) => (argument === '--help' || argument === '-h') && !args.slice(0, index).includes('--')))
    return { kind: 'help', text: verbHelp(verb, module) };
  try {
    command.parse(args as string[], { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? usageFailure(error, verb) : error;
  }
  return { kind: 'invocation', invocation: { args: command.args, flags: flagsOf({ ...command.opts(), ...turnedOff }) } };
}

/** The commander command of a verb: what the parser, the help and the completion scripts are made of. */
export function commandOf(verb: Verb, module: CommandModule): Command {
  const command = new Command(['argo', ...verb.path].join(' '))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .allowExcessArguments()
    .argument('[arguments...]')
    .helpOption(false);
  for (const option of module.flags) command.addOption(option);
  for (const option of globalOptions()) if (!clashes(option, module.flags)) command.addOption(option);
  return command;
}

function clashes(option: Option, flags: readonly Option[]): boolean {
  return flags.some(({ long, short }) => long === option.long || (short !== undefined && short === option.short));
}

interface Normalized {
  readonly args: readonly string[];
  readonly turnedOff: Readonly<Record<string, false>>;
}

/** Go's flags say `--strict=false` and `-o=json`, which commander does not know. */
function normalized(argv: readonly string[], options: readonly Option[]): Normalized {
  const turnedOff: Record<string, false> = {};
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const args = argv.slice(0, end).flatMap((argument) => {
    const match = /^(--?[A-Za-z][\w-]*)=(.*)$/s.exec(argument);
    const option = match && options.find(({ long, short }) => long === match[1] || short === match[1]);
    if (!match || !option) return [argument];
    const [name, value] = [match[1] as string, match[2] as string];
    if (option.required) return option.short === name ? [name, value] : [argument];
    if (isTrue(value, argument)) return [name];
    if (!option.negate) turnedOff[option.attributeName()] = false;
    return [];
  });
  return { args: [...args, ...argv.slice(end)], turnedOff };
}

function isTrue(value: string, argument: string): boolean {
  if (/^(1|t|true)$/i.test(value)) return true;
  if (/^(0|f|false)$/i.test(value)) return false;
  throw new CliFailure(`invalid argument "${value}" for "${argument.split('=')[0]}" flag: true or false is expected`);
}

function usageFailure(error: CommanderError, verb: Verb): CliFailure {
  const [message = '', ...suggestion] = error.message.replace(/^error: /, '').split('\n');
  return new CliFailure(message, {
    hint: suggestion.join(' ').replace(/^\((.*)\)$/, '$1') || `\`argo ${verb.path.join(' ')} --help\` shows what it takes`,
  });
}
