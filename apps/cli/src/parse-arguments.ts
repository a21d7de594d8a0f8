import type { CommandModule, Invocation } from './command.ts';
import { defaultValues, type FlagSpec, flagsOf } from './flags.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import type { Verb } from './verbs.ts';

export type Parsed = { readonly kind: 'invocation'; readonly invocation: Invocation } | { readonly kind: 'help' };

/** Reads the arguments of one verb. Global flags stand anywhere; a verb's own flag of the same name takes their place. */
export async function parseArguments(verb: Verb, module: CommandModule, argv: readonly string[]): Promise<Parsed> {
  const specs = flagsOfVerb(module);
  if (module.passThrough) return { kind: 'invocation', invocation: { args: argv, flags: flagsOf(defaultValues(specs)) } };
  // Without flags there is nothing to parse, and most commands are typed that way: the parser need not be loaded.
  if (!argv.some((argument) => argument.startsWith('-') && argument !== '-'))
    return { kind: 'invocation', invocation: { args: argv, flags: flagsOf(defaultValues(specs)) } };
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  if (argv.slice(0, end).some((argument) => argument === '--help' || argument === '-h')) return { kind: 'help' };
  const { parseFlags } = await import('./parse-flags.ts');
  return { kind: 'invocation', invocation: parseFlags(verb, specs, argv) };
}

/** The flags that stand for something after this verb. */
export function flagsOfVerb(module: CommandModule): readonly FlagSpec[] {
  const isOwn = (spec: FlagSpec): boolean =>
    module.flags.some(({ long, short }) => long === spec.long || (short !== undefined && short === spec.short));
  return [...module.flags, ...GLOBAL_FLAGS.filter((spec) => !isOwn(spec))];
}
