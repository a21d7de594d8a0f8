import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergePatch } from './client.ts';
import { contract } from './provider.ts';

const isThere = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!isThere) console.warn('kubectl is not on the PATH: its part of the contract is not checked');

describe.skipIf(!isThere)('kubectl', () => {
  contract('works', (server) => {
    let namespace = '';
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-kubectl-'));
    beforeAll(async () => {
      namespace = await server().namespace();
    });
    afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

    const environment = (): NodeJS.ProcessEnv => ({ ...process.env, KUBECONFIG: server().kubeconfigPath });
    const common = (): readonly string[] => ['--namespace', namespace, '--cache-dir', path.join(scratch, 'cache')];
    // The server lives in this process: waiting for kubectl must not keep it from answering.
    const run = (args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
      runProcess('kubectl', [...common(), ...args], { input, env: { ...environment(), ...env } });
    /** Output of a command that must succeed. */
    const kubectl = async (command: string, input = ''): Promise<string> => {
      const { status, out, err } = await run(command.split(' '), input);
      if (status !== 0) throw new Error(`kubectl ${command}: exit code ${status}\n${out}${err}`);
      return out;
    };
    const configMap = (name: string, data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}`;
    const pod = (name: string): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels: { app: name } },
        spec: { schedulerName: 'contract', containers: [{ name: 'main', image: 'busybox:1' }] },
      });

    it('create: with a name of the server’s choice', async () => {
      expect(await kubectl('create -f -', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  generateName: made-\n')).toMatch(
        /^configmap\/made-[a-z0-9]{5} created\n$/,
      );
    });

    it('apply: creates, changes nothing, changes and removes', async () => {
      expect(await kubectl('apply -f -', configMap('applied', '  a: "1"\n  b: "2"\n'))).toBe('configmap/applied created\n');
      expect(await kubectl('apply -f -', configMap('applied', '  a: "1"\n  b: "2"\n'))).toBe('configmap/applied unchanged\n');
      expect(await kubectl('apply -f -', configMap('applied', '  a: "3"\n'))).toBe('configmap/applied configured\n');
      expect(JSON.parse(await kubectl('get configmap applied -o jsonpath={.data}'))).toEqual({ a: '3' });
    });

    it('apply and create: a list of objects', async () => {
      const list = (...names: readonly string[]): string =>
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'List',
          items: names.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '1' } })),
        });
      expect(await kubectl('apply -f -', list('listed-1', 'listed-2'))).toBe('configmap/listed-1 created\nconfigmap/listed-2 created\n');
      expect(await kubectl('apply -f -', list('listed-1', 'listed-2'))).toBe(
        'configmap/listed-1 unchanged\nconfigmap/listed-2 unchanged\n',
      );
      expect(await kubectl('create -f -', list('listed-3'))).toBe('configmap/listed-3 created\n');
    });

    it('apply: pods, which have many defaults', async () => {
      expect(await kubectl('apply -f -', pod('applied'))).toBe('pod/applied created\n');
      expect(await kubectl('apply -f -', pod('applied'))).toBe('pod/applied unchanged\n');
    });

    it('apply --server-side: also after apply on the client’s side', async () => {
      expect(await kubectl('apply --server-side -f -', configMap('sided', '  a: "1"\n'))).toBe('configmap/sided serverside-applied\n');
      const { status, err } = await run(
        ['apply', '--server-side', '--field-manager', 'other', '-f', '-'],
        configMap('sided', '  a: "2"\n'),
      );
      expect(status).toBe(1);
      expect(err).toContain('Apply failed with 1 conflict: conflict with "kubectl": .data.a');
      await kubectl('apply -f -', configMap('moved', '  a: "1"\n  b: "1"\n'));
      expect((await run(['apply', '--server-side', '-f', '-'], configMap('moved', '  a: "2"\n'))).err).not.toContain('rror');
      expect(JSON.parse(await kubectl('get configmap moved -o jsonpath={.data}'))).toEqual({ a: '2' });
    });

    it('get: tables, wide tables, YAML and columns', async () => {
      await kubectl('apply -f -', pod('shown'));
      expect(await kubectl('get pod shown')).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\nshown +0\/1 +Pending +0 +\d+s\n$/);
      expect(await kubectl('get pod shown -o wide')).toMatch(
        /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\n/,
      );
      expect(await kubectl('get pod shown -o yaml')).toMatch(/^apiVersion: v1\nkind: Pod\nmetadata:\n/);
      expect(await kubectl('get pods -l app=shown -o name')).toBe('pod/shown\n');
      expect(
        await kubectl(
          'get pods --field-selector metadata.name=shown --no-headers -o custom-columns=NAME:.metadata.name,PHASE:.status.phase',
        ),
      ).toMatch(/^shown +Pending\n$/);
    });

    it('get: says what is not there', async () => {
      expect((await run(['get', 'pod', 'absent'])).err).toBe('Error from server (NotFound): pods "absent" not found\n');
      expect((await run(['get', 'nothings'])).err).toContain('the server doesn\'t have a resource type "nothings"');
      expect((await run(['get', 'events'])).err).toMatch(/^No resources found/);
    });

    it('describe: a pod with its events', async () => {
      await kubectl('apply -f -', pod('described'));
      const uid = await kubectl('get pod described -o jsonpath={.metadata.uid}');
      const involvedObject = { kind: 'Pod', namespace, name: 'described', uid, apiVersion: 'v1' };
      const event = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'described' },
        involvedObject,
        reason: 'Tested',
        message: 'by hand',
        type: 'Normal',
        source: { component: 'contract' },
        count: 1,
      };
      await kubectl('create -f -', JSON.stringify(event));
      const text = await kubectl('describe pod described');
      expect(text).toMatch(/^Name: +described\n/);
      expect(text).toMatch(/Normal +Tested +.*contract +by hand/);
      expect(await kubectl(`describe namespace ${namespace}`)).toMatch(/Status: +Active/);
    });

    it('edit: through the editor', async () => {
      await kubectl('create configmap edited --from-literal=word=before');
      const editor = path.join(scratch, 'editor.sh');
      fs.writeFileSync(editor, '#!/bin/sh\nsed -i s/before/after/ "$1"\n', { mode: 0o755 });
      expect((await run(['edit', 'configmap', 'edited'], '', { EDITOR: editor, KUBE_EDITOR: '' })).out).toBe('configmap/edited edited\n');
      expect(await kubectl('get configmap edited -o jsonpath={.data.word}')).toBe('after');
    });

    it('label, annotate and patch', async () => {
      await kubectl('create configmap touched --from-literal=a=1');
      await kubectl('label configmap touched one=1 two=2');
      await kubectl('label configmap touched two-');
      await kubectl('annotate configmap touched note=yes');
      await kubectl('patch configmap touched -p {"data":{"b":"2"}}');
      await kubectl('patch configmap touched --type=json -p [{"op":"remove","path":"/data/a"}]');
      await kubectl('patch configmap touched --type=merge -p {"data":{"c":"3"}}');
      const touched = JSON.parse(await kubectl('get configmap touched -o json'));
      expect(touched).toMatchObject({ data: { b: '2', c: '3' }, metadata: { labels: { one: '1' }, annotations: { note: 'yes' } } });
      expect(touched.data.a).toBeUndefined();
      expect(touched.metadata.labels.two).toBeUndefined();
    });

    it('replace and diff', async () => {
      await kubectl('create configmap replaced --from-literal=a=1');
      expect((await run(['diff', '-f', '-'], configMap('replaced', '  a: "2"\n'))).status).toBe(1);
      expect(await kubectl('replace -f -', configMap('replaced', '  a: "2"\n'))).toBe('configmap/replaced replaced\n');
    });

    it('delete and wait', async () => {
      await kubectl('apply -f -', pod('deleted'));
      expect(await kubectl('delete pod deleted')).toMatch(/^pod "deleted"( deleted|.* deleted.*)\n$/);
      expect(await kubectl('wait --for=delete pod/deleted --timeout=5s')).toBe('');
      await kubectl('apply -f -', pod('awaited'));
      const conditions = [{ type: 'Ready', status: 'True' }];
      await server().ok('PATCH', `/api/v1/namespaces/${namespace}/pods/awaited/status`, { status: { conditions } }, mergePatch);
      expect(await kubectl('wait --for=condition=Ready pod/awaited --timeout=5s')).toBe('pod/awaited condition met\n');
      expect((await run(['wait', '--for=condition=Other', 'pod/awaited', '--timeout=1s'])).status).toBe(1);
    });

    it('get --watch: shows changes as they come', async () => {
      await kubectl('create configmap watched --from-literal=a=1');
      const child = spawn(
        'kubectl',
        [...common(), 'get', 'configmap', 'watched', '--watch', '--no-headers', '-o', 'jsonpath={.data.a}{"\\n"}'],
        { env: environment() },
      );
      const seen: string[] = [];
      const isComplete = new Promise<void>((resolve, reject) => {
        child.stdout.on('data', (chunk: Buffer) => {
          seen.push(...chunk.toString().split('\n').filter(Boolean));
          if (seen.length >= 2) resolve();
        });
        child.on('close', () => reject(new Error('the watch ended')));
      });
      // kubectl reads the object, opens its watch some time later and drops the first event: a single change could fall in between.
      let changes = 1;
      const change = setInterval(() => {
        if (seen.length === 0) return;
        const data = { a: String(++changes) };
        void server().ok('PATCH', `/api/v1/namespaces/${namespace}/configmaps/watched`, { data }, mergePatch);
      }, 100);
      await isComplete.finally(() => clearInterval(change));
      child.kill();
      expect(seen[0]).toBe('1');
      expect(Number(seen[1])).toBeGreaterThan(1);
    });

    it('api-resources, api-versions and version', async () => {
      expect(await kubectl('api-resources --no-headers')).toMatch(/^configmaps +cm +v1 +true +ConfigMap$/m);
      expect(await kubectl('api-resources --api-group=policy -o name')).toBe('poddisruptionbudgets.policy\n');
      expect(await kubectl('api-versions')).toContain('rbac.authorization.k8s.io/v1\n');
      expect(JSON.parse(await kubectl('version -o json')).serverVersion.major).toBe('1');
    });

    it('explain: kinds and their fields', async () => {
      expect(await kubectl('explain pods')).toMatch(/KIND: +Pod\nVERSION: +v1\n/);
      expect(await kubectl('explain pod.spec.containers.ports.containerPort')).toMatch(/FIELD: containerPort <integer>/);
      expect(await kubectl('explain configmap --recursive')).toMatch(/^ +binaryData\t<map\[string\]string>$/m);
    });

    it('refuses what has unknown fields', async () => {
      const { status, err } = await run(['apply', '-f', '-'], `${configMap('typo', '  a: "1"\n')}dota: {}\n`);
      expect(status).toBe(1);
      expect(err).toContain('unknown field "dota"');
    });

    it('create: the commands that send protobuf', async () => {
      await kubectl('create secret generic hush --from-literal=word=quiet');
      expect(await kubectl('get secret hush -o jsonpath={.data.word}')).toBe(Buffer.from('quiet').toString('base64'));
      await kubectl('create serviceaccount robot');
      await kubectl('create role reader --verb=get,list --resource=pods');
      await kubectl(`create rolebinding reader --role=reader --serviceaccount=${namespace}:robot`);
      expect(JSON.parse(await kubectl('get rolebinding reader -o json'))).toMatchObject({
        roleRef: { kind: 'Role', name: 'reader' },
        subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace }],
      });
      expect((await kubectl('create token robot')).split('.')).toHaveLength(3);
      expect(await kubectl('auth can-i create pods')).toBe('yes\n');
      await kubectl('create quota limits --hard=pods=5,cpu=2');
      expect(JSON.parse(await kubectl('get quota limits -o jsonpath={.spec.hard}'))).toEqual({ pods: '5', cpu: '2' });
    });

    it('custom resources: created, shown in their columns and explained', async () => {
      const group = 'kubectl.argosy.io';
      const schema = {
        openAPIV3Schema: {
          type: 'object',
          properties: { spec: { type: 'object', description: 'What is wanted.', properties: { size: { type: 'integer' } } } },
        },
      };
      const versions = [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema,
          additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
        },
      ];
      const definition = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `crates.${group}` },
        spec: { group, scope: 'Namespaced', names: { plural: 'crates', singular: 'crate', kind: 'Crate', shortNames: ['crt'] }, versions },
      };
      await kubectl('apply -f -', JSON.stringify(definition));
      await kubectl(`wait --for=condition=Established crd/crates.${group} --timeout=10s`);
      fs.rmSync(path.join(scratch, 'cache'), { recursive: true, force: true });
      await kubectl(
        'apply -f -',
        JSON.stringify({ apiVersion: `${group}/v1`, kind: 'Crate', metadata: { name: 'first' }, spec: { size: 3 } }),
      );
      expect(await kubectl('get crt')).toMatch(/^NAME +SIZE\nfirst +3\n$/);
      expect(
        await kubectl(
          'apply -f -',
          JSON.stringify({ apiVersion: `${group}/v1`, kind: 'Crate', metadata: { name: 'first' }, spec: { size: 4 } }),
        ),
      ).toBe(`crate.${group}/first configured\n`);
      expect(await kubectl(`explain crates.spec --api-version=${group}/v1`)).toContain('What is wanted.');
      await kubectl(`delete crd crates.${group}`);
    });
  });
});

interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function runProcess(
  command: string,
  args: readonly string[],
  { input, env }: { readonly input: string; readonly env: NodeJS.ProcessEnv },
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
    child.stdin.end(input);
  });
}
