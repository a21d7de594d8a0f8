import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { output, patience, type Provider, providerKind, startProvider } from '../provider.ts';
import { configMapRules, rights, taskRules } from '../rights.ts';

const isCluster = providerKind !== 'embedded';

let provider: Provider;
beforeAll(() => {
  provider = startProvider();
});
afterAll(() => provider.stop());

interface Node {
  readonly displayName: string;
  readonly type: string;
  readonly phase: string;
  readonly message?: string;
  readonly outputs?: { readonly artifacts?: readonly { readonly name: string; readonly s3?: { readonly key?: string } }[] };
}

interface WorkflowJson {
  readonly status: { readonly phase: string; readonly message?: string; readonly nodes: Readonly<Record<string, Node>> };
}

interface Run {
  readonly name: string;
  readonly workflow: WorkflowJson;
  readonly logs: string;
  nodes(displayName: RegExp): readonly Node[];
}

async function run(file: string, ...flags: readonly string[]): Promise<Run> {
  const name = output(provider.argo('submit', `e2e/workflows/${file}.yaml`, '-o', 'name', ...flags)).trim();
  await provider.argoAsync('wait', name);
  const workflow = JSON.parse(output(provider.argo('get', name, '-o', 'json'))) as WorkflowJson;
  const all = Object.values(workflow.status.nodes ?? {});
  const logs = provider.argo('logs', name, '--no-color').stdout;
  return { name, workflow, logs, nodes: (displayName) => all.filter((node) => displayName.test(node.displayName)) };
}

/** Those of the article; all of them, with what each needs and ends with, are in examples.e2e.test.ts. */
const walkThrough = [
  'hello-world',
  'steps',
  'dag-diamond',
  'loops',
  'coinflip',
  'coinflip-recursive',
  'sidecar-nginx',
  'scripts-parameters',
  'artifact-passing',
];

describe('the workflows of the walk-through', () => {
  test.each(walkThrough)('%s', async (file) => {
    const name = output(provider.argo('submit', `examples/${file}.yaml`, '-o', 'name')).trim();
    await provider.argoAsync('wait', name);
    expect(output(provider.argo('get', name))).toMatch(/^Status: +Succeeded$/m);
  });
});

test('a retried step succeeds in the end, and each attempt is a node', async () => {
  const { workflow, nodes } = await run('retry');
  expect(workflow.status.phase).toBe('Succeeded');
  expect(nodes(/\(\d\)$/).map(({ phase }) => phase)).toEqual(['Failed', 'Succeeded']);
});

test('a daemon serves the steps after it and is ended with the workflow', async () => {
  const { workflow, logs } = await run('daemon');
  expect(workflow.status).toMatchObject({ phase: 'Succeeded' });
  expect(logs).toContain('served');
});

test('a sidecar is ended when the step is done', async () => {
  const { workflow, logs } = await run('sidecar');
  expect(workflow.status).toMatchObject({ phase: 'Succeeded' });
  expect(logs).toContain('the sidecar answered');
});

test('the exit handler runs after a failure and sees it', async () => {
  const { workflow, logs } = await run('exit-handler');
  expect(workflow.status.phase).toBe('Failed');
  expect(logs).toContain('ended as Failed');
});

test('a resource template makes an object, where its service account may', async () => {
  output(provider.kubectlWithInput(rights('maker', configMapRules), 'apply', '-f', '-'));
  const { workflow } = await run('resource', '--serviceaccount', 'maker');
  expect(workflow.status).toMatchObject({ phase: 'Succeeded' });
  expect(output(provider.kubectl('get', 'configmap', 'made-by-a-workflow', '-o', 'jsonpath={.data.hello}'))).toBe('world');
});

test('an http template asks a server', async () => {
  output(provider.kubectlWithInput(rights('agent', taskRules('workflowtasksets')), 'apply', '-f', '-'));
  const { workflow } = await run('http', '--serviceaccount', 'agent');
  expect(workflow.status).toMatchObject({ phase: 'Succeeded' });
});

