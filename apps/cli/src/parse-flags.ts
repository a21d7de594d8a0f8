import { Command, CommanderError, Option } from 'commander';
import type { Invocation } from './command.ts';
import { CliFailure } from './failure.ts';
import { type FlagSpec, flagsOf, takesValue } from './flags.ts';
import type { Verb } from './verbs.ts';

/** Reads arguments and flags of one verb with commander. */
export function parseFlags(verb: Verb, specs: readonly FlagSpec[], argv: readonly string[]): Invocation {
  const command = commandOf(verb, specs);
  const { args, turnedOff } = normalized(argv, specs);
  try {
    command.parse(args as string[], { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? usageFailure(error, verb) : error;
  }
  return { args: command.args, flags: flagsOf({ ...command.opts(), ...turnedOff }) };
}

function commandOf(verb: Verb, specs: readonly FlagSpec[]): Command {
  const command = new Command(['argo', ...verb.path].join(' '));
  command
    .exitOverride()
    .helpOption(false)
    .configureOutput({ writeErr: () => undefined });
  command.allowExcessArguments().argument('[arguments...]');
  for (const spec of specs) command.addOption(optionOf(spec));
  return command;
}

function optionOf({ syntax, about, kind, choices }: FlagSpec): Option {
  const option = new Option(syntax, about);
  if (choices) option.choices(choices);
  if (kind === 'toggleOn') option.default(true);
  if (kind === 'many') option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
  if (kind === 'commaList')
    option.argParser((value: string, previous: readonly string[] | undefined) => [
      ...(previous ?? []),
      ...value.split(',').map((item) => item.trim()),
    ]);
  return option;
}

interface Normalized {
  readonly args: readonly string[];
  readonly turnedOff: Readonly<Record<string, false>>;
}

/** Go's flags say `--strict=false` and `-o=json`, which commander does not know. */
function normalized(argv: readonly string[], specs: readonly FlagSpec[]): Normalized {
  const turnedOff: Record<string, false> = {};
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const args = argv.slice(0, end).flatMap((argument) => {
    const match = /^(--?[A-Za-z][\w-]*)=(.*)$/s.exec(argument);
    const spec = match && specs.find(({ long, short }) => long === match[1] || short === match[1]);
    if (!match || !spec) return [argument];
    const [name, value] = [match[1] as string, match[2] as string];
    if (takesValue(spec)) return spec.short === name ? [name, value] : [argument];
    if (isTrue(value, argument)) return [name];
    if (spec.kind !== 'negated') turnedOff[spec.name] = false;
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
  const hint = suggestion.join(' ').replace(/^\((.*)\)$/, '$1');
  return new CliFailure(message, { hint: hint || `\`argo ${verb.path.join(' ')} --help\` shows what it takes` });
}
