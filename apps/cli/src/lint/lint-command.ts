import { type CommandModule, defineCommand, type Invocation } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { commaList, text, toggle, toggleOn } from '../flags.ts';
import { readSources } from '../manifests/read-sources.ts';
import { lintSources } from './lint-sources.ts';
import { type LintFormat, lintExitCode, lintText } from './lint-text.ts';

export interface LintOptions {
  readonly places: readonly string[];
  readonly kinds: readonly string[];
  readonly strict: boolean;
  readonly offline: boolean;
  readonly format: LintFormat;
}

const ALL_KINDS = ['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow', 'WorkflowEventBinding'];

/** The names that --kinds takes, as Kubernetes has them: singular, plural and short. */
const KIND_NAMES: Readonly<Record<string, string>> = {
  wf: 'Workflow',
  wftmpl: 'WorkflowTemplate',
  cwft: 'ClusterWorkflowTemplate',
  clusterwftmpl: 'ClusterWorkflowTemplate',
  cwf: 'CronWorkflow',
  cronwf: 'CronWorkflow',
  wfeb: 'WorkflowEventBinding',
};

/** A lint verb: `argo lint` for all kinds, those of nouns for one (acceptance 9-016). */
export function lintCommand(fixed: { readonly kinds?: readonly string[]; readonly command: string }): CommandModule {
  return defineCommand<LintOptions>({
    usage: 'FILE...|DIR...|-',
    about:
      'Templates that are referred to are looked for in the files first, then, unless --offline, in the cluster. The exit code is 1 if anything is wrong.',
    examples: [
      { about: 'Check the manifests of a folder', command: `argo ${fixed.command} manifests/` },
      { about: 'Without a cluster, one line for each error', command: `argo ${fixed.command} --offline -o simple my.yaml` },
      { about: 'From standard input', command: `cat my.yaml | argo ${fixed.command} -` },
    ],
    flags: [
      ...(fixed.kinds
        ? []
        : [
            commaList(
              '--kinds <kinds>',
              'kinds to check: all, workflows, workflowtemplates, cronworkflows, clusterworkflowtemplates (default all)',
            ),
          ]),
      toggle('--offline', 'do not ask the cluster for templates'),
      toggleOn('--strict', 'unknown fields are errors'),
      text('-o, --output <format>', 'output format (default pretty)', ['pretty', 'simple']),
    ],
    parse: (invocation) => parseLint(invocation, fixed.kinds),
    run: async (context, options) => {
      const sources = await readSources(options.places, { io: context.io, directories: true });
      const results = await lintSources(context, sources, options);
      context.io.out(lintText(results, options.format, context.paint));
      return lintExitCode(results);
    },
  });
}

function parseLint({ args, flags }: Invocation, fixedKinds: readonly string[] | undefined): LintOptions {
  if (args.length === 0)
    throw new CliFailure('requires at least 1 arg(s), only received 0', { hint: 'Usage: name files or folders; - reads standard input' });
  return {
    places: args,
    kinds: fixedKinds ?? kindsOf(flags.list('kinds')),
    strict: flags.on('strict'),
    offline: flags.on('offline'),
    format: flags.text('output') === 'simple' ? 'simple' : 'pretty',
  };
}

function kindsOf(names: readonly string[]): readonly string[] {
  if (names.length === 0 || names.includes('all')) return ALL_KINDS;
  return names.map((name) => {
    const kind =
      KIND_NAMES[name.toLowerCase()] ??
      ALL_KINDS.find((known) => [known.toLowerCase(), `${known.toLowerCase()}s`].includes(name.toLowerCase()));
    if (!kind)
      throw new CliFailure(`unknown kind "${name}"`, { hint: `one of ${ALL_KINDS.map((known) => `${known.toLowerCase()}s`).join(', ')}` });
    return kind;
  });
}
