import { CliFailure } from './failure.ts';
import { NOUNS, VERBS, type Verb } from './verbs.ts';

export type Resolution =
  | { readonly kind: 'verb'; readonly verb: Verb; readonly rest: readonly string[] }
  | { readonly kind: 'help'; readonly noun?: string };

/**
 * Finds the verb in the arguments without knowing the verb's own flags: only global flags may stand before it, so that
 * one module has to be loaded and no other.
 */
export async function resolveVerb(argv: readonly string[], valueFlags: ReadonlySet<string>): Promise<Resolution> {
  const words = wordPositions(argv, valueFlags);
  const [first, second] = words.map((position) => argv[position] as string);
  if (first === undefined || first === 'help') return helpFor(first === 'help' ? second : undefined);
  const noun = nounOf(first);
  const path = noun === undefined ? [first] : [noun, second];
  if (path.at(-1) === undefined || (noun !== undefined && second === 'help')) return { kind: 'help', ...(noun !== undefined && { noun }) };
  const verb = VERBS.find(
    (candidate) => candidate.path.length === path.length && candidate.path.every((word, index) => word === path[index]),
  );
  if (!verb) throw await unknownVerb(path as string[], noun);
  const used = new Set(words.slice(0, path.length));
  return { kind: 'verb', verb, rest: argv.filter((_, position) => !used.has(position)) };
}

/** Positions of the first two arguments that are no flags and no values of flags. */
function wordPositions(argv: readonly string[], valueFlags: ReadonlySet<string>): number[] {
  const positions: number[] = [];
  for (let position = 0; position < argv.length && positions.length < 2; position++) {
    const argument = argv[position] as string;
    if (argument === '--') break;
    if (valueFlags.has(argument)) position++;
    else if (!argument.startsWith('-') || argument === '-') positions.push(position);
  }
  return positions;
}

function helpFor(word: string | undefined): Resolution {
  const noun = word === undefined ? undefined : nounOf(word);
  if (noun !== undefined) return { kind: 'help', noun };
  const verb = VERBS.find(({ path }) => path.length === 1 && path[0] === word);
  return verb ? { kind: 'verb', verb, rest: ['--help'] } : { kind: 'help' };
}

function nounOf(word: string): string | undefined {
  return Object.entries(NOUNS).find(([noun, { aliases }]) => noun === word || aliases.includes(word))?.[0];
}

async function unknownVerb(path: readonly string[], noun: string | undefined): Promise<CliFailure> {
  const { nearest } = await import('@argosy/api');
  const word = path.at(-1) as string;
  const known =
    noun === undefined
      ? [...VERBS.map(({ path: [head] }) => head as string), ...Object.keys(NOUNS)]
      : VERBS.filter(({ path: [head] }) => head === noun).map(({ path: [, tail] }) => tail as string);
  const close = nearest(word, known);
  const parent = noun === undefined ? 'argo' : `argo ${noun}`;
  return new CliFailure(`unknown command "${word}" for "${parent}"`, {
    hint: close ? `did you mean \`${parent} ${close}\`?` : `\`${parent} --help\` lists the commands`,
  });
}
