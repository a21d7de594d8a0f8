import type { CommandModule } from './command.ts';

/** A verb as the help lists it; its module is loaded only when it is used, which keeps `argo version` fast. */
export interface Verb {
  /** `['template', 'list']`. */
  readonly path: readonly string[];
  readonly group: VerbGroup;
  readonly summary: string;
  load(): Promise<CommandModule>;
}

export type VerbGroup = 'Workflows' | 'Change a running workflow' | 'Templates and schedules' | 'On this machine' | 'Other';

/** Nouns with verbs of their own, with the other names they go by. */
export const NOUNS: Readonly<Record<string, { readonly summary: string; readonly group: VerbGroup; readonly aliases: readonly string[] }>> =
  {
    template: { summary: 'workflow templates', group: 'Templates and schedules', aliases: [] },
    'cluster-template': { summary: 'cluster workflow templates', group: 'Templates and schedules', aliases: ['cwftmpl', 'cwft'] },
    cron: { summary: 'cron workflows', group: 'Templates and schedules', aliases: [] },
    node: { summary: 'single nodes of a workflow', group: 'Change a running workflow', aliases: [] },
    local: {
      summary: 'a provider on this machine: API server, node and controller without a cluster',
      group: 'On this machine',
      aliases: [],
    },
    archive: { summary: 'the workflow archive (needs a server)', group: 'Other', aliases: [] },
    auth: { summary: 'credentials', group: 'Other', aliases: [] },
    sync: { summary: 'limits of semaphores', group: 'Other', aliases: [] },
    'executor-plugin': { summary: 'executor plugins', group: 'Other', aliases: [] },
  };

/** A verb in short: its words, its summary, and the module that has it as `command`. */
type Row = readonly [words: string, summary: string, load: () => Promise<{ readonly command: CommandModule }>];

const WORKFLOWS: readonly Row[] = [
  ['submit', 'create a workflow and start it', () => import('./commands/workflow/submit.ts')],
  ['list', 'list workflows', () => import('./commands/workflow/list.ts')],
  ['get', 'show a workflow and its steps', () => import('./commands/workflow/get.ts')],
  ['logs', 'print the logs of a workflow or of one of its pods', () => import('./commands/workflow/logs.ts')],
  ['watch', 'show a workflow until it ends', () => import('./commands/workflow/watch.ts')],
  ['wait', 'wait until workflows have ended', () => import('./commands/workflow/wait.ts')],
  ['delete', 'delete workflows', () => import('./commands/workflow/delete.ts')],
  ['lint', 'check manifests', () => import('./commands/workflow/lint.ts')],
  ['cp', 'copy output artifacts to this machine', () => import('./commands/workflow/cp.ts')],
];

const INTERVENTIONS: readonly Row[] = [
  ['stop', 'end workflows, exit handlers still run', () => import('./commands/workflow/stop.ts')],
  ['terminate', 'end workflows at once', () => import('./commands/workflow/terminate.ts')],
  ['suspend', 'start no new steps', () => import('./commands/workflow/suspend.ts')],
  ['resume', 'go on after a suspension', () => import('./commands/workflow/resume.ts')],
  ['retry', 'run the failed steps of workflows again', () => import('./commands/workflow/retry.ts')],
  ['resubmit', 'run workflows again as new ones', () => import('./commands/workflow/resubmit.ts')],
  ['node set', 'set outputs, message or phase of suspended nodes', () => import('./commands/node/set.ts')],
];

const TEMPLATE_MODULES = {
  create: () => import('./commands/template/create.ts'),
  get: () => import('./commands/template/get.ts'),
  list: () => import('./commands/template/list.ts'),
  lint: () => import('./commands/template/lint.ts'),
  update: () => import('./commands/template/update.ts'),
  delete: () => import('./commands/template/delete.ts'),
};

const TEMPLATES: readonly Row[] = Object.entries(TEMPLATE_MODULES).flatMap(([verb, load]): Row[] => [
  [`template ${verb}`, `${verb} workflow templates`, load],
  [`cluster-template ${verb}`, `${verb} cluster workflow templates`, async () => ({ command: (await load()).clusterCommand })],
]);

