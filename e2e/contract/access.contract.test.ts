import { beforeAll, expect, it } from 'vitest';
import { contract } from './provider.ts';

contract('access', (server) => {
  let accounts = '';
  let namespace = '';
  beforeAll(async () => {
    namespace = await server().namespace();
    accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await server().create(accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } });
  });
  const review = (group: string, kind: string, spec: object): ReturnType<ReturnType<typeof server>['ok']> =>
    server().ok('POST', `/apis/${group}/v1/${kind.toLowerCase()}s`, { apiVersion: `${group}/v1`, kind, spec });

  it('issues tokens that tell whose they are', async () => {
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 1200 } };
    const issued = await server().ok('POST', `${accounts}/robot/token`, request);
    expect(issued).toMatchObject({ kind: 'TokenRequest', spec: { expirationSeconds: 1200 } });
    expect(Date.parse(issued['status'].expirationTimestamp)).toBeGreaterThan(Date.now());
    const claims = JSON.parse(Buffer.from(issued['status'].token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({
      sub: `system:serviceaccount:${namespace}:robot`,
      'kubernetes.io': { namespace, serviceaccount: { name: 'robot' } },
    });
    const checked = await review('authentication.k8s.io', 'TokenReview', { token: issued['status'].token });
    expect(checked['status']).toMatchObject({ authenticated: true, user: { username: `system:serviceaccount:${namespace}:robot` } });
    expect(checked['status'].user.groups).toContain('system:serviceaccounts');
  });

  it('knows who asks with such a token', async () => {
    const { status } = await server().ok('POST', `${accounts}/robot/token`, { spec: {} });
    const headers = { authorization: `Bearer ${status.token}` };
    const answer = await server().call(
      'POST',
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      { headers },
    );
    expect(answer.body['status'].userInfo.username).toBe(`system:serviceaccount:${namespace}:robot`);
  });

  it('issues no token for nobody, and none that is too short', async () => {
    expect((await server().call('POST', `${accounts}/nobody/token`, { spec: {} })).status).toBe(404);
    expect((await server().call('POST', `${accounts}/robot/token`, { spec: { expirationSeconds: 5 } })).status).toBeGreaterThanOrEqual(400);
  });

  it('does not know tokens that it did not issue', async () => {
    expect((await server().call('GET', '/api/v1/pods', undefined, { headers: { authorization: 'Bearer nonsense' } })).status).toBe(401);
    const checked = await review('authentication.k8s.io', 'TokenReview', { token: 'a.b.c' });
    expect(checked['status'].authenticated ?? false).toBe(false);
  });

  it('lets the administrator do everything', async () => {
    const attributes = { resourceAttributes: { namespace, verb: 'create', group: 'argoproj.io', resource: 'workflows' } };
    expect((await review('authorization.k8s.io', 'SelfSubjectAccessReview', attributes))['status'].allowed).toBe(true);
    expect(
      (await review('authorization.k8s.io', 'SelfSubjectAccessReview', { nonResourceAttributes: { verb: 'get', path: '/metrics' } }))[
        'status'
      ].allowed,
    ).toBe(true);
  });

  it('stores roles and bindings', async () => {
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'contract:reader' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    };
    expect((await server().create(`${rbac}/roles`, role))['rules']).toEqual(role.rules);
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'contract:reader' };
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'reader' },
      roleRef,
      subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace }],
    };
    await server().create(`${rbac}/rolebindings`, binding);
    const changed = await server().call('PUT', `${rbac}/rolebindings/reader`, { ...binding, roleRef: { ...roleRef, name: 'another' } });
    expect(changed.status).toBe(422);
  });
});
