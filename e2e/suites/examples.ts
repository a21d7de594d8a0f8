export interface Example {
  /** In examples/, without its ending. */
  readonly file: string;
  /** Rows of docs/compatibility.md that it shows, as they stand in the title. */
  readonly covers: string;
  /** Succeeded where nothing is said. */
  readonly phase?: string;
  /** Phases by display name; NAME stands for the workflow's. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** Lines that must be among the logs. */
  readonly logs?: readonly string[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

/** Examples that other suites run, or that need what the embedded provider does not have. */
export const shownElsewhere: readonly string[] = [
  // walk-through.e2e.test.ts
  'artifact-passing',
  'coinflip',
  'coinflip-recursive',
  'dag-diamond',
  'hello-world',
  'loops',
  'scripts-parameters',
  'sidecar-nginx',
  'steps',
  // life-cycle.e2e.test.ts
  'cron',
  // artifact-gc.e2e.test.ts
  'artifact-gc',
  // Wants a store that lists keys: checked by lint and by its unit test.
  'data',
];

/** What each example must come to. */
export const examples: readonly Example[] = [
  {
    file: 'container-set',
    covers: '[2-007] [2-019]',
    nodes: { fetch: 'Succeeded', double: 'Succeeded', main: 'Succeeded' },
    logs: ['twice is 6'],
  },
  { file: 'resource', covers: '[2-006] [2-024] [2-026] [2-027]', logs: ['the colour is blue'] },
  { file: 'http', covers: '[2-008] [2-033] [2-034] [1-050]', nodes: { ask: 'Succeeded', server: 'Succeeded' } },
  { file: 'suspend', covers: '[2-005] [4-073] [4-077]', nodes: { approve: 'Succeeded', deploy: 'Succeeded' }, logs: ['deployed'] },
  { file: 'output-parameters', covers: '[1-063] [3-036] [3-041]', logs: ['it takes 42 MB'], outputs: { size: '42' } },
  { file: 'expressions', covers: '[3-004] [3-012]', logs: ['twice: 8', 'kind: many', 'tag: v1.2', 'branch: MAIN'] },
  { file: 'conditions', covers: '[4-006] [4-024] [3-053]', nodes: { few: 'Succeeded', many: 'Skipped', guarded: 'Skipped' } },
  {
    file: 'dag-depends',
    covers: '[3-054] [4-012] [4-016]',
    nodes: { build: 'Failed', publish: 'Omitted', 'clean-up': 'Succeeded', report: 'Succeeded' },
  },
  {
    file: 'loops-nested',
    covers: '[1-066] [3-043] [3-044] [4-029] [4-030] [4-031] [4-032] [4-033] [4-035]',
    nodes: { 'square(2:3)': 'Succeeded', 'count(0:5)': 'Succeeded', 'cities(1:city:Lima,country:Peru)': 'Succeeded' },
    logs: ['squares [1,4,9]', 'number 7', 'Oslo is in Norway'],
  },
  {
    file: 'retry',
    covers: '[4-048] [4-051] [4-055] [4-058] [3-045]',
    nodes: { 'NAME(0)': 'Failed', 'NAME(1)': 'Failed', 'NAME(2)': 'Succeeded' },
    logs: ['attempt 2'],
  },
  { file: 'timeouts', covers: '[4-066] [1-051]', nodes: { slow: 'Failed', quick: 'Succeeded' }, logs: ['went on'] },
  {
    file: 'exit-handler',
    covers: '[1-024] [3-033] [4-085] [4-086]',
    phase: 'Failed',
    nodes: { celebrate: 'Skipped', complain: 'Succeeded' },
    logs: ['it ended as Failed'],
  },
  {
    file: 'hooks',
    covers: '[1-025] [3-047] [4-089] [4-090] [4-092]',
    nodes: { 'build.onExit': 'Succeeded', 'NAME.onExit': 'Succeeded', 'NAME.hooks.running': 'Succeeded' },
    logs: ['the build Succeeded', 'the workflow Succeeded', 'the workflow runs'],
  },
  { file: 'memoization', covers: '[4-097] [4-098] [4-099] [4-101] [4-102]', nodes: { first: 'Succeeded', second: 'Succeeded' } },
  { file: 'mutex', covers: '[4-105] [1-055]', nodes: { 'migrate(2:3)': 'Succeeded' } },
  { file: 'semaphore', covers: '[4-105]', nodes: { 'simulate(3:3)': 'Succeeded' } },
  { file: 'parallelism', covers: '[4-034] [1-053]', nodes: { 'work(3:3)': 'Succeeded' } },
  { file: 'workflow-template', covers: '[1-002] [2-012]', logs: ['hello everybody', 'hello jane'] },
  { file: 'daemon', covers: '[1-050] [4-078] [4-079] [3-042]', nodes: { server: 'Succeeded' }, logs: ['Welcome to nginx!'] },
  { file: 'volumes', covers: '[1-017] [1-018] [4-130] [4-132]', logs: ['kept'] },
  { file: 'continue-on', covers: '[4-041]', nodes: { lint: 'Failed', build: 'Succeeded' } },
  { file: 'failing', covers: '[4-004]', phase: 'Failed', nodes: { prepare: 'Succeeded', work: 'Failed' }, logs: ['with 1'] },
];
