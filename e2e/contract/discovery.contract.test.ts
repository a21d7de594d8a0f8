import { expect, it } from 'vitest';
import type { ContractObject } from './client.ts';
import { contract } from './provider.ts';

contract('discovery', (server) => {
  it.each(['/healthz', '/livez', '/readyz'])('%s is ok', async (path) => {
    const answer = await server().call('GET', path);
    expect(answer).toMatchObject({ status: 200, text: 'ok' });
  });

  it('tells its version in numbers', async () => {
    const version = await server().get('/version');
    expect(version['gitVersion']).toMatch(/^v1\.\d+\.\d+/);
    expect(version['major']).toBe('1');
  });

  it('lists versions, groups and resources', async () => {
    expect((await server().get('/api'))['versions']).toContain('v1');
    const groups = (await server().get('/apis'))['groups'].map((group: ContractObject) => group['name']);
    expect(groups).toEqual(
      expect.arrayContaining([
        'apiextensions.k8s.io',
        'authorization.k8s.io',
        'coordination.k8s.io',
        'policy',
        'rbac.authorization.k8s.io',
      ]),
    );
    expect(await server().get('/apis/policy')).toMatchObject({
      kind: 'APIGroup',
      name: 'policy',
      preferredVersion: { groupVersion: 'policy/v1' },
    });
  });

  const resources: readonly (readonly [string, ContractObject])[] = [
    ['/api/v1', { name: 'pods', kind: 'Pod', namespaced: true, singularName: 'pod', shortNames: ['po'] }],
    ['/api/v1', { name: 'pods/log', kind: 'Pod', verbs: ['get'] }],
    ['/api/v1', { name: 'pods/binding', kind: 'Binding', verbs: ['create'] }],
    ['/api/v1', { name: 'namespaces', kind: 'Namespace', namespaced: false, shortNames: ['ns'] }],
    ['/api/v1', { name: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim', shortNames: ['pvc'] }],
    ['/api/v1', { name: 'serviceaccounts/token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1' }],
    ['/apis/coordination.k8s.io/v1', { name: 'leases', kind: 'Lease', namespaced: true }],
    ['/apis/rbac.authorization.k8s.io/v1', { name: 'clusterroles', kind: 'ClusterRole', namespaced: false }],
    ['/apis/apiextensions.k8s.io/v1', { name: 'customresourcedefinitions', kind: 'CustomResourceDefinition', shortNames: ['crd', 'crds'] }],
    ['/apis/authorization.k8s.io/v1', { name: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview', verbs: ['create'] }],
  ];
  it.each(resources)('%s has %o', async (path, want) => {
    const list = await server().get(path);
    expect(list['kind']).toBe('APIResourceList');
    expect(list['resources']).toEqual(expect.arrayContaining([expect.objectContaining(want)]));
  });

  it('is also one document', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const [core] = (await server().get('/api', { accept }))['items'];
    const pods = core.versions[0].resources.find((resource: ContractObject) => resource['resource'] === 'pods');
    expect(pods).toMatchObject({ responseKind: { kind: 'Pod' }, scope: 'Namespaced', singularResource: 'pod', shortNames: ['po'] });
    expect(pods.subresources.map((each: ContractObject) => each['subresource'])).toEqual(
      expect.arrayContaining(['log', 'exec', 'status', 'binding']),
    );
  });

  it('describes kinds with OpenAPI', async () => {
    const index = await server().get('/openapi/v3');
    const document = await server().get(index['paths']['api/v1'].serverRelativeURL);
    const operation = document['paths']['/api/v1/namespaces/{namespace}/pods/{name}'].patch;
    const parameters = [
      ...(operation.parameters ?? []),
      ...(document['paths']['/api/v1/namespaces/{namespace}/pods/{name}'].parameters ?? []),
    ];
    expect(parameters.map((each: ContractObject) => each['name'])).toEqual(
      expect.arrayContaining(['dryRun', 'fieldManager', 'fieldValidation', 'force']),
    );
    expect(operation['x-kubernetes-group-version-kind']).toEqual({ group: '', kind: 'Pod', version: 'v1' });
    const schemas = Object.entries(document['components'].schemas as Record<string, ContractObject>);
    const container = schemas.find(([name]) => name.endsWith('.Container'))?.[1];
    expect(container?.['properties'].image).toMatchObject({ type: 'string' });
    expect(container?.['properties'].ports).toMatchObject({ type: 'array', 'x-kubernetes-patch-merge-key': 'containerPort' });
  });

  it('has metrics', async () => {
    expect((await server().call('GET', '/metrics', undefined, { accept: '*/*' })).text).toContain('apiserver_request_total');
  });
});
