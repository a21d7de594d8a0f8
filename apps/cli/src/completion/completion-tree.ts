import { type FlagSpec, takesValue } from '../flags.ts';
import { flagsOfVerb } from '../parse-arguments.ts';
import { NOUNS, VERBS } from '../verbs.ts';

export interface CompletedFlag {
  readonly long: string;
  readonly short?: string;
  readonly about: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** One point of the command tree: what may stand after these words. */
export interface CompletedCommand {
  /** Without the leading `argo`. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  /** What its arguments are. */
  readonly arguments: CompletedArguments;
}

export type CompletedArguments = NamedKind | 'files' | 'none';

export type NamedKind = 'workflows' | 'templates' | 'cluster-templates' | 'crons';

/** What prints the names of a kind, one a line. */
export const NAMES_OF: Readonly<Record<NamedKind, string>> = {
  workflows: 'argo list -o name',
  templates: 'argo template list -o name',
  'cluster-templates': 'argo cluster-template list -o name',
  crons: 'argo cron list -o name',
};

/** The whole command tree with its flags, read from the commands themselves. */
export async function completionTree(): Promise<CompletedCommand[]> {
  const leaves = await Promise.all(
    VERBS.map(async (verb) => {
      const module = await verb.load();
      const flags = flagsOfVerb(module)
        .filter((spec) => !spec.hidden)
        .map(completedFlag);
      return { path: verb.path, summary: verb.summary, flags, commands: [], arguments: argumentsOf(module.usage, verb.path) };
    }),
  );
  return [root(), ...Object.keys(NOUNS).map(nounNode), ...leaves];
}

function root(): CompletedCommand {
  const verbs = VERBS.filter(({ path }) => path.length === 1).map(({ path, summary }) => ({ name: path[0] as string, summary }));
  const nouns = Object.entries(NOUNS).map(([name, { summary }]) => ({ name, summary }));
  return { path: [], summary: '', flags: [], commands: [...verbs, ...nouns], arguments: 'none' };
}

function nounNode(noun: string): CompletedCommand {
  const commands = VERBS.filter(({ path }) => path.length === 2 && path[0] === noun).map(({ path, summary }) => ({
    name: path[1] as string,
    summary,
  }));
  return { path: [noun], summary: NOUNS[noun]?.summary ?? '', flags: [], commands, arguments: 'none' };
}

function completedFlag(spec: FlagSpec): CompletedFlag {
  return {
    long: spec.long,
    ...(spec.short !== undefined && { short: spec.short }),
    about: spec.about,
    takesValue: takesValue(spec),
    choices: spec.choices ?? [],
  };
}

function argumentsOf(usage: string, [noun]: readonly string[]): CompletedArguments {
  if (/FILE|DIR\b/.test(usage) && !/OUTPUT_DIR/.test(usage)) return 'files';
  if (/CRON_WORKFLOW/.test(usage)) return 'crons';
  if (/TEMPLATE/.test(usage)) return noun === 'cluster-template' ? 'cluster-templates' : 'templates';
  return /WORKFLOW/.test(usage) ? 'workflows' : 'none';
}
