import type { CommandModule } from './command.ts';
import type { FlagSpec } from './flags.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import { NOUNS, VERBS, type Verb, type VerbGroup } from './verbs.ts';

const GROUPS: readonly VerbGroup[] = ['Workflows', 'Change a running workflow', 'Templates and schedules', 'On this machine', 'Other'];

/** What `argo --help` prints: every verb on a line, nouns with verbs of their own once. */
export function rootHelp(): string {
  const sections = GROUPS.map((group) => {
    const verbs = VERBS.filter(({ path, group: own }) => path.length === 1 && own === group).map(
      ({ path, summary }) => [path[0] as string, summary] as const,
    );
    const nouns = Object.entries(NOUNS)
      .filter(([, noun]) => noun.group === group)
      .map(([name, { summary }]) => [`${name} …`, summary] as const);
    return `${group}:\n${twoColumns([...verbs, ...nouns])}`;
  });
  return `argo runs workflows: Kubernetes resources whose steps are containers.

Usage:
  argo COMMAND [flags]

First steps:
  argo run examples/hello-world.yaml             run a workflow on this machine, without a cluster
  argo submit --watch examples/steps.yaml        send a workflow to the cluster and follow it
  argo list                                      what ran and what runs
  argo get @latest                               the newest workflow and its steps
  argo logs @latest                              what its containers printed

${sections.join('\n\n')}

Flags of every command:
${flagLines(GLOBAL_FLAGS)}

\`argo COMMAND --help\` explains a command and shows examples.
`;
}

/** What `argo cron --help` prints. */
export function nounHelp(noun: string): string {
  const verbs = VERBS.filter(({ path }) => path[0] === noun && path.length === 2).map(
    ({ path, summary }) => [path[1] as string, summary] as const,
  );
  const { summary = '', aliases = [] } = NOUNS[noun] ?? {};
  const also = aliases.length > 0 ? `\nAlso: ${aliases.map((alias) => `argo ${alias}`).join(', ')}\n` : '';
  return `Commands for ${summary}.\n\nUsage:\n  argo ${noun} COMMAND [flags]\n${also}\nCommands:\n${twoColumns(verbs)}\n\n\`argo ${noun} COMMAND --help\` explains a command and shows examples.\n`;
}

/** What `argo submit --help` prints: usage, examples first, then the flags. */
export function verbHelp(verb: Verb, module: CommandModule): string {
  const name = `argo ${verb.path.join(' ')}`;
  const examples = module.examples.map(({ about, command }) => `  # ${about}\n  ${command}`).join('\n\n');
  const about = module.about ? `${module.about}\n\n` : '';
  const flags = module.flags.length > 0 ? `\nFlags:\n${flagLines(module.flags)}\n` : '';
  return `${name}: ${verb.summary}\n\n${about}Usage:\n  ${name}${module.usage === '' ? '' : ` ${module.usage}`} [flags]\n\nExamples:\n${examples}\n${flags}\nFlags of every command:\n${flagLines(GLOBAL_FLAGS)}\n`;
}

function flagLines(specs: readonly FlagSpec[]): string {
  const shown = specs.filter((spec) => !spec.hidden);
  return twoColumns(shown.map((spec) => [spec.short ? spec.syntax : `    ${spec.syntax}`, flagText(spec)] as const));
}

function flagText({ about, choices, kind }: FlagSpec): string {
  return `${about}${choices ? ` (${choices.join('|')})` : ''}${kind === 'toggleOn' ? ' (default true)' : ''}`;
}

function twoColumns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
}
