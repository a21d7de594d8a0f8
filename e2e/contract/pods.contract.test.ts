import { beforeAll, expect, it } from 'vitest';
import { type ContractObject, mergePatch } from './client.ts';
import { contract } from './provider.ts';

// A scheduler that takes no part keeps these pods for the tests.
const schedulerName = 'contract';

contract('pods', (server) => {
  let path = '';
  const pod = (name: string, spec: ContractObject = {}): ContractObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { schedulerName, containers: [{ name: 'main', image: 'busybox:1' }], ...spec },
  });
  const bind = (name: string, node = 'contract-node'): ReturnType<ReturnType<typeof server>['call']> =>
    server().call('POST', `${path}/${name}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name },
      target: { apiVersion: 'v1', kind: 'Node', name: node },
    });
  beforeAll(async () => {
    path = `/api/v1/namespaces/${await server().namespace()}/pods`;
  });

  it('get their defaults', async () => {
    const created = await server().create(path, {
      ...pod('defaults'),
      spec: {
        schedulerName,
        containers: [
          {
            name: 'main',
            image: 'busybox',
            ports: [{ containerPort: 80 }],
            livenessProbe: { httpGet: { port: 80 } },
            resources: { limits: { cpu: 1 } },
          },
        ],
        initContainers: [
          { name: 'init', image: 'busybox:1', env: [{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }] },
        ],
        volumes: [{ name: 'scratch' }, { name: 'config', configMap: { name: 'x' } }],
      },
    });
    expect(created['spec']).toMatchObject({
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      terminationGracePeriodSeconds: 30,
      enableServiceLinks: true,
      securityContext: {},
      serviceAccountName: 'default',
      serviceAccount: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    });
    expect(created['spec'].containers[0]).toMatchObject({
      imagePullPolicy: 'Always',
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      resources: { limits: { cpu: '1' }, requests: { cpu: '1' } },
      livenessProbe: {
        httpGet: { path: '/', port: 80, scheme: 'HTTP' },
        timeoutSeconds: 1,
        periodSeconds: 10,
        successThreshold: 1,
        failureThreshold: 3,
      },
    });
    expect(created['spec'].initContainers[0]).toMatchObject({
      imagePullPolicy: 'IfNotPresent',
      env: [{ valueFrom: { fieldRef: { apiVersion: 'v1' } } }],
    });
    expect(created['spec'].volumes.slice(0, 2)).toEqual([
      { name: 'scratch', emptyDir: {} },
      { name: 'config', configMap: { name: 'x', defaultMode: 420 } },
    ]);
    expect(created['status']).toMatchObject({ phase: 'Pending', qosClass: 'Burstable' });
  });

  it('get the token of their service account', async () => {
    const created = await server().create(path, pod('token'));
    const mount = created['spec'].containers[0].volumeMounts[0];
    expect(mount).toMatchObject({ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true });
    const volume = created['spec'].volumes.find((each: ContractObject) => each['name'] === mount.name);
    expect(volume.projected.sources.map((source: ContractObject) => Object.keys(source)[0])).toEqual([
      'serviceAccountToken',
      'configMap',
      'downwardAPI',
    ]);
    const without = await server().create(path, pod('no-token', { automountServiceAccountToken: false }));
    expect(without['spec'].containers[0].volumeMounts).toBeUndefined();
  });

  it('need an account that is there', async () => {
    const answer = await server().call('POST', path, pod('no-account', { serviceAccountName: 'nobody' }));
    expect(answer.body).toMatchObject({ code: 403, reason: 'Forbidden' });
    expect(answer.body['message']).toContain('serviceaccount "nobody" not found');
  });

  const refusals: readonly { readonly why: string; readonly spec: ContractObject; readonly field: string; readonly reason: string }[] = [
    { why: 'no container', spec: { containers: [] }, field: 'spec.containers', reason: 'FieldValueRequired' },
    { why: 'no image', spec: { containers: [{ name: 'a' }] }, field: 'spec.containers[0].image', reason: 'FieldValueRequired' },
    { why: 'no container name', spec: { containers: [{ image: 'a' }] }, field: 'spec.containers[0].name', reason: 'FieldValueRequired' },
    {
      why: 'a bad container name',
      spec: { containers: [{ name: 'A_B', image: 'a' }] },
      field: 'spec.containers[0].name',
      reason: 'FieldValueInvalid',
    },
    {
      why: 'two containers of a name',
      spec: {
        containers: [
          { name: 'a', image: 'a' },
          { name: 'a', image: 'b' },
        ],
      },
      field: 'spec.containers[1].name',
      reason: 'FieldValueDuplicate',
    },
    {
      why: 'a mount of nothing',
      spec: { containers: [{ name: 'a', image: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
      field: 'spec.containers[0].volumeMounts[0].name',
      reason: 'FieldValueNotFound',
    },
    {
      why: 'two volumes of a name',
      spec: {
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'v', emptyDir: {} },
        ],
      },
      field: 'spec.volumes[1].name',
      reason: 'FieldValueDuplicate',
    },
    {
      why: 'an unknown restart policy',
      spec: { restartPolicy: 'Sometimes' },
      field: 'spec.restartPolicy',
      reason: 'FieldValueNotSupported',
    },
    { why: 'a deadline of nothing', spec: { activeDeadlineSeconds: 0 }, field: 'spec.activeDeadlineSeconds', reason: 'FieldValueInvalid' },
    {
      why: 'a variable without a name',
      spec: { containers: [{ name: 'a', image: 'a', env: [{ value: 'x' }] }] },
      field: 'spec.containers[0].env[0].name',
      reason: 'FieldValueRequired',
    },
  ];
  it.each(refusals)('are refused with $why', async ({ spec, field, reason }) => {
    const answer = await server().call('POST', path, pod('refused', spec));
    expect(answer.body).toMatchObject({ code: 422, reason: 'Invalid', details: { kind: 'Pod', name: 'refused' } });
    expect(answer.body['details'].causes).toContainEqual(expect.objectContaining({ field, reason }));
  });

  it('are refused with a value of another type', async () => {
    const answer = await server().call('POST', path, pod('typed', { activeDeadlineSeconds: 'soon' }));
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain('json: cannot unmarshal string into Go struct field');
  });

  it('cannot be changed once they are there, but for their image', async () => {
    await server().create(path, pod('fixed'));
    const refused = await server().call('PATCH', `${path}/fixed`, { spec: { restartPolicy: 'Never' } }, mergePatch);
    expect(refused.body).toMatchObject({ code: 422, reason: 'Invalid' });
    const changed = await server().ok(
      'PATCH',
      `${path}/fixed`,
      { spec: { containers: [{ name: 'main', image: 'busybox:2' }] } },
      { contentType: 'application/strategic-merge-patch+json' },
    );
    expect(changed['spec'].containers[0].image).toBe('busybox:2');
  });

  it('are given to a node once', async () => {
    await server().create(path, pod('bound'));
    expect((await bind('bound')).status).toBe(201);
    const bound = await server().get(`${path}/bound`);
    expect(bound['spec'].nodeName).toBe('contract-node');
    expect(bound['status'].conditions).toContainEqual(expect.objectContaining({ type: 'PodScheduled', status: 'True' }));
    expect((await bind('bound', 'another')).status).toBe(409);
    expect((await server().get(`${path}?fieldSelector=spec.nodeName=contract-node`))['items']).toHaveLength(1);
  });

  it('have a status that only its subresource changes', async () => {
    const sent = await server().create(path, { ...pod('status'), status: { phase: 'Succeeded' } });
    expect(sent['status'].phase).toBe('Pending');
    await server().ok('PATCH', `${path}/status`, { status: { phase: 'Failed' } }, mergePatch);
    expect((await server().get(`${path}/status`))['status'].phase).toBe('Pending');
    const patched = await server().ok(
      'PATCH',
      `${path}/status/status`,
      { status: { phase: 'Running', podIP: '10.0.0.1' }, metadata: { labels: { a: 'b' } } },
      mergePatch,
    );
    expect(patched['status']).toMatchObject({ phase: 'Running', qosClass: 'BestEffort' });
    expect(
      (await server().get(`${path}?fieldSelector=status.phase=Running`))['items'].map((item: ContractObject) => item['metadata'].name),
    ).toEqual(['status']);
    expect((await server().get(`${path}?fieldSelector=status.phase!=Running,metadata.name=status`))['items']).toEqual([]);
  });

  it('go at once where no node has them', async () => {
    await server().create(path, pod('unscheduled'));
    await server().ok('DELETE', `${path}/unscheduled`);
    expect((await server().call('GET', `${path}/unscheduled`)).status).toBe(404);
  });

  it('are given time to stop where a node has them', async () => {
    await server().create(path, pod('stopping', { terminationGracePeriodSeconds: 20 }));
    await bind('stopping');
    const marked = await server().ok('DELETE', `${path}/stopping`);
    expect(marked['metadata']).toMatchObject({ deletionGracePeriodSeconds: 20 });
    const shortened = await server().ok('DELETE', `${path}/stopping?gracePeriodSeconds=5`);
    expect(shortened['metadata']).toMatchObject({ deletionGracePeriodSeconds: 5 });
    const kept = await server().ok('DELETE', `${path}/stopping?gracePeriodSeconds=60`);
    expect(kept['metadata']).toMatchObject({ deletionGracePeriodSeconds: 5 });
    await server().ok('DELETE', `${path}/stopping`, { gracePeriodSeconds: 0, preconditions: { uid: marked['metadata'].uid } });
    expect((await server().call('GET', `${path}/stopping`)).status).toBe(404);
  });

  it('go at once when they have ended', async () => {
    await server().create(path, pod('ended'));
    await bind('ended');
    await server().ok('PATCH', `${path}/ended/status`, { status: { phase: 'Succeeded' } }, mergePatch);
    await server().ok('DELETE', `${path}/ended`);
    expect((await server().call('GET', `${path}/ended`)).status).toBe(404);
  });

  it('stay for their finalizers when their node is done', async () => {
    await server().create(path, { ...pod('finalized'), metadata: { name: 'finalized', finalizers: ['example.com/seen'] } });
    await bind('finalized');
    await server().ok('DELETE', `${path}/finalized`);
    await server().ok('DELETE', `${path}/finalized?gracePeriodSeconds=0`);
    expect((await server().get(`${path}/finalized`))['metadata'].deletionTimestamp).toBeDefined();
    await server().ok('PATCH', `${path}/finalized`, { metadata: { finalizers: null, labels: { seen: 'yes' } } }, mergePatch);
    expect((await server().call('GET', `${path}/finalized`)).status).toBe(404);
  });

  it('can be evicted', async () => {
    await server().create(path, pod('evicted'));
    const answer = await server().call('POST', `${path}/evicted/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'evicted' },
    });
    expect(answer.status).toBe(201);
    expect((await server().call('GET', `${path}/evicted`)).status).toBe(404);
  });

  it('have no logs before a node has them', async () => {
    await server().create(
      path,
      pod('silent', {
        containers: [
          { name: 'a', image: 'a' },
          { name: 'b', image: 'b' },
        ],
      }),
    );
    const unclear = await server().call('GET', `${path}/silent/log`);
    expect(unclear.status).toBe(400);
    expect(unclear.body['message']).toBe('a container name must be specified for pod silent, choose one of: [a b]');
    expect((await server().call('GET', `${path}/silent/log?container=c`)).body['message']).toBe('container c is not valid for pod silent');
    expect((await server().call('GET', `${path}/absent/log`)).status).toBe(404);
  });

  it('are printed as kubectl shows them', async () => {
    await server().create(
      path,
      pod('printed', {
        containers: [
          { name: 'a', image: 'a' },
          { name: 'b', image: 'b' },
        ],
      }),
    );
    await bind('printed');
    const container = (name: string, state: ContractObject, ready: boolean): ContractObject => ({
      name,
      ready,
      state,
      restartCount: 2,
      image: 'x',
      imageID: 'x',
      lastState: {},
    });
    const row = async (status: ContractObject): Promise<readonly unknown[]> => {
      await server().ok('PATCH', `${path}/printed/status`, { status }, mergePatch);
      const table = await server().get(`${path}?fieldSelector=metadata.name=printed`, {
        accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
      });
      return table['rows'][0].cells.slice(0, 4);
    };
    const running = { running: {} };
    expect(await row({ phase: 'Running', containerStatuses: [container('a', running, true), container('b', running, false)] })).toEqual([
      'printed',
      '1/2',
      'Running',
      '4',
    ]);
    const failed = { terminated: { exitCode: 3, reason: 'Error', startedAt: null, finishedAt: null } };
    expect(await row({ phase: 'Running', containerStatuses: [container('a', running, true), container('b', failed, false)] })).toEqual([
      'printed',
      '1/2',
      'Error',
      '4',
    ]);
    const waiting = { waiting: { reason: 'ImagePullBackOff' } };
    expect(await row({ phase: 'Pending', containerStatuses: [container('a', waiting, false), container('b', waiting, false)] })).toEqual([
      'printed',
      '0/2',
      'ImagePullBackOff',
      '4',
    ]);
  });
});
