import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { output, type Provider, startProvider } from '../provider.ts';

let provider: Provider;
beforeAll(() => {
  provider = startProvider();
});
afterAll(() => provider.stop());

const workflow = (spec: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  generateName: bad-
spec:
${spec}`;

const container = `      container:
        image: alpine
        command: [echo]
`;

const cases: readonly {
  readonly what: string;
  readonly manifest: string;
  readonly says: readonly (RegExp | string)[];
  readonly flags?: readonly string[];
}[] = [
  { what: 'wrong YAML', manifest: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {entrypoint: [\n', says: [/bad\.yaml:\d+:\d+/] },
  {
    what: 'an unknown field',
    manifest: workflow(
      `  entrypoint: main\n  templates:\n    - name: main\n      container:\n        image: alpine\n        comand: [echo]\n`,
    ),
    says: ['bad.yaml:11', 'comand', /did you mean .*command/i],
  },
  {
    what: 'a missing template',
    manifest: workflow(
      `  entrypoint: main\n  templates:\n    - name: main\n      steps:\n        - - name: one\n            template: mian\n`,
    ),
    says: ['bad.yaml:', 'mian', 'one', 'main'],
  },
  {
    what: 'an unresolved tag',
    manifest: workflow(`  entrypoint: main\n  templates:\n    - name: main\n${container}        args: ["{{inputs.parameters.nope}}"]\n`),
    says: ['bad.yaml:', 'failed to resolve {{inputs.parameters.nope}}'],
  },
  {
    what: 'a cycle',
    manifest: workflow(
      `  entrypoint: main\n  templates:\n    - name: main\n      dag:\n        tasks:\n          - {name: a, template: t, depends: b}\n          - {name: b, template: t, depends: a}\n    - name: t\n${container}`,
    ),
    says: ['bad.yaml:', /cycle/],
  },
  {
    what: 'a wrong type',
    manifest: workflow(`  entrypoint: main\n  parallelism: many\n  templates:\n    - name: main\n${container}`),
    says: ['bad.yaml:7', 'parallelism'],
  },
  {
    what: 'a missing parameter',
    manifest: workflow(
      `  entrypoint: main\n  arguments: {parameters: [{name: who}]}\n  templates:\n    - name: main\n      inputs: {parameters: [{name: who}]}\n${container}`,
    ),
    says: ['who'],
  },
  {
    what: 'a parameter that the workflow does not know',
    manifest: workflow(
      `  entrypoint: main\n  arguments: {parameters: [{name: memory, value: 1Gi}]}\n  templates:\n    - name: main\n${container}`,
    ),
    flags: ['-p', 'memry=6Gi'],
    says: ['memry', /did you mean .*memory/i],
  },
  {
    what: 'duplicate names',
    manifest: workflow(`  entrypoint: main\n  templates:\n    - name: main\n${container}    - name: main\n${container}`),
    says: ['bad.yaml:', "'main' is not unique"],
  },
  { what: 'an empty file', manifest: '', says: ['bad.yaml'] },
];

describe('bad input is refused before anything is created', () => {
  test.each(cases)('$what', ({ manifest, says, flags = [] }) => {
    const file = path.join(provider.dataDir, 'bad.yaml');
    fs.writeFileSync(file, manifest);
    const { status, stdout, stderr } = provider.argo('submit', file, ...flags);
    const printed = stdout + stderr;
    expect(status, printed).toBe(1);
    for (const said of says) expect(printed).toMatch(said);
    expect(printed, 'no stack trace').not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(output(provider.argo('list', '-o', 'name')).trim()).toBe('');
  });

  test('a directory, a file that is not there, one good and one bad file', () => {
    const folder = path.join(provider.dataDir, 'folder');
    fs.mkdirSync(folder);
    expect(provider.argo('submit', folder).status).toBe(1);
    expect(provider.argo('submit', path.join(folder, 'none.yaml'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('none.yaml'),
    });
    fs.writeFileSync(path.join(folder, 'good.yaml'), workflow(`  entrypoint: main\n  templates:\n    - name: main\n${container}`));
    fs.writeFileSync(path.join(folder, 'bad.yaml'), 'kind: [');
    expect(provider.argo('submit', path.join(folder, 'good.yaml'), path.join(folder, 'bad.yaml')).status).toBe(1);
    expect(output(provider.argo('list', '-o', 'name')).trim()).toBe('');
  });

  test('a manifest of 5 MB', () => {
    const file = path.join(provider.dataDir, 'huge.yaml');
    fs.writeFileSync(
      file,
      workflow(`  entrypoint: main\n  templates:\n    - name: main\n${container}        args: [${'"x", '.repeat(1_000_000)}"x"]\n`),
    );
    const { status, stdout, stderr } = provider.argo('submit', file);
    expect(status).toBe(1);
    expect(stdout + stderr).toMatch(/huge\.yaml|too large|limit/i);
    expect(output(provider.argo('list', '-o', 'name')).trim()).toBe('');
  });
});
