import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from '../../testing/run-command.ts';

const testdata = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../workflow-tests/testdata');

// Each test of the files is one here, so that its name, with the ids of the rows that it shows, is among the results.
const written = fs
  .readdirSync(testdata)
  .filter((file) => file.endsWith('.test.yaml'))
  .flatMap((file) => {
    const { tests } = parse(fs.readFileSync(path.join(testdata, file), 'utf8')) as { readonly tests: readonly { readonly name: string }[] };
    return tests.map(({ name }) => [file, name] as const);
  });

// The first one loads all modules, which takes its time on a busy machine.
test.each(written)('%s %s', { timeout: 60_000 }, async (file, name) => {
  const pattern = `^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`;
  const result = await runCommand(['test', file, '--filter', pattern], { cwd: testdata });
  expect(result.stdout).toContain('✔ 1 tests passed');
  expect(result.code).toBe(0);
});

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-test-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const subject = `workflow:
  metadata: {name: wf}
  spec:
    entrypoint: main
    templates:
      - name: main
        steps: [[{name: a, template: t}], [{name: b, template: t, when: "{{steps.a.outputs.result}} == x"}]]
      - {name: t, container: {image: i, command: [c]}, outputs: {parameters: [{name: p, valueFrom: {path: /p}}]}}
      - {name: wait, suspend: {}}
`;

async function run(tests: string, ...flags: string[]) {
  fs.writeFileSync(path.join(folder, 'wf.test.yaml'), `${subject}tests:\n${tests}`);
  return runCommand(['test', ...flags], { cwd: folder });
}

const mocked = 'mocks: [{template: t, result: x, parameters: {p: 1}}]';

test.each([
  { about: 'a phase', tests: `  - {name: n, ${mocked}, expect: {phase: Failed}}`, says: 'phase: expected Failed, it is Succeeded' },
  { about: 'a node', tests: `  - {name: n, ${mocked}, expect: {nodes: {b: Skipped}}}`, says: 'node b: expected Skipped, it is Succeeded' },
  { about: 'no node', tests: `  - {name: n, ${mocked}, expect: {nodes: {b: absent}}}`, says: 'node b: expected none, it is Succeeded' },
  {
    about: 'an unknown node',
    tests: `  - {name: n, ${mocked}, expect: {nodes: {c: Failed}}}`,
    says: 'node c: there is none; there are wf, [0], a, [1], b',
  },
  {
    about: 'outputs',
    tests: `  - {name: n, ${mocked}, expect: {nodes: {a: {outputs: {p: 2}}}}}`,
    says: 'node a: outputs.p: expected 2, it is 1',
  },
  {
    about: 'the order',
    tests: `  - {name: n, ${mocked}, expect: {order: [b, a]}}`,
    says: 'order: a started before those that stand before it',
  },
  {
    about: 'a missing value',
    tests: '  - {name: n, mocks: [{node: a, result: x}]}',
    says: 'node a: nothing gives its output parameter "p" a value',
  },
  {
    about: 'a mistyped mock',
    tests: `  - {name: n, mocks: [{node: aa, exitCode: 1}, {template: t, result: x, parameters: {p: 1}}]}`,
    says: 'mock of node aa: nothing was executed for it',
  },
  { about: 'an endless wait', tests: '  - {name: n, entrypoint: wait}', says: 'it never ends: wf (Suspend) wait' },
  { about: 'an invalid workflow', tests: '  - {name: n, entrypoint: none}', says: "template name 'none' undefined" },
  { about: 'an unknown parameter', tests: '  - {name: n, parameters: {x: 1}}', says: 'unknown parameter "x"' },
])('a test that expects otherwise fails: $about', async ({ tests, says }) => {
  const result = await run(tests);
  expect(result.stdout).toContain(says);
  expect(result.stdout).toContain('✖ n wf.test.yaml:11\n');
  expect(result.stdout).toMatch(/✖ 1 of 1 tests failed/);
  expect(result.code).toBe(1);
});

test('the report for CI systems names file, line and reason', async () => {
  const result = await run(`  - {name: good, ${mocked}}\n  - {name: bad, ${mocked}, expect: {phase: Failed}}\n`, '-o', 'junit');
  expect(result.stdout).toContain('<testsuites tests="2" failures="1">');
  expect(result.stdout).toContain('<testcase classname="wf.test.yaml" name="bad" file="wf.test.yaml" line="12"');
  expect(result.stdout).toContain('<failure message="phase: expected Failed, it is Succeeded">');
});

test('--filter picks tests by name', async () => {
  const tests = `  - {name: good, ${mocked}}\n  - {name: bad, ${mocked}, expect: {phase: Failed}}\n`;
  expect((await run(tests, '--filter', '^good$')).code).toBe(0);
  expect((await run(tests, '--filter', 'other')).stderr).toContain('no test matches the filter');
});

test.each([
  {
    text: 'tests: [{name: n, exepct: {}}]',
    says: 'wf.test.yaml:1:19: tests.0.exepct: unknown field "exepct"\n  Hint: did you mean "expect"?',
  },
  { text: 'tests: [{expect: {}}]', says: 'wf.test.yaml:1:9: tests.0: "name" is required' },
  { text: 'tests: [{name: n, mocks: [{node: a, takes: {}}]}]', says: 'tests.0.mocks.0.takes: a single value is expected' },
  { text: 'tests: [', says: 'wf.test.yaml:1:' },
  { text: 'tests: [{name: n, expect: {phase: Done}}]', says: 'expected: one of' },
])('a file that is not as it should be is refused: $text', async ({ text, says }) => {
  fs.writeFileSync(path.join(folder, 'wf.test.yaml'), text);
  const result = await runCommand(['test'], { cwd: folder });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(says.replace('expected: one of', 'one of Succeeded, Failed'));
});

test('a folder without tests is an error', async () => {
  expect((await runCommand(['test'], { cwd: folder })).stderr).toContain('there is no *.test.yaml in .');
});
