import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { output, type Provider, repository, startProvider } from '../provider.ts';
import { configMapRules, rights, taskRules } from '../rights.ts';
import { examples, shownElsewhere } from './examples.ts';

interface NodeJson {
  readonly displayName: string;
  readonly phase: string;
  readonly type: string;
}

interface WorkflowJson {
  readonly status: {
    readonly phase: string;
    readonly nodes: Readonly<Record<string, NodeJson>>;
    readonly outputs?: { readonly parameters?: readonly { readonly name: string; readonly value: string }[] };
  };
}

const folder = path.join(repository, 'examples');
const files = fs.readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test('every example is run by one of the suites', () => {
  const known = new Set([...examples.map(({ file }) => file), ...shownElsewhere]);
  expect(files.map((name) => name.replace('.yaml', '')).filter((name) => !known.has(name) && !name.endsWith('.test'))).toEqual([]);
});

describe('examples', () => {
  let provider: Provider;
  beforeAll(() => {
    provider = startProvider();
    // A team's service account may do what its workflows do; on a cluster nobody may anything by himself.
    output(provider.kubectlWithInput(rights('default', [...taskRules('workflowtasksets'), ...configMapRules]), 'apply', '-f', '-'));
  });
  afterAll(() => provider.stop());

  test('lint finds nothing wrong', () => {
    const result = provider.argo(
      'lint',
      '--offline',
      ...files.filter((name) => !name.endsWith('.test.yaml')).map((name) => path.join('examples', name)),
    );
    expect(result.stdout).toContain('no linting errors found');
  });

  test('the unit tests of workflows pass', () => {
    expect(output(provider.argo('test', 'examples'))).toMatch(/✔ \d+ tests passed/);
  });

  // Each example waits for its containers most of the time, so several share the provider.
  test.concurrent.each(examples.map((example) => [example.file, example.covers, example] as const))(
    '%s %s',
    async (_file, _covers, { file, phase = 'Succeeded', nodes = {}, logs = [], outputs = {}, flags = [] }) => {
      const manifests = parseAllDocuments(fs.readFileSync(path.join(folder, `${file}.yaml`), 'utf8')).map(
        (document) => document.toJS() as { kind: string },
      );
      const companions = manifests.filter(({ kind }) => kind !== 'Workflow');
      if (companions.length > 0)
        output(provider.kubectlWithInput(companions.map((one) => stringify(one)).join('---\n'), 'apply', '-f', '-'));
      const name = output(await provider.argoAsync('submit', `examples/${file}.yaml`, '-o', 'name', ...flags)).trim();
      await provider.argoAsync('wait', name);
      const { status } = JSON.parse(output(await provider.argoAsync('get', name, '-o', 'json'))) as WorkflowJson;
      const all = Object.values(status.nodes);
      const found = Object.fromEntries(Object.keys(nodes).map((wanted) => [wanted, phasesOf(all, wanted.replace('NAME', name))]));
      const printed = output(await provider.argoAsync('logs', name, '--no-color'));
      expect({ phase: status.phase, nodes: found }).toEqual({ phase, nodes });
      for (const line of logs) expect(printed).toContain(line);
      expect(Object.fromEntries((status.outputs?.parameters ?? []).map((parameter) => [parameter.name, parameter.value]))).toEqual(outputs);
    },
  );
});

function phasesOf(nodes: readonly NodeJson[], displayName: string): string {
  return nodes
    .filter((node) => node.displayName === displayName)
    .map(({ phase }) => phase)
    .join(', ');
}
