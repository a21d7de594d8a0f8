import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasMinio, type Minio, startMinio } from '../../libs/artifacts/src/testing/s3/minio.ts';
import { output, patience, type Provider, providerKind, startProvider } from '../provider.ts';

interface NodeJson {
  readonly displayName: string;
  readonly phase: string;
  readonly message?: string;
  readonly outputs?: {
    readonly artifacts?: readonly { readonly name: string; readonly s3?: { readonly key: string; readonly bucket?: string } }[];
  };
}

interface WorkflowJson {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly phase: string;
    readonly message?: string;
    readonly nodes?: Readonly<Record<string, NodeJson>>;
    readonly artifactRepositoryRef?: { readonly configMap?: string; readonly key?: string; readonly default?: boolean };
    readonly outputs?: { readonly artifacts?: readonly { readonly name: string }[] };
  };
}

describe.runIf(hasMinio)(
  hasMinio ? 'artifacts in a real MinIO' : 'artifacts in a real MinIO: skipped, build it with node hack/minio.mjs',
  () => {
    let minio: Minio;
    let provider: Provider;
    let folder = '';

    beforeAll(async () => {
      minio = await startMinio('argosy-access', 'argosy-secret', addressOfHost());
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-e2e-repositories-'));
      fs.writeFileSync(path.join(folder, 'config.yaml'), configuration(minio.endpoint));
      provider = startProvider('--config', path.join(folder, 'config.yaml'));
      // The controller of a cluster is another one's: there the namespace has the repository.
      if (providerKind !== 'embedded') setRepositories({ main: usual });
      output(
        provider.kubectl(
          'create',
          'secret',
          'generic',
          'store',
          '--from-literal=access=argosy-access',
          '--from-literal=secret=argosy-secret',
        ),
      );
    });
    afterAll(async () => {
      provider?.stop();
      await minio.close();
      fs.rmSync(folder, { recursive: true, force: true });
    });

    function setRepositories(keyFormats: Readonly<Record<string, string>>): void {
      output(provider.kubectlWithInput(repositories(minio.endpoint, keyFormats), 'apply', '-f', '-'));
    }

    function run(manifest: string, ...flags: readonly string[]): { readonly workflow: WorkflowJson; readonly logs: string } {
      const name = output(provider.argoWithInput(manifest, 'submit', '-', '-o', 'name', ...flags)).trim();
      provider.argo('wait', name);
      const workflow = JSON.parse(output(provider.argo('get', name, '-o', 'json'))) as WorkflowJson;
      return { workflow, logs: output(provider.argo('logs', name, '--no-color')) };
    }

    const keysOf = ({ status }: WorkflowJson, step: string): Readonly<Record<string, string>> => {
      const node = Object.values(status.nodes ?? {}).find(({ displayName }) => displayName === step);
      return Object.fromEntries((node?.outputs?.artifacts ?? []).map(({ name, s3 }) => [name, s3?.key ?? '']));
    };

    test('[5-015] [5-016] [5-017] [5-018] [5-022] [5-023] [5-024] [5-026] [5-028] [5-030] [5-031] [5-034] every way from a step to the next', () => {
      const { workflow, logs } = run(passing);
      expect(workflow.status.message ?? '').toBe('');
      expect(workflow.status.phase).toBe('Succeeded');
      const year = new Date().getFullYear();
      const start = new RegExp(`^${year}/ways-[a-z0-9]+/ways-[a-z0-9]+-make-\\d+/`);
      const keys = keysOf(workflow, 'make');
      expect(keys['packed']).toMatch(new RegExp(`${start.source}packed\\.tgz$`));
      expect(keys['zipped']).toMatch(new RegExp(`${start.source}zipped\\.zip$`));
      expect(keys['plain']).toMatch(new RegExp(`${start.source}plain\\.txt$`));
      expect(keys['folder']).toMatch(new RegExp(`${start.source}folder$`));
      expect(keys['named']).toBe('mine/seven');
      for (const line of [
        'packed: hello',
        'zipped: hello',
        'plain: hello',
        'folder: one',
        'part: two',
        'chosen: hello',
        'named: hello',
        'mode: 750',
        'absent: nothing',
        'raw: by hand',
      ])
        expect(logs).toContain(line);
    });

    test('[5-042] [5-043] logs are archived beside them, without the sidecars', () => {
      const { workflow } = run(`
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: logs-}
spec:
  entrypoint: main
  templates:
    - name: main
      container: {image: alpine, command: [echo, "to be kept"]}
`);
      const name = workflow.metadata.name;
      expect(keysOf(workflow, name)).toEqual({ 'main-logs': `${new Date().getFullYear()}/${name}/${name}/main.log` });
    });

    test('[5-025] an output with a global name is one of the workflow', () => {
      const { workflow, logs } = run(`
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: global-}
spec:
  entrypoint: main
  templates:
    - name: main
      steps: [[{name: make, template: make}], [{name: use, template: use, arguments: {artifacts: [{name: in, from: "{{workflow.outputs.artifacts.everywhere}}"}]}}]]
    - name: make
      container: {image: alpine, command: [sh, -c], args: ["echo worldwide > /tmp/a"]}
      outputs: {artifacts: [{name: a, path: /tmp/a, globalName: everywhere}]}
    - name: use
      inputs: {artifacts: [{name: in, path: /tmp/in}]}
      container: {image: alpine, command: [cat, /tmp/in]}
`);
      expect(workflow.status.outputs?.artifacts?.map(({ name }) => name)).toEqual(['everywhere']);
      expect(logs).toContain('worldwide');
    });

    test('[5-020] a repository of the namespace comes before that of the controller, and a reference before its default', () => {
      setRepositories({ usual: 'usual/{{workflow.name}}', special: 'special/{{workflow.name}}' });
      try {
        const asDefault = run(simple(''));
        expect(asDefault.workflow.status.artifactRepositoryRef).toMatchObject({ configMap: 'artifact-repositories', key: 'usual' });
        const byName = run(simple('artifactRepositoryRef: {key: special}'));
        expect(byName.workflow.status.artifactRepositoryRef).toMatchObject({ configMap: 'artifact-repositories', key: 'special' });
        expect(keysOf(byName.workflow, byName.workflow.metadata.name)['a']).toBe(`special/${byName.workflow.metadata.name}/a.tgz`);
      } finally {
        output(provider.kubectl('delete', 'configmap', 'artifact-repositories'));
        if (providerKind !== 'embedded') setRepositories({ main: usual });
      }
    });

    test('[5-021] a reference to nothing is an error that says so', () => {
      const { workflow } = run(simple('artifactRepositoryRef: {configMap: none, key: k}'));
      expect(workflow.status).toMatchObject({ phase: 'Error', message: expect.stringContaining('failed to resolve artifact repository') });
    });

    test('[5-032] [5-035] what is not there is said, with the name of the artifact', () => {
      const input = run(simple('', 'inputs: {artifacts: [{name: x, path: /tmp/x, s3: {key: no/such}}]}'));
      expect(Object.values(input.workflow.status.nodes ?? {})[0]?.message).toMatch(
        /artifact x failed to load: there is no s3:\/\/argosy\/no\/such/,
      );
      const missing = run(simple('').replace('> /tmp/a', '> /tmp/b'));
      expect(Object.values(missing.workflow.status.nodes ?? {})[0]).toMatchObject({
        phase: 'Error',
        message: expect.stringContaining('/tmp/a'),
      });
    });

    test('[5-045] [5-047] deletion with the secrets of the repository', async () => {
      const { workflow } = run(simple('artifactGC: {strategy: OnWorkflowCompletion}'));
      const deleted = (): string =>
        output(
          provider.kubectl(
            'get',
            'workflow',
            workflow.metadata.name,
            '-o',
            'jsonpath={.status.nodes.*.outputs.artifacts[*].deleted} {.status.conditions[?(@.type=="ArtifactGCError")].message}',
          ),
        );
      await expect.poll(deleted, { timeout: patience }).toBe('true true ');
    });
  },
);

