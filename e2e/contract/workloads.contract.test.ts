import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type ContractClient, type ContractObject, mergePatch, strategicPatch, until } from './client.ts';
import { contract } from './provider.ts';

const container = { name: 'main', image: 'busybox:1' };
// Without a node nobody runs these pods; without this scheduler a cluster does not try.
const podSpec = { schedulerName: 'contract', containers: [container] };
const template = (app: string): object => ({ metadata: { labels: { app } }, spec: podSpec });
const lasting = (kind: string, name: string, spec: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name },
  spec: { selector: { matchLabels: { app: name } }, template: template(name), ...spec },
});
const job = (name: string, spec: object = {}): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } }, ...spec },
});
const service = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
});

contract('workloads', (server) => {
  let namespace = '';
  beforeAll(async () => {
    namespace = await server().namespace();
  });
  const apps = (plural: string): string => `/apis/apps/v1/namespaces/${namespace}/${plural}`;
  const jobs = (): string => `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const services = (): string => `/api/v1/namespaces/${namespace}/services`;
  const pods = (): string => `/api/v1/namespaces/${namespace}/pods`;

  it('fills in what a Deployment leaves out', async () => {
    const { spec, metadata } = await server().create(apps('deployments'), lasting('Deployment', 'filled', { replicas: 0 }));
    expect(metadata.generation).toBe(1);
    expect(spec).toMatchObject({
      replicas: 0,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      template: { spec: { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', containers: [{ imagePullPolicy: 'IfNotPresent' }] } },
    });
    expect(spec.template.spec.tolerations).toBeUndefined();
  });

  it.each([
    ['no selector', 'deployments', { kind: 'Deployment', spec: { selector: undefined } }, 'spec.selector: Required value'],
    [
      'a selector that does not choose its own pods',
      'deployments',
      { kind: 'Deployment', spec: { selector: { matchLabels: { app: 'other' } } } },
      '`selector` does not match template `labels`',
    ],
    [
      'a restart policy that ends',
      'replicasets',
      { kind: 'ReplicaSet', spec: { template: { metadata: { labels: { app: 'wrong' } }, spec: { ...podSpec, restartPolicy: 'Never' } } } },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    ['a negative number', 'statefulsets', { kind: 'StatefulSet', spec: { replicas: -1 } }, 'must be greater than or equal to 0'],
  ])('refuses a workload with %s', async (_, plural, { kind, spec }, message) => {
    const { status, body } = await server().call('POST', apps(plural), lasting(kind, 'wrong', spec));
    expect(status).toBe(422);
    expect(body['message']).toContain(message);
  });

  it('keeps the selector of a workload as it is', async () => {
    await server().create(apps('deployments'), lasting('Deployment', 'fixed', { replicas: 0 }));
    const change = { spec: { selector: { matchLabels: { app: 'fixed', tier: 'a' } } } };
    const { status, body } = await server().call('PATCH', `${apps('deployments')}/fixed`, change, mergePatch);
    expect(status).toBe(422);
    expect(body['message']).toContain('field is immutable');
  });

  it('scales through the subresource and counts the change as a generation', async () => {
    await server().create(apps('statefulsets'), lasting('StatefulSet', 'scaled', { replicas: 0, serviceName: 'scaled' }));
    const at = `${apps('statefulsets')}/scaled`;
    expect(await server().get(`${at}/scale`)).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      spec: {},
      status: { selector: 'app=scaled' },
    });
    const answer = await server().ok('PATCH', `${at}/scale`, { spec: { replicas: 2 } }, mergePatch);
    expect(answer['spec']).toEqual({ replicas: 2 });
    const { metadata, spec } = await server().get(at);
    expect([metadata.generation, spec.replicas]).toEqual([2, 2]);
    const refused = await server().call('PATCH', `${at}/scale`, { spec: { replicas: -2 } }, mergePatch);
    expect(refused.status).toBe(422);
  });

  it('merges containers of a template by name', async () => {
    await server().create(apps('deployments'), lasting('Deployment', 'merged', { replicas: 0 }));
    const change = { spec: { template: { spec: { containers: [{ name: 'second', image: 'busybox:2' }] } } } };
    const { spec } = await server().ok('PATCH', `${apps('deployments')}/merged`, change, strategicPatch);
    expect(spec.template.spec.containers.map(({ name }: ContractObject) => name).sort()).toEqual(['main', 'second']);
  });

  it('gives a job the selector of its own pods', async () => {
    const { metadata, spec } = await server().create(jobs(), job('chosen', { suspend: true }));
    const uid = metadata.uid as string;
    expect(spec).toMatchObject({
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
    });
    expect(spec.template.metadata.labels).toMatchObject({
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': 'chosen',
      'job-name': 'chosen',
    });
  });

  it('refuses jobs whose pods would never end', async () => {
    const forever = { template: { spec: podSpec } };
    const { status, body } = await server().call('POST', jobs(), job('forever', forever));
    expect(status).toBe(422);
    expect(body['message']).toContain('spec.template.spec.restartPolicy: ');
  });

  it('allocates an address for a service and keeps it', async () => {
    const { spec } = await server().create(services(), service('addressed'));
    expect(spec).toMatchObject({ type: 'ClusterIP', sessionAffinity: 'None', ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }] });
    expect(spec.clusterIP).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(spec.clusterIPs).toEqual([spec.clusterIP]);
    const replaced = await server().ok('PUT', `${services()}/addressed`, service('addressed', { ports: [{ port: 81 }] }));
    expect(replaced['spec'].clusterIP).toBe(spec.clusterIP);
    const taken = await server().call('POST', services(), service('taken', { clusterIP: spec.clusterIP }));
    expect(taken.status).toBe(422);
    expect(taken.body['message']).toContain('provided IP is already allocated');
    const moved = await server().call('PATCH', `${services()}/addressed`, { spec: { clusterIP: '10.0.0.9' } }, mergePatch);
    expect(moved.status).toBe(422);
  });

  it('knows services without an address and with ports of the nodes', async () => {
    const headless = await server().create(services(), service('headless', { clusterIP: 'None' }));
    expect(headless['spec'].clusterIP).toBe('None');
    const open = await server().create(services(), service('open', { type: 'NodePort' }));
    expect(open['spec'].ports[0].nodePort).toBeGreaterThanOrEqual(30_000);
  });

  describe('with controllers', () => {
    const listed = async (selector: string): Promise<readonly ContractObject[]> =>
      (await server().get(`${pods()}?labelSelector=${encodeURIComponent(selector)}`))['items'] as readonly ContractObject[];
    const report = (name: string, status: object): Promise<ContractObject> =>
      server().ok('PATCH', `${pods()}/${name}/status`, { status }, mergePatch);
    const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }] };
    const eventually = async (check: () => Promise<boolean>): Promise<void> => {
      expect(await until(check)).toBe(true);
    };
    const hasControllers = (client: ContractClient): Promise<boolean> => client.hasControllers();

    it('runs a job to its completions', async ({ skip }) => {
      if (!(await hasControllers(server()))) skip();
      await server().create(jobs(), job('counted', { completions: 2, parallelism: 1 }));
      for (let i = 0; i < 2; i++) {
        let active: readonly ContractObject[] = [];
        await eventually(async () => {
          active = (await listed('job-name=counted')).filter((pod) => pod['status'].phase === 'Pending');
          return active.length === 1;
        });
        await report(active[0]?.['metadata'].name as string, { phase: 'Succeeded' });
      }
      await eventually(async () => {
        const { status } = await server().get(`${jobs()}/counted`);
        return status.succeeded === 2 && status.conditions?.some(({ type }: ContractObject) => type === 'Complete');
      });
      expect(await listed('job-name=counted')).toHaveLength(2);
    });

    it('fails a job at its limit, and counts pods that were deleted', async ({ skip }) => {
      if (!(await hasControllers(server()))) skip();
      await server().create(jobs(), job('limited', { backoffLimit: 0 }));
      await eventually(async () => (await listed('job-name=limited')).length === 1);
      const [pod] = await listed('job-name=limited');
      await report(pod?.['metadata'].name as string, { phase: 'Failed' });
      await eventually(async () => {
        const { status } = await server().get(`${jobs()}/limited`);
        const failed = status.conditions?.find(({ type }: ContractObject) => type === 'Failed');
        return failed?.reason === 'BackoffLimitExceeded' && status.failed === 1;
      });
    });

    it('rolls a deployment out, and takes the old pods away only when new ones are ready', async ({ skip }) => {
      if (!(await hasControllers(server()))) skip();
      await server().create(apps('deployments'), lasting('Deployment', 'rolled', { replicas: 2 }));
      const settle = async (image: string): Promise<void> => {
        await eventually(async () => {
          for (const pod of await listed('app=rolled'))
            if (pod['spec'].containers[0].image === image && pod['status'].phase !== 'Running') await report(pod['metadata'].name, ready);
          const all = await listed('app=rolled');
          return all.length === 2 && all.every((pod) => pod['spec'].containers[0].image === image && pod['status'].phase === 'Running');
        });
      };
      await settle('busybox:1');
      const change = { spec: { template: { spec: { containers: [{ name: 'main', image: 'busybox:2' }] } } } };
      await server().ok('PATCH', `${apps('deployments')}/rolled`, change, strategicPatch);
      await settle('busybox:2');
      await eventually(async () => {
        const { status, metadata } = await server().get(`${apps('deployments')}/rolled`);
        return status.updatedReplicas === 2 && status.availableReplicas === 2 && status.observedGeneration === metadata.generation;
      });
      const { items } = await server().get(apps('replicasets'));
      expect(items.filter(({ metadata }: ContractObject) => metadata.labels.app === 'rolled')).toHaveLength(2);
    });

    it('makes the pods of a stateful set one after the other, under their own names', async ({ skip }) => {
      if (!(await hasControllers(server()))) skip();
      await server().create(apps('statefulsets'), lasting('StatefulSet', 'named', { replicas: 2, serviceName: 'named' }));
      await eventually(async () => (await listed('app=named')).length === 1);
      expect((await listed('app=named'))[0]).toMatchObject({
        metadata: { name: 'named-0' },
        spec: { hostname: 'named-0', subdomain: 'named' },
      });
      await report('named-0', ready);
      await eventually(async () => (await listed('app=named')).length === 2);
      expect((await listed('app=named')).map(({ metadata }) => metadata.name)).toEqual(['named-0', 'named-1']);
    });

    it('lists what stands behind a service, as soon as it is ready', async ({ skip }) => {
      if (!(await hasControllers(server()))) skip();
      await server().create(services(), service('backed', { ports: [{ port: 80, targetPort: 8080 }] }));
      // An address counts only where there is its node; nobody runs pods on this one.
      const nodeName = `node-of-${namespace}`;
      await server().create('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName } });
      onTestFinished(async () => void (await server().call('DELETE', `/api/v1/nodes/${nodeName}`)));
      const spec = { ...podSpec, nodeName };
      await server().create(pods(), { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'backed', labels: { app: 'backed' } }, spec });
      await report('backed', { ...ready, podIP: '10.1.2.3', podIPs: [{ ip: '10.1.2.3' }] });
      await eventually(async () => {
        const { body } = await server().call('GET', `/api/v1/namespaces/${namespace}/endpoints/backed`);
        return body['subsets']?.[0]?.addresses?.[0]?.ip === '10.1.2.3' && body['subsets'][0].ports[0].port === 8080;
      });
      const { items } = await server().get(
        `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=kubernetes.io/service-name=backed`,
      );
      expect(items[0].endpoints[0]).toMatchObject({ addresses: ['10.1.2.3'], conditions: { ready: true } });
    });

    it('counts what a disruption budget allows, and lets evictions through up to it', async ({ skip }) => {
      if (!(await hasControllers(server()))) skip();
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'guarded', labels: { app: 'guarded' } }, spec: podSpec };
      await server().create(pods(), pod);
      await report('guarded', ready);
      const spec = { minAvailable: 1, selector: { matchLabels: { app: 'guarded' } } };
      const budgets = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`;
      await server().create(budgets, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'guard' }, spec });
      await eventually(async () => (await server().get(`${budgets}/guard`))['status']?.currentHealthy === 1);
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'guarded', namespace } };
      expect((await server().call('POST', `${pods()}/guarded/eviction`, eviction)).status).toBe(429);
      await server().ok('PATCH', `${budgets}/guard`, { spec: { minAvailable: 0 } }, mergePatch);
      await eventually(async () => (await server().get(`${budgets}/guard`))['status']?.disruptionsAllowed === 1);
      expect((await server().call('POST', `${pods()}/guarded/eviction`, eviction)).status).toBe(201);
    });
  });
});