const CRON: readonly Row[] = [
  ['cron create', 'create cron workflows', () => import('./commands/cron/create.ts')],
  ['cron get', 'show cron workflows', () => import('./commands/cron/get.ts')],
  ['cron list', 'list cron workflows', () => import('./commands/cron/list.ts')],
  ['cron lint', 'check manifests of cron workflows', () => import('./commands/cron/lint.ts')],
  ['cron update', 'update cron workflows', () => import('./commands/cron/update.ts')],
  ['cron delete', 'delete cron workflows', () => import('./commands/cron/delete.ts')],
  ['cron suspend', 'start no new runs', () => import('./commands/cron/suspend.ts')],
  ['cron resume', 'follow the schedule again', async () => ({ command: (await import('./commands/cron/suspend.ts')).resumeCommand })],
  ['cron backfill', 'start the runs of a period in the past', () => import('./commands/cron/backfill.ts')],
];

const LOCAL: readonly Row[] = [
  ['run', 'run one workflow here, without a cluster, and exit with its outcome', () => import('./commands/local/run.ts')],
  ['test', 'run unit tests of workflows, with mocked steps', () => import('./commands/test/test.ts')],
  ['local up', 'start the provider', () => import('./commands/local/up.ts')],
  ['local down', 'stop the provider and everything it runs', () => import('./commands/local/down.ts')],
  ['local status', 'say what runs, where, and how it is isolated', () => import('./commands/local/status.ts')],
  ['local logs', 'print the logs of the provider and of the controller', () => import('./commands/local/logs.ts')],
];

const ARCHIVE: readonly Row[] = [
  ['archive list', 'list archived workflows', () => import('./commands/archive/list.ts')],
  ['archive get', 'show an archived workflow and its steps', () => import('./commands/archive/get.ts')],
  ['archive delete', 'delete archived workflows', () => import('./commands/archive/delete.ts')],
  ['archive resubmit', 'run archived workflows again as new ones', () => import('./commands/archive/resubmit.ts')],
  ['archive retry', 'run the failed steps of archived workflows again', () => import('./commands/archive/retry.ts')],
  ['archive list-label-keys', 'list the labels that archived workflows have', () => import('./commands/archive/list-label-keys.ts')],
  ['archive list-label-values', 'list the values that a label has', () => import('./commands/archive/list-label-values.ts')],
];

const SYNC: readonly Row[] = [
  ['sync create', 'set the limit of a semaphore', () => import('./commands/sync/create.ts')],
  ['sync get', 'show the limit of a semaphore', () => import('./commands/sync/get.ts')],
  ['sync update', 'change the limit of a semaphore', () => import('./commands/sync/update.ts')],
  ['sync delete', 'delete the limit of a semaphore', () => import('./commands/sync/delete.ts')],
];

const OTHER: readonly Row[] = [
  ['auth token', 'print the token of the current user', () => import('./commands/auth/token.ts')],
  ['convert', "rewrite manifests of older versions in today's form", () => import('./commands/other/convert.ts')],
  ['completion', 'print the completion script for a shell', () => import('./commands/other/completion.ts')],
  ['info', 'say what the command line talks to, and as whom', () => import('./commands/other/info.ts')],
  ['version', 'print the version', () => import('./commands/other/version.ts')],
  ['server', 'start the Argo server', () => import('./commands/other/server.ts')],
  ['executor-plugin build', 'write the manifest that installs an executor plugin', () => import('./commands/executor-plugin/build.ts')],
];

/** Every verb, in the order of the help. */
export const VERBS: readonly Verb[] = [
  ...verbsOf('Workflows', WORKFLOWS),
  ...verbsOf('Change a running workflow', INTERVENTIONS),
  ...verbsOf('Templates and schedules', [...TEMPLATES, ...CRON]),
  ...verbsOf('On this machine', LOCAL),
  ...verbsOf('Other', [...ARCHIVE, ...SYNC, ...OTHER]),
];

function verbsOf(group: VerbGroup, rows: readonly Row[]): Verb[] {
  return rows.map(([words, summary, load]) => ({ path: words.split(' '), group, summary, load: async () => (await load()).command }));
}