/** One that pods reach as well. */
function addressOfHost(): string {
  const addresses = Object.values(os.networkInterfaces()).flatMap((all) => all ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

function repository(endpoint: string, keyFormat: string): string {
  return `s3:
        endpoint: ${endpoint}
        insecure: true
        bucket: argosy
        createBucketIfNotPresent: {}
        keyFormat: "${keyFormat}"
        accessKeySecret: {name: store, key: access}
        secretKeySecret: {name: store, key: secret}
`;
}

const usual = '{{workflow.creationTimestamp.Y}}/{{workflow.name}}/{{pod.name}}';

function configuration(endpoint: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap}
data:
  artifactRepository: |
      archiveLogs: true
      ${repository(endpoint, usual)}
`;
}

/** Repositories of a namespace by their key formats; the first is the default. */
function repositories(endpoint: string, keyFormats: Readonly<Record<string, string>>): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata:
  name: artifact-repositories
  annotations: {workflows.argoproj.io/default-artifact-repository: ${Object.keys(keyFormats)[0]}}
data:
${Object.entries(keyFormats)
  .map(([key, format]) => `  ${key}: |\n      archiveLogs: true\n      ${repository(endpoint, format)}`)
  .join('')}
`;
}

function simple(field: string, templateField = ''): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: simple-}
spec:
  entrypoint: main
  ${field}
  templates:
    - name: main
      ${templateField}
      container: {image: alpine, command: [sh, -c], args: ["echo hello > /tmp/a"]}
      outputs: {artifacts: [{name: a, path: /tmp/a}]}
