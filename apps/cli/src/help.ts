import type { CommandModule } from './command.ts';
import type { FlagSpec } from './flags.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import { NOUNS, VERBS, type Verb, type VerbGroup } from './verbs.ts';

const GROUPS: readonly VerbGroup[] = ['Workflows', 'Change a running workflow', 'Templates and schedules', 'On this machine', 'Other'];

/** What `argo --help` prints: every verb on a line, nouns with verbs of their own once. */
export function rootHelp(columns: number): string {
  const sections = GROUPS.map((group) => {
    const verbs = VERBS.filter(({ path, group: own }) => path.length === 1 && own === group).map(
      ({ path, summary }) => [path[0] as string, summary] as const,
    );
    const nouns = Object.entries(NOUNS)
      .filter(([, noun]) => noun.group === group)
      .map(([name, { summary }]) => [`${name} …`, summary] as const);
    return `${group}:\n${twoColumns([...verbs, ...nouns], columns)}`;
  });
  return `argo runs workflows: Kubernetes resources whose steps are containers.

Usage:
  argo COMMAND [flags]

First steps:
${twoColumns(FIRST_STEPS, columns)}

${sections.join('\n\n')}

Flags of every command:
${flagLines(GLOBAL_FLAGS, columns)}

\`argo COMMAND --help\` explains a command and shows examples.
`;
}

const FIRST_STEPS = [
  ['argo run examples/hello-world.yaml', 'run a workflow on this machine, without a cluster'],
  ['argo submit --watch examples/steps.yaml', 'send a workflow to the cluster and follow it'],
  ['argo list', 'what ran and what runs'],
  ['argo get @latest', 'the newest workflow and its steps'],
  ['argo logs @latest', 'what its containers printed'],
] as const;

/** What `argo cron --help` prints. */
export function nounHelp(noun: string, columns: number): string {
  const verbs = VERBS.filter(({ path }) => path[0] === noun && path.length === 2).map(
    ({ path, summary }) => [path[1] as string, summary] as const,
  );
  const { summary = '', aliases = [] } = NOUNS[noun] ?? {};
  const also = aliases.length > 0 ? `\nAlso: ${aliases.map((alias) => `argo ${alias}`).join(', ')}\n` : '';
  return `Commands for ${summary}.\n\nUsage:\n  argo ${noun} COMMAND [flags]\n${also}\nCommands:\n${twoColumns(verbs, columns)}\n\n\`argo ${noun} COMMAND --help\` explains a command and shows examples.\n`;
}

/** What `argo submit --help` prints: usage, examples first, then the flags. */
export function verbHelp(verb: Verb, module: CommandModule, columns: number): string {
  const name = `argo ${verb.path.join(' ')}`;
  const examples = module.examples.map(({ about, command }) => `  # ${about}\n  ${command}`).join('\n\n');
  const about = module.about
    ? `${module.about
        .split('\n')
        .flatMap((line) => wrapped(line, columns))
        .join('\n')}\n\n`
    : '';
  const flags = module.flags.length > 0 ? `\nFlags:\n${flagLines(module.flags, columns)}\n` : '';
  return `${name}: ${verb.summary}\n\n${about}Usage:\n  ${name}${module.usage === '' ? '' : ` ${module.usage}`} [flags]\n\nExamples:\n${examples}\n${flags}\nFlags of every command:\n${flagLines(GLOBAL_FLAGS, columns)}\n`;
}

function flagLines(specs: readonly FlagSpec[], columns: number): string {
  const shown = specs.filter((spec) => !spec.hidden);
  return twoColumns(
    shown.map((spec) => [spec.short ? spec.syntax : `    ${spec.syntax}`, flagText(spec)] as const),
    columns,
  );
}

function flagText({ about, choices, kind }: FlagSpec): string {
  return `${about}${choices ? ` (${choices.join('|')})` : ''}${kind === 'toggleOn' ? ' (default true)' : ''}`;
}

/** Narrower than this the right column is not made, however narrow the terminal is. */
const NARROWEST = 24;

function twoColumns(rows: readonly (readonly [string, string])[], columns: number): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  const room = Math.max(NARROWEST, columns - width - 4);
  return rows
    .flatMap(([left, right]) =>
      wrapped(right, room).map((line, index) => `  ${(index === 0 ? left : '').padEnd(width)}  ${line}`.trimEnd()),
    )
    .join('\n');
}

/** A text in lines of at most this width, broken between words. */
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
