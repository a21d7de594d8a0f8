import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandResult, output, type Provider, providerKind, startProvider } from '../provider.ts';

interface WorkflowJson {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly suspend?: boolean };
  readonly status: {
    readonly phase: string;
    readonly message?: string;
    readonly nodes: Readonly<Record<string, NodeJson>>;
  };
}

interface NodeJson {
  readonly displayName: string;
  readonly phase: string;
  readonly message?: string;
  readonly startedAt: string;
  readonly outputs?: { readonly parameters?: readonly { readonly name: string; readonly value: string }[] };
}

const onCluster = providerKind !== 'embedded';

let provider: Provider;
let server: string;
beforeAll(async () => {
  provider = startProvider('--server-port', '0');
  server = await provider.server();
});
afterAll(() => provider.stop());

const sleeping = `
metadata: {generateName: sleeping-, labels: {suite: SUITE}}
spec:
  entrypoint: main
  onExit: bye
  templates:
    - {name: main, container: {image: alpine, command: [sleep, "600"]}}
    - {name: bye, container: {image: alpine, command: [echo, bye]}}
`;
const slow = `
metadata: {generateName: slow-}
spec:
  entrypoint: main
  templates:
    - {name: main, steps: [[{name: a, template: t}], [{name: b, template: t}]]}
    - {name: t, container: {image: alpine, command: [sleep, "4"]}}
`;
const approval = `
metadata: {generateName: approval-}
spec:
  entrypoint: main
  templates:
    - name: main
      steps:
        - - {name: approve, template: approve}
        - - {name: use, template: use, arguments: {parameters: [{name: answer, value: "{{steps.approve.outputs.parameters.answer}}"}]}}
    - name: approve
      suspend: {}
      outputs: {parameters: [{name: answer, valueFrom: {supplied: {}}}]}
    - name: use
      inputs: {parameters: [{name: answer}]}
      container: {image: alpine, command: [echo, "the answer is {{inputs.parameters.answer}}"]}
`;

