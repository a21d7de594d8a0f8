import fs from 'node:fs/promises';
import path from 'node:path';
import { type CommandContext, defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text } from '../../flags.ts';
import { readSources } from '../../manifests/read-sources.ts';
import { type ReportFormat, reportText, totals } from '../../workflow-tests/report.ts';
import { type FileResult, runTestFile } from '../../workflow-tests/run-tests.ts';
import { readTestFile } from '../../workflow-tests/test-file.ts';

export interface TestOptions {
  readonly places: readonly string[];
  readonly filter?: RegExp;
  readonly format: ReportFormat;
}

export const command = defineCommand<TestOptions>({
  usage: '[FILE...|DIR...]',
  about:
    'Runs *.test.yaml files: workflows with mocked steps, on the engine alone. No cluster, no containers, no waiting: a test takes milliseconds.\nThe exit code is 1 if a test fails. docs/guides/testing-workflows.md shows how tests are written.',
  examples: [
    { about: 'All tests below this folder', command: 'argo test' },
    { about: 'One file, tests whose name matches', command: "argo test my-wf.test.yaml --filter 'retries'" },
    { about: 'For a CI system', command: 'argo test workflows/ -o junit > report.xml' },
  ],
  flags: [
    text('--filter <regexp>', 'only tests whose name matches'),
    text('-o, --output <format>', 'output format (default pretty)', ['pretty', 'json', 'junit']),
  ],
  parse: ({ args, flags }) => ({
    places: args.length > 0 ? args : ['.'],
    ...filterOf(flags.text('filter')),
    format: (flags.text('output') || 'pretty') as ReportFormat,
  }),
  run: async (context, { places, filter, format }) => {
    const results: FileResult[] = [];
    for (const file of await testFiles(context, places)) {
      const [source] = await readSources([file], { io: context.io, directories: false });
      if (source) results.push(await runTestFile(context, readTestFile(source), filter));
    }
    const shown = results.filter((result) => result.results.length > 0);
    if (shown.length === 0) throw new CliFailure('no test matches the filter');
    context.io.out(reportText(shown, format, context.paint));
    return totals(shown).failed > 0 ? 1 : 0;
  },
});

function filterOf(pattern: string): { filter?: RegExp } {
  if (pattern === '') return {};
  try {
    return { filter: new RegExp(pattern) };
  } catch (error) {
    throw new CliFailure(`invalid argument "${pattern}" for --filter: ${(error as Error).message}`);
  }
}

const TEST_FILE = /\.test\.ya?ml$/;

/** Files as they are named; of folders all that are called *.test.yaml. */
async function testFiles({ io }: CommandContext, places: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const place of places) {
    const full = path.resolve(io.cwd, place);
    const isFolder = await fs.stat(full).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isFolder) files.push(place);
    else files.push(...(await below(full)).map((entry) => path.join(place, entry)));
  }
  if (files.length === 0)
    throw new CliFailure(`there is no *.test.yaml in ${places.join(', ')}`, { hint: '`argo test FILE` runs a file of any name' });
  return files;
}

async function below(folder: string, prefix = ''): Promise<string[]> {
  const files: string[] = [];
  for (const entry of (await fs.readdir(path.join(folder, prefix), { withFileTypes: true })).sort((a, b) => a.name.localeCompare(b.name))) {
    const name = path.join(prefix, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) files.push(...(await below(folder, name)));
    else if (TEST_FILE.test(entry.name)) files.push(name);
  }
  return files;
}