test('artifacts pass between steps, directories and archived logs too', async () => {
  const { workflow, logs, nodes } = await run('artifacts');
  expect(workflow.status).toMatchObject({ phase: 'Succeeded' });
  expect(logs).toContain('one two');
  const artifacts = nodes(/^make$/).flatMap(({ outputs }) => outputs?.artifacts ?? []);
  expect(artifacts.map(({ name }) => name).sort()).toEqual(['folder', 'main-logs', 'text']);
  if (isCluster) expect(artifacts.every(({ s3 }) => s3?.key !== undefined)).toBe(true);
});

test('artifacts go with their workflow, where it says so', async () => {
  output(provider.kubectlWithInput(rights('collector', taskRules('workflowartifactgctasks')), 'apply', '-f', '-'));
  const key = `gc-${Date.now()}`;
  const { name, workflow } = await run('artifact-gc', '-p', `key=${key}`);
  expect(workflow.status).toMatchObject({ phase: 'Succeeded' });
  expect((await run('artifact-there', '-p', `key=${key}`)).logs).toContain('it is there');
  output(provider.argo('delete', name));
  const until = Date.now() + 60_000;
  while (provider.kubectl('get', 'workflow', name).status === 0 && Date.now() < until) await sleep(500);
  expect(provider.kubectl('get', 'workflow', name).stderr).toContain('not found');
  expect((await run('artifact-there', '-p', `key=${key}`)).logs).toContain('it is gone');
});

// Only there is an image that speaks the contract of plugins.
test.runIf(providerKind === 'local-up')('[5-011] a driver that is an image brings artifacts there, back, and away', async () => {
  output(provider.kubectl('create', 'serviceaccount', 'plugin'));
  output(provider.kubectl('create', 'role', 'plugin', '--verb=get', '--resource=secrets'));
  output(provider.kubectl('create', 'rolebinding', 'plugin', '--role=plugin', `--serviceaccount=${provider.namespace}:plugin`));
  const { name, workflow, logs } = await run('artifact-plugin');
  expect(workflow.status).toMatchObject({ phase: 'Succeeded' });
  expect(logs).toContain('through a plugin');
  expect(provider.storedArtifacts(name)).toContain('out');
  output(provider.kubectl('delete', 'workflow', name, '--timeout=120s'));
  expect(provider.storedArtifacts(name)).not.toContain('out');
});

test('an agent without its Role says on the node which one to apply', async () => {
  const name = output(provider.argo('submit', 'e2e/workflows/http.yaml', '-o', 'name')).trim();
  const message = (): string => output(provider.kubectl('get', 'workflow', name, '-o', 'jsonpath={.status.nodes.*.message}'));
  // The embedded provider gives every service account its rights.
  if (isCluster) {
    await expect.poll(message, { timeout: patience, interval: 1_000 }).toContain('bind it to this Role');
    output(provider.kubectlWithInput(rights('default', taskRules('workflowtasksets')), 'apply', '-f', '-'));
  }
  await provider.argoAsync('wait', name);
  expect(output(provider.kubectl('get', 'workflow', name, '-o', 'jsonpath={.status.phase}'))).toBe('Succeeded');
});

test('a cron workflow starts a workflow at its time', async () => {
  output(provider.argo('cron', 'create', 'e2e/workflows/cron.yaml'));
  const until = Date.now() + 90_000;
  const started = (): string =>
    provider.kubectl('get', 'workflows', '-l', 'workflows.argoproj.io/cron-workflow=every-minute', '-o', 'name').stdout.trim();
  while (started() === '' && Date.now() < until) await sleep(1_000);
  const name = started();
  // What it started goes with it.
  output(provider.argo('cron', 'delete', 'every-minute'));
  expect(name).toMatch(/every-minute-\d+$/m);
});