// Whatever can be done to a workflow is done through the Kubernetes API and through a server: no verb may know which it talks to.
describe.each(['the Kubernetes API', 'an Argo server'])('[9-003] through %s', (way) => {
  const mark = way === 'an Argo server' ? 'server' : 'direct';
  const via = (): string[] => (way === 'an Argo server' ? ['--argo-server', server, '--secure=false'] : []);
  const argo = (...args: readonly string[]): CommandResult => provider.argo(...args, ...via());
  const submit = (manifest: string, ...flags: readonly string[]): string =>
    output(provider.argoWithInput(manifest, 'submit', '-', '-o', 'name', ...flags, ...via())).trim();
  const get = (name: string): WorkflowJson => JSON.parse(output(argo('get', name, '-o', 'json'))) as WorkflowJson;
  const nodeOf = (name: string, displayName: string): NodeJson | undefined =>
    Object.values(get(name).status.nodes).find((node) => node.displayName === displayName);

  async function until<T>(what: () => T | undefined | false): Promise<T> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const found = what();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    throw new Error('it did not come to pass');
  }

  test('[9-014] [9-038] [4-126] [4-129] a failed workflow is retried with another parameter, what succeeded stays', () => {
    const failed = argo('submit', 'examples/failing.yaml', '--wait');
    expect(failed.status).toBe(1);
    const name = /^Name: +(\S+)/m.exec(failed.stdout)?.[1] ?? '';
    const before = nodeOf(name, 'prepare');
    expect(argo('retry', name, '-p', 'code=0', '--wait').status).toBe(0);
    expect(get(name).status.phase).toBe('Succeeded');
    expect(nodeOf(name, 'prepare')?.startedAt).toBe(before?.startedAt);
    expect(output(argo('logs', name, '--no-color'))).toContain('with 0');
  });

  test('[4-127] a workflow is resubmitted as a new one', () => {
    const name = submit(fs.readFileSync('examples/failing.yaml', 'utf8'));
    expect(argo('wait', name).status).toBe(1);
    const again = output(argo('resubmit', name, '-p', 'code=0', '-o', 'name')).trim();
    expect(again).not.toBe(name);
    expect(argo('wait', again).status).toBe(0);
    expect(get(name).status.phase).toBe('Failed');
  });

  test('[9-015] [4-074] [4-128] [4-072] an answer is given to a suspended step, which then goes on', async () => {
    const name = submit(approval);
    await until(() => nodeOf(name, 'approve')?.phase === 'Running');
    expect(output(argo('list', '--running', '--prefix', name))).toContain('Running (Suspended)');
    expect(argo('resume', name).stderr).toContain("raw output parameter 'answer' has not been set");
    expect(output(argo('node', 'set', name, '--node-field-selector', 'displayName=approve', '-p', 'answer=yes'))).toBe(
      'workflow values set\n',
    );
    expect(output(argo('resume', name, '--node-field-selector', 'displayName=approve'))).toBe(`workflow ${name} resumed\n`);
    expect(output(argo('wait', name))).toMatch(new RegExp(`^${name} Succeeded at `));
    expect(output(argo('logs', name, '--no-color'))).toContain('the answer is yes');
  });

  test('[4-125] a suspended step is refused with a message', async () => {
    const name = submit(approval);
    await until(() => nodeOf(name, 'approve')?.phase === 'Running');
    output(argo('stop', name, '--node-field-selector', 'displayName=approve', '--message', 'not today'));
    expect(argo('wait', name).status).toBe(1);
    expect(nodeOf(name, 'approve')).toMatchObject({ phase: 'Failed', message: 'not today' });
  });

  test('[9-013] [4-123] stop runs the exit handler', async () => {
    const name = submit(sleeping);
    await until(() => nodeOf(name, name)?.phase === 'Running');
    expect(output(argo('stop', name))).toBe(`workflow ${name} stopped\n`);
    expect(argo('wait', name).status).toBe(1);
    expect(get(name).status.message).toBe("Stopped with strategy 'Stop'");
    expect(nodeOf(name, `${name}.onExit`)?.phase).toBe('Succeeded');
  });

  test('[9-013] [4-124] terminate does not', async () => {
    const name = submit(sleeping, '--labels', `terminate=${mark}`);
    await until(() => nodeOf(name, name)?.phase === 'Running');
    expect(output(argo('terminate', '-l', `terminate=${mark}`))).toBe(`workflow ${name} terminated\n`);
    expect(argo('wait', name).status).toBe(1);
    expect(get(name).status.message).toBe("Stopped with strategy 'Terminate'");
    expect(nodeOf(name, `${name}.onExit`)).toBeUndefined();
  });

  test('[9-013] [4-076] a suspended workflow starts nothing new', async () => {
    const name = submit(slow);
    output(argo('suspend', name));
    expect(get(name).spec.suspend).toBe(true);
    output(argo('resume', name));
    expect(argo('wait', name).status).toBe(0);
  });

  test('[9-010] [9-040] logs: last lines, times, matches', () => {
    const manifest =
      'metadata: {generateName: lines-}\nspec: {entrypoint: m, templates: [{name: m, container: {image: alpine, command: [sh, -c, "seq 1 20"]}}]}';
    const name = submit(manifest, '--wait');
    expect(output(argo('logs', name, '--no-color', '--tail', '2'))).toBe(`${name}: 19\n${name}: 20\n`);
    expect(output(argo('logs', name, '--no-color', '--grep', '^1.$')).split('\n').length).toBe(11);
    expect(output(argo('logs', name, '--no-color', '--timestamps', '--tail', '1'))).toMatch(/: \d{4}-\d\d-\d\dT\S+Z 20\n$/);
    expect(output(argo('logs', '@latest', '--follow', '--no-color'))).toContain(`${name}: 20`);
  });

  test('[9-021] [9-022] templates are created, updated, listed and deleted', () => {
    const template = (kind: string, message: string): string =>
      `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: {name: greet}\nspec: {entrypoint: m, templates: [{name: m, container: {image: alpine, command: [echo, ${message}]}}]}`;
    for (const [noun, kind] of [
      ['template', 'WorkflowTemplate'],
      ['cluster-template', 'ClusterWorkflowTemplate'],
    ] as const) {
      const write = (verb: string, message: string): CommandResult =>
        provider.argoWithInput(template(kind, message), noun, verb, '-', ...via());
      expect(output(write('create', 'one'))).toMatch(/^Name: +greet\n/);
      expect(write('create', 'one').stderr).toContain('already exists');
      output(write('update', 'two'));
      expect(output(argo(noun, 'get', 'greet', '-o', 'yaml'))).toContain('- two');
      expect(output(argo(noun, 'list'))).toContain('greet');
      const from = noun === 'template' ? 'wftmpl/greet' : 'clusterwftmpl/greet';
      const run = argo('submit', '--from', from, '--log');
      expect(run.stdout).toContain('two');
      expect(run.status).toBe(0);
      expect(output(argo(noun, 'delete', 'greet'))).toBe(`${kind} 'greet' deleted\n`);
      expect(argo(noun, 'get', 'greet').stderr).toContain('"greet" not found');
    }
  });

  test('[9-023] [4-145] a cron workflow is created, suspended, run out of turn, made up for and deleted', () => {
    output(argo('cron', 'create', 'examples/cron.yaml'));
    expect(output(argo('cron', 'list'))).toMatch(/^NAME +AGE +LAST RUN +NEXT RUN +SCHEDULES +TIMEZONE +SUSPENDED\nnightly /);
    expect(output(argo('cron', 'suspend', 'nightly'))).toBe("CronWorkflow 'nightly' suspended\n");
    expect(output(argo('cron', 'get', 'nightly'))).toMatch(/Suspended: +true\n/);
    expect(output(argo('cron', 'resume', 'nightly'))).toBe("CronWorkflow 'nightly' resumed\n");
    const filled = output(
      argo('cron', 'backfill', 'nightly', '--start', '2026-11-01T00:00:00Z', '--end', '2026-11-02T12:00:00Z', '--name', 'gap'),
    );
    const names = [...filled.matchAll(/^\d+\. \S+ \t (\S+) $/gm)].map(([, name]) => name ?? '');
    expect(names.length).toBe(2);
    expect(argo('wait', ...names).status).toBe(0);
    expect(output(argo('logs', names[0] as string, '--no-color'))).toContain('the run of 2026-11-01T02:00:00Z');
    const run = output(argo('submit', '--from', 'cronwf/nightly', '-o', 'name')).trim();
    expect(argo('wait', run).status).toBe(0);
    expect(output(argo('cron', 'delete', 'nightly'))).toBe("CronWorkflow 'nightly' deleted\n");
  });

  // The repository of a cluster may be out of reach from here; a server in it reaches it.
  test.skipIf(onCluster && mark === 'direct')('[9-017] artifacts are copied here', () => {
    const name = submit(fs.readFileSync('examples/artifact-passing.yaml', 'utf8'), '--wait');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-cp-'));
    try {
      output(argo('cp', name, folder, '--path', '{artifactName}'));
      expect(fs.statSync(path.join(folder, 'hello-art/hello-art.tgz')).size).toBeGreaterThan(20);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  test('[9-025] [4-114] limits of a ConfigMap', () => {
    const place = ['--type', 'configmap', '--cm-name', `limits-${mark}`];
    expect(output(argo('sync', 'create', 'db', ...place, '--limit', '3'))).toMatch(/^Sync limit created\nKey: db\n/);
    output(argo('sync', 'update', 'db', ...place, '--limit', '5'));
    expect(output(argo('sync', 'get', 'db', ...place))).toMatch(/Limit: 5\n$/);
    expect(output(argo('sync', 'delete', 'db', ...place))).toBe('Sync limit deleted\n');
  });

  test('[9-012] [9-037] workflows are deleted by name and by label, or only shown', () => {
    const label = `doomed=${mark}`;
    const names = [1, 2].map(() =>
      submit('metadata: {generateName: doomed-}\nspec: {entrypoint: m, templates: [{name: m, suspend: {}}]}', '-l', label),
    );
    expect(output(argo('delete', '-l', label, '--dry-run'))).toMatch(/^Workflow 'doomed-\w+' deleted \(dry-run\)\n/);
    expect(output(argo('delete', names[0] as string))).toBe(`Workflow '${names[0]}' deleted\n`);
    expect(output(argo('delete', '-l', label))).toContain(`Workflow '${names[1]}' deleted\n`);
    expect(output(argo('delete', 'nobody'))).toBe("Workflow 'nobody' not found\n");
    expect(argo('get', names[1] as string).stderr).toContain('not found');
  });

  test('[9-016] lint finds templates in the cluster', () => {
    const template =
      'apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: stored}\nspec: {templates: [{name: t, container: {image: alpine}}]}';
    output(provider.argoWithInput(template, 'template', 'create', '-', ...via()));
    const manifest = (name: string): string =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: w}\nspec: {entrypoint: m, templates: [{name: m, steps: [[{name: s, templateRef: {name: stored, template: ${name}}}]]}]}`;
    const lint = (name: string, ...flags: readonly string[]): CommandResult =>
      provider.argoWithInput(manifest(name), 'lint', '-', ...flags, ...via());
    expect(lint('t').status).toBe(0);
    expect(lint('u')).toMatchObject({ status: 1 });
    output(argo('template', 'delete', 'stored'));
  });

  // The release that tests install has no database.
  test.skipIf(onCluster)('[9-024] the archive is reached through a server', () => {
    const name = submit(fs.readFileSync('examples/hello-world.yaml', 'utf8'), '--wait');
    if (way === 'the Kubernetes API') {
      expect(argo('archive', 'list').stderr).toMatch(
        /^Error: the workflow archive is reached through an Argo server.*\nHint: set ARGO_SERVER/,
      );
      return;
    }
    const { uid } = get(name).metadata;
    expect(output(argo('archive', 'get', uid, '-o', 'name'))).toBe(`${name}\n`);
    expect(output(argo('archive', 'list'))).toContain(uid);
    expect(output(argo('archive', 'resubmit', name, '-o', 'name'))).toMatch(/^hello-world-/);
    expect(output(argo('archive', 'list-label-keys'))).toContain('workflows.argoproj.io/phase');
    expect(output(argo('archive', 'list-label-values', '-l', 'workflows.argoproj.io/phase'))).toContain('Succeeded');
    expect(output(argo('archive', 'delete', uid))).toBe(`Archived workflow '${uid}' deleted\n`);
  });

  test('[9-019] [9-002] the version, also of the server', () => {
    expect(output(argo('version', '--short'))).toMatch(way === 'an Argo server' ? /^argo: \S+\nargo-server: \S+\n$/ : /^argo: \S+\n$/);
  });
});
