import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { output, type Provider, repository, startProvider } from '../provider.ts';

interface WorkflowJson {
  readonly metadata: { readonly name: string };
  readonly status: { readonly phase: string; readonly nodes: Readonly<Record<string, NodeJson>> };
}

interface NodeJson {
  readonly displayName: string;
  readonly type: string;
  readonly phase: string;
  readonly outputs?: { readonly exitCode?: string; readonly result?: string };
}

let provider: Provider;
beforeAll(() => {
  provider = startProvider();
});
afterAll(() => provider.stop());

function runToEnd(
  manifest: string,
  ...flags: readonly string[]
): { readonly workflow: WorkflowJson; readonly logs: string; readonly tree: string } {
  const name = output(provider.argoWithInput(manifest, 'submit', '-', '-o', 'name', ...flags)).trim();
  provider.argo('wait', name);
  const workflow = JSON.parse(output(provider.argo('get', name, '-o', 'json'))) as WorkflowJson;
  return { workflow, logs: output(provider.argo('logs', name, '--no-color')), tree: output(provider.argo('get', name, '--no-color')) };
}

const example = (name: string): string => fs.readFileSync(path.join(repository, 'examples', `${name}.yaml`), 'utf8');
const phaseOf = (workflow: WorkflowJson, displayName: string): string | undefined =>
  Object.values(workflow.status.nodes).find((node) => node.displayName === displayName)?.phase;

describe('the examples of the walk-through', () => {
  test('hello-world prints its greeting and shows one node', () => {
    const { workflow, logs, tree } = runToEnd(example('hello-world'));
    expect(workflow.status.phase).toBe('Succeeded');
    expect(logs).toContain('hello world');
    expect(tree).toMatch(/✔ hello-world-\w+ +whalesay +hello-world-\w+ +\d+s/);
  });

  test('steps run in groups', () => {
    const { workflow, tree } = runToEnd(example('steps'));
    expect(workflow.status.phase).toBe('Succeeded');
    expect(tree).toMatch(/├───✔ hello1 .*\n └─┬─✔ hello2[ab] .*\n {3}└─✔ hello2[ab]/);
  });

  test('dag-diamond runs D after B and C', () => {
    const { workflow, logs } = runToEnd(example('dag-diamond'));
    expect(workflow.status.phase).toBe('Succeeded');
    expect(logs.trim().split('\n').at(-1)).toMatch(/: D$/);
  });

  test('loops expand into one node for each item', () => {
    const { workflow } = runToEnd(example('loops'));
    expect(phaseOf(workflow, 'print-message(0:hello kubernetes)')).toBe('Succeeded');
    expect(phaseOf(workflow, 'print-message(1:hello argo)')).toBe('Succeeded');
  });

  test.each(['coinflip', 'coinflip-recursive'])('%s skips the side that did not come up', (name) => {
    const { workflow, logs, tree } = runToEnd(example(name));
    expect(workflow.status.phase).toBe('Succeeded');
    const flipped = Object.values(workflow.status.nodes).filter((node) => node.displayName === 'flip-coin');
    expect(flipped.map((node) => node.outputs?.result)).toContain(logs.includes('it was heads') ? 'heads' : 'tails');
    expect(tree).toMatch(/○ (heads|tails) .*when '(heads == tails|tails == heads)' evaluated false/);
  });

  test('sidecar-nginx is asked, and ended with its step', () => {
    const { workflow, logs } = runToEnd(example('sidecar-nginx'));
    expect(workflow.status.phase).toBe('Succeeded');
    expect(logs).toContain('Welcome to nginx!');
  });

  test('parameters of the command line reach the script and its result the next step', () => {
    const { logs } = runToEnd(example('scripts-parameters'), '-p', 'a=40', '-p', 'b=2');
    expect(logs).toContain('40 + 2 = 42');
  });

  test('an artifact is handed from one step to the next', () => {
    const { workflow, logs } = runToEnd(example('artifact-passing'));
    expect(workflow.status.phase).toBe('Succeeded');
    expect(logs.match(/hello world/g)?.length).toBeGreaterThanOrEqual(2);
  });
});

describe('what else a step can do', () => {
  test('a failing container ends the workflow with its exit code and message', () => {
    const { workflow } = runToEnd(`
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: fails-}
spec:
  entrypoint: main
  templates:
    - name: main
      container: {image: alpine, command: [sh, -c], args: ["echo about to fail; exit 3"]}
`);
    expect(workflow.status.phase).toBe('Failed');
    const [node] = Object.values(workflow.status.nodes);
    expect(node).toMatchObject({ phase: 'Failed', message: 'main: Error (exit code 3)', outputs: { exitCode: '3' } });
  });

  test('an output parameter is read from its file', () => {
    const { workflow, logs } = runToEnd(`
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: output-parameter-}
spec:
  entrypoint: main
  templates:
    - name: main
      dag:
        tasks:
          - {name: make, template: make}
          - {name: show, template: show, depends: make, arguments: {parameters: [{name: v, value: "{{tasks.make.outputs.parameters.v}}"}]}}
    - name: make
      container: {image: alpine, command: [sh, -c], args: ["printf 'a \\"quoted\\" ünïcode {{x}}\\n' > /tmp/v"]}
      outputs: {parameters: [{name: v, valueFrom: {path: /tmp/v}}]}
    - name: show
      inputs: {parameters: [{name: v}]}
      container: {image: alpine, command: [echo, "got {{inputs.parameters.v}}"]}
`);
    expect(workflow.status.phase).toBe('Succeeded');
    expect(logs).toContain('got a "quoted" ünïcode {{x}}');
  });

  test('a retried step runs until it succeeds', () => {
    const { workflow } = runToEnd(`
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: retried-}
spec:
  entrypoint: main
  templates:
    - name: main
      retryStrategy: {limit: 5}
      container: {image: alpine, command: [sh, -c], args: ["test {{retries}} -ge 2"]}
`);
    expect(workflow.status.phase).toBe('Succeeded');
    expect(
      Object.values(workflow.status.nodes)
        .filter((node) => node.type === 'Pod')
        .map(({ displayName, phase }) => `${displayName} ${phase}`)
        .map((text) => text.slice(text.lastIndexOf('(')))
        .toSorted(),
    ).toEqual(['(0) Failed', '(1) Failed', '(2) Succeeded']);
  });
});
