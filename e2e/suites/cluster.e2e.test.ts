import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { output, type Provider, providerKind, repository, startProvider } from '../provider.ts';
import { system } from '../providers/cluster.ts';

// These need a kubelet and an installed chart; the embedded provider has neither.
describe.skipIf(providerKind === 'embedded')('on a cluster', () => {
  let provider: Provider;
  beforeAll(() => {
    provider = startProvider();
  });
  afterAll(() => provider.stop());

  async function until(what: string, check: () => boolean, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1_000;
    while (!check()) {
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
      await sleep(500);
    }
  }

  const submit = (seconds: number): string => {
    const manifest = `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { generateName: cluster- }
spec:
  entrypoint: main
  templates:
    - name: main
      retryStrategy: { limit: 2, retryPolicy: Always }
      script: { image: busybox, command: [sh], source: "sleep ${seconds}; echo done" }
`;
    return output(provider.argoWithInput(manifest, 'submit', '-', '-o', 'name')).trim();
  };
  const podOf = (name: string): string =>
    provider
      .kubectl('get', 'pods', '-l', `workflows.argoproj.io/workflow=${name}`, '--field-selector=status.phase=Running', '-o', 'name')
      .stdout.trim();
  const ended = async (name: string): Promise<string> => {
    await provider.argoAsync('wait', name);
    return output(provider.kubectl('get', 'workflow', name, '-o', 'jsonpath={.status.phase}'));
  };

  test('the default service account has no rights, and none is needed', async () => {
    const asked = provider.kubectl(
      'auth',
      'can-i',
      'create',
      'workflowtaskresults',
      '--as',
      `system:serviceaccount:${provider.namespace}:default`,
    );
    expect(asked.stdout.trim()).toBe('no');
    expect(await ended(submit(0))).toBe('Succeeded');
  });

  test('a pod that somebody deletes is made again by its retry strategy', async () => {
    const name = submit(15);
    await until('the pod runs', () => podOf(name) !== '');
    output(provider.kubectl('delete', podOf(name), '--wait=false', '--grace-period=1'));
    expect(await ended(name)).toBe('Succeeded');
  });

  test('a pod that is evicted, as by a drain, is made again', async () => {
    const name = submit(15);
    await until('the pod runs', () => podOf(name) !== '');
    const pod = podOf(name).replace('pod/', '');
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace: provider.namespace } };
    const place = `/api/v1/namespaces/${provider.namespace}/pods/${pod}/eviction`;
    output(provider.kubectlWithInput(JSON.stringify(eviction), 'create', '--raw', place, '-f', '-'));
    expect(await ended(name)).toBe('Succeeded');
  });

  test.runIf(providerKind === 'local-up')('a kubelet that is killed comes back and the step goes on', async () => {
    const name = submit(8);
    await until('the pod runs', () => podOf(name) !== '');
    const restarted = spawnSync(process.execPath, ['hack/local-up/local-up.mjs', 'restart', 'kubelet'], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect(restarted.stderr).toBe('');
    expect(await ended(name)).toBe('Succeeded');
  });

  test('a controller that is killed goes on where it was', async () => {
    const name = submit(8);
    await until('the pod runs', () => podOf(name) !== '');
    provider.killController();
    expect(await ended(name)).toBe('Succeeded');
  });

  test('a release for one namespace looks after that namespace', async () => {
    const deployment = JSON.parse(
      output(provider.kubectl('get', 'deployment', '-n', system.namespace, '-l', system.controller, '-o', 'json')),
    ) as { items: { spec: { template: { spec: { containers: { image: string; args: string[] }[] } } } }[] };
    const tag = deployment.items[0]?.spec.template.spec.containers[0]?.image.split(':')[1] ?? '';
    const values = ['singleNamespace=true', 'crds.install=false', 'server.enabled=false', `images.tag=${tag}`]
      .concat(['controller.instanceID.enabled=true', 'controller.instanceID.explicitID=own'])
      .flatMap((value) => ['--set', value]);
    const helm = (...args: readonly string[]): string =>
      output(
        spawnSync('helm', [...args, '-n', provider.namespace, '--kubeconfig', provider.kubeconfig], { cwd: repository, encoding: 'utf8' }),
      );
    helm('upgrade', '--install', 'own', 'charts/argosy', ...values, '--wait', '--timeout', '3m');
    try {
      const name = output(provider.argo('submit', 'examples/hello-world.yaml', '-o', 'name', '--instanceid', 'own')).trim();
      await until('it succeeds', () => provider.kubectl('get', 'workflow', name, '-o', 'jsonpath={.status.phase}').stdout === 'Succeeded');
    } finally {
      helm('uninstall', 'own');
    }
  });

  const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;
  test.runIf(hasPrometheus && providerKind === 'local-up')('Prometheus scrapes the controller and evaluates the alert rules', async () => {
    const jsonpath = 'jsonpath={.items[0].status.podIP}';
    const address = output(provider.kubectl('get', 'pods', '-n', system.namespace, '-l', system.controller, '-o', jsonpath));
    const rules = path.join(repository, 'charts/argosy/files/monitoring/alerts.yaml');
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [rules],
      scrape_configs: [{ job_name: 'argosy', static_configs: [{ targets: [`${address}:9090`] }] }],
    };
    const file = path.join(provider.dataDir, 'prometheus.json');
    fs.writeFileSync(file, JSON.stringify(config));
    const storage = path.join(provider.dataDir, 'prometheus');
    const server = spawn(
      'prometheus',
      [`--config.file=${file}`, `--storage.tsdb.path=${storage}`, '--web.listen-address=127.0.0.1:19090'],
      { stdio: 'ignore' },
    );
    try {
      const ask = async (query: string): Promise<unknown> => {
        const answer = await fetch(`http://127.0.0.1:19090/api/v1/query?query=${encodeURIComponent(query)}`).catch(() => undefined);
        if (answer === undefined) return undefined;
        const { data } = (await answer.json()) as { data?: { result: { value: [number, string] }[] } };
        return data?.result[0]?.value[1];
      };
      const end = Date.now() + 30_000;
      while ((await ask('argo_workflows_is_leader')) === undefined && Date.now() < end) await sleep(500);
      expect(await ask('argo_workflows_is_leader')).toBe('1');
      expect(Number(await ask('sum(argo_workflows_total_count{phase="Succeeded"})'))).toBeGreaterThan(0);
      const answer = (await (await fetch('http://127.0.0.1:19090/api/v1/rules')).json()) as {
        data: { groups: { rules: { health: string; lastError?: string }[] }[] };
      };
      await sleep(2_000);
      expect(answer.data.groups.flatMap(({ rules: all }) => all).filter(({ health }) => health === 'err')).toEqual([]);
    } finally {
      server.kill();
    }
  });
});