`;
}

const passing = `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: ways-}
spec:
  entrypoint: main
  arguments:
    parameters: [{name: number, value: seven}]
  templates:
    - name: main
      steps:
        - - {name: make, template: make, arguments: {parameters: [{name: number, value: "{{workflow.parameters.number}}"}]}}
        - - name: use
            template: use
            arguments:
              artifacts:
                - {name: packed, from: "{{steps.make.outputs.artifacts.packed}}"}
                - {name: zipped, from: "{{steps.make.outputs.artifacts.zipped}}"}
                - {name: plain, from: "{{steps.make.outputs.artifacts.plain}}"}
                - {name: folder, from: "{{steps.make.outputs.artifacts.folder}}"}
                - {name: part, from: "{{steps.make.outputs.artifacts.folder}}", subPath: sub/two}
                - {name: named, s3: {key: mine/seven}}
                - {name: chosen, fromExpression: "steps.make.status == 'Succeeded' ? steps.make.outputs.artifacts.plain : steps.make.outputs.artifacts.packed"}
                - {name: raw, raw: {data: by hand}}
    - name: make
      inputs: {parameters: [{name: number}]}
      container:
        image: alpine
        command: [sh, -c]
        args: ["cd /tmp && echo hello | tee packed zipped plain.txt named > /dev/null && mkdir -p folder/sub && echo one > folder/one && echo two > folder/sub/two"]
      outputs:
        artifacts:
          - {name: packed, path: /tmp/packed}
          - {name: zipped, path: /tmp/zipped, archive: {zip: {}}}
          - {name: plain, path: /tmp/plain.txt, archive: {none: {}}}
          - {name: folder, path: /tmp/folder, archive: {none: {}}}
          - {name: named, path: /tmp/named, s3: {key: "mine/{{inputs.parameters.number}}"}}
          - {name: absent, path: /tmp/absent, optional: true}
    - name: use
      inputs:
        artifacts:
          - {name: packed, path: /tmp/in/packed}
          - {name: zipped, path: /tmp/in/zipped, archive: {zip: {}}}
          - {name: plain, path: /tmp/in/plain, mode: 488}
          - {name: folder, path: /tmp/in/folder}
          - {name: part, path: /tmp/in/part}
          - {name: named, path: /tmp/in/named}
          - {name: chosen, path: /tmp/in/chosen}
          - {name: raw, path: /tmp/in/raw}
          - {name: absent, path: /tmp/in/absent, optional: true}
      container:
        image: alpine
        command: [sh, -c]
        args: ["cd /tmp/in; for f in packed zipped plain part chosen named raw; do echo $f: $(cat $f); done; echo folder: $(cat folder/one); echo mode: $(stat -c %a plain); test -e absent || echo absent: nothing"]
`;
