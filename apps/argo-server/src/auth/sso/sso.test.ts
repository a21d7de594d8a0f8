import { coreResources, type KubeObject } from '@argosy/kube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpointCases } from '../../testing/endpoint-cases.ts';
import { apiEndpoints } from '../../routes/index.ts';
import type { Services } from '../../services/services.ts';
import { startIdentityProvider, type TestIdentityProvider, walkThroughLogin } from '../../testing/oidc-provider.ts';
import { OWN_NAMESPACE, startTestServer, type TestServer, tokens } from '../../testing/test-server.ts';

const people = {
  ada: { groups: ['devs', 'hidden'], email: 'ada@example.com', email_verified: true, preferred_username: 'ada' },
  bob: { groups: ['others'] },
  eve: { groups: [] },
};

function account(
  name: string,
  namespace: string,
  { rule, precedence, token }: { readonly rule: string; readonly precedence: number; readonly token: string },
) {
  const annotations = { 'workflows.argoproj.io/rbac-rule': rule, 'workflows.argoproj.io/rbac-rule-precedence': String(precedence) };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${name}.service-account-token`, namespace },
    data: { token: Buffer.from(token).toString('base64') },
  };
  return [
    [coreResources.ServiceAccount, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace, annotations } }],
    [coreResources.Secret, secret as unknown as KubeObject],
  ] as const;
}

const objects = [
  ...account('members', OWN_NAMESPACE, { rule: "'devs' in groups", precedence: 1, token: tokens.member.token }),
  ...account('known', OWN_NAMESPACE, { rule: "'devs' in groups || 'others' in groups", precedence: 0, token: tokens.stranger.token }),
  ...account('broken', OWN_NAMESPACE, { rule: 'this is no expression (', precedence: 9, token: tokens.admin.token }),
  ...account('delegate', 'team', { rule: "'others' in groups", precedence: 5, token: tokens.member.token }),
  [
    coreResources.Secret,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'oidc', namespace: OWN_NAMESPACE },
      data: { id: btoa('argo'), secret: btoa('shh') },
    } as unknown as KubeObject,
  ],
] as const;

let provider: TestIdentityProvider;
let server: TestServer;

const start = (): Promise<TestServer> =>
  startTestServer({
    flags: ['--auth-mode', 'sso', '--auth-mode', 'client', '--base-href', '/argo/'],
    settings: {
      sso: JSON.stringify({
        issuer: provider.issuer,
        clientId: { name: 'oidc', key: 'id' },
        clientSecret: { name: 'oidc', key: 'secret' },
        scopes: ['groups', 'email'],
        rbac: { enabled: true },
        filterGroupsRegex: ['^dev', '^oth'],
      }),
    },
    objects,
  });

beforeAll(async () => {
  provider = await startIdentityProvider(people);
  server = await start();
  // The key of the sessions is made with the first login, which takes its time.
  await login('ada');
}, 60_000);
afterAll(async () => {
  await server.stop();
  await provider.stop();
});

async function login(
  name: string,
  redirect = '/argo/workflows/team?limit=5',
): Promise<{ readonly location: string; readonly token: string }> {
  const { location, cookies } = await walkThroughLogin(`${server.url}/argo/oauth2/redirect?redirect=${encodeURIComponent(redirect)}`, name);
  return { location, token: decodeURIComponent(cookies.get('authorization') ?? '').replace('Bearer ', '') };
}

describe('logging in [8-010] [8-014]', () => {
  test('leads back to where it began, with a session', async () => {
    const { location, token } = await login('ada');
    expect(location).toBe('/argo/workflows/team?limit=5');
    expect(token).toMatch(/^v2:[\w.-]+$/);
    const user = await server.fetch('GET /api/v1/userinfo', { token });
    expect(user.json).toEqual({
      issuer: provider.issuer,
      subject: 'ada',
      groups: ['devs'],
      email: 'ada@example.com',
      emailVerified: true,
      serviceAccountName: 'members',
      serviceAccountNamespace: OWN_NAMESPACE,
    });
  });

  test.each(['https://evil.example/', '//evil.example/', '/\\evil.example', '/elsewhere'])('never leads to %s', async (redirect) => {
    expect((await login('ada', redirect)).location).toBe('/argo/');
  });

  test('the cookie is as good as the header', async () => {
    const { token } = await login('ada');
    const headers = { cookie: `other=x; authorization=${encodeURIComponent(`Bearer ${token}`)}` };
    expect((await server.fetch('GET /api/v1/workflows/team', { headers })).status).toBe(200);
  });

  test('a callback that no login of this browser asked for is refused', async () => {
    expect((await server.fetch('GET /oauth2/callback?code=x&state=y')).json).toMatchObject({
      code: 3,
      message: expect.stringContaining('invalid state'),
    });
    const headers = { cookie: 'argo-login=made-up' };
    expect((await server.fetch('GET /oauth2/callback?code=x&state=y', { headers })).status).toBe(400);
  });

  test('logging out clears the cookie', async () => {
    const answer = await server.fetch('GET /oauth2/logout');
    expect(answer.headers.getSetCookie()[0]).toMatch(/^authorization=; Path=\/argo\/; Max-Age=0/);
  });
});

describe('rules of service accounts [8-011]', () => {
  test('the rule of the highest precedence that holds decides; a broken one lets nobody in', async () => {
    const [ada, bob, eve] = await Promise.all([login('ada'), login('bob'), login('eve')]);
    expect((await server.fetch('GET /api/v1/workflows/team', ada)).status).toBe(200);
    expect((await server.fetch('GET /api/v1/workflows/other', ada)).status).toBe(403);
    expect((await server.fetch('GET /api/v1/workflows/team', bob)).json).toMatchObject({ code: 7 });
    expect((await server.fetch('GET /api/v1/workflows/team', eve)).json).toEqual({ code: 7, message: 'not allowed', details: [] });
  });

  test('what somebody makes carries who made it [8-017]', async () => {
    const { token } = await login('ada');
    const workflow = {
      metadata: { generateName: 'w-', labels: { 'workflows.argoproj.io/creator': 'forged' } },
      spec: { entrypoint: 'm', templates: [{ name: 'm', suspend: {} }] },
    };
    const made = await server.fetch('POST /api/v1/workflows/team', { token, body: { workflow } });
    expect(made.json).toMatchObject({
      metadata: {
        labels: {
          'workflows.argoproj.io/creator': 'ada',
          'workflows.argoproj.io/creator-email': 'ada.at.example.com',
          'workflows.argoproj.io/creator-preferred-username': 'ada',
        },
      },
    });
  });

  test('an account of the namespace takes over where it has precedence, if that is switched on', async () => {
    const { token } = await login('bob');
    const delegating = await startTestServer({
      api: server.api,
      configMap: 'delegating',
      flags: ['--auth-mode', 'sso'],
      environment: { SSO_DELEGATE_RBAC_TO_NAMESPACE: 'true' },
      settings: await ssoSettings(),
      objects: [],
    });
    try {
      expect((await delegating.fetch('GET /api/v1/workflows/team', { token })).status).toBe(200);
      expect((await delegating.fetch('GET /api/v1/workflows/other', { token })).status).toBe(403);
    } finally {
      await delegating.stop();
    }
  });
});

async function ssoSettings(): Promise<Readonly<Record<string, string>>> {
  const { data } = await server.client.get<KubeObject & { readonly data: Readonly<Record<string, string>> }>(coreResources.ConfigMap, {
    name: 'workflow-controller-configmap',
    namespace: OWN_NAMESPACE,
  });
  return { sso: data['sso'] ?? '' };
}

describe('sessions that are none [8-013]', () => {
  const endpoints = apiEndpoints({} as Services);
  const table = endpointCases.map((one) => ({ ...one, endpoint: endpoints.find(({ id }) => id === one.id) }));

  test.each(table)('a forged session is refused: $id', async ({ endpoint, path, body }) => {
    const answer = await server.fetch(`${endpoint?.method} ${path}`, {
      token: 'v2:made.up.by.some.body',
      ...(body !== undefined && { body }),
    });
    expect(answer.json).toMatchObject({ code: 16 });
    expect(answer.status).toBe(401);
  });

  test.each(table.filter(({ isOpen, status }) => !isOpen && status !== 404))(
    'a session without an account is refused: $id',
    async ({ endpoint, path, body }) => {
      eve ??= login('eve');
      const answer = await server.fetch(`${endpoint?.method} ${path}`, { ...(await eve), ...(body !== undefined && { body }) });
      expect({ status: answer.status, body: answer.json as unknown }).toMatchObject({ status: 403, body: { code: 7 } });
    },
  );
  let eve: ReturnType<typeof login> | undefined;

  test('tokens of the API server work beside sessions [8-012]', async () => {
    expect((await server.fetch('GET /api/v1/workflows/team', { token: tokens.member.token })).status).toBe(200);
    expect((await server.fetch('GET /api/v1/workflows/team')).json).toEqual({
      code: 16,
      message: 'token not valid. see https://argo-workflows.readthedocs.io/en/latest/faq/',
      details: [],
    });
  });
});
