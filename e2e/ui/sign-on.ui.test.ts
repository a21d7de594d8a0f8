import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startIdentityProvider, type TestIdentityProvider } from '../../apps/argo-server/src/testing/oidc-provider.ts';
import { output, type Provider, startProvider } from '../provider.ts';
import { chromiumPath, openPage, startBrowser } from './browser.ts';
import { type RunningServer, startServer } from './server.ts';

const LONG = { timeout: 25_000 };
const NAMESPACE = 'signed-on';

describe.skipIf(chromiumPath() === undefined)('single sign-on in a browser', () => {
  let browser: Browser;
  let provider: Provider;
  let identities: TestIdentityProvider;
  let server: RunningServer;

  beforeAll(async () => {
    provider = startProvider();
    browser = await startBrowser();
    identities = await startIdentityProvider({ ada: { groups: ['devs'] }, bob: { groups: [] } });
    for (const object of objects(provider, identities.issuer))
      output(provider.kubectlWithInput(JSON.stringify(object), 'apply', '-f', '-'));
    server = await startServer(provider, '--auth-mode', 'sso', '--namespace', NAMESPACE);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await identities?.stop();
    provider?.stop();
  });

  test('[8-010] [8-014] [10-003] [10-036] who has rights logs in, comes back to the page, and logs out', async () => {
    const { page, problems } = await openPage(browser);
    await page.setExtraHTTPHeaders({ 'x-name': 'ada' });
    await page.goto(`${server.url}userinfo`);
    await page.waitForURL(/login\?redirect=%2Fuserinfo/, LONG);
    await page.getByRole('link', { name: 'Log in with single sign-on' }).click();
    await page.waitForURL(/\/userinfo$/, LONG);
    await page.getByText('devs', { exact: true }).waitFor(LONG);
    await page.getByText('ada', { exact: true }).first().waitFor();
    expect(problems).toEqual([]);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL(/login/, LONG);
    await page.goto(`${server.url}workflows/default`);
    await page.waitForURL(/login\?redirect/, LONG);
  });

  test('[8-011] [10-003] who falls under no rule is told so', async () => {
    const { page } = await openPage(browser);
    await page.setExtraHTTPHeaders({ 'x-name': 'bob' });
    await page.goto(`${server.url}workflows/default`);
    await page.getByRole('link', { name: 'Log in with single sign-on' }).click(LONG);
    await page.getByText('not allowed').first().waitFor(LONG);
  });
});

/** What the server needs for signing people on: its settings, and an account for the group `devs`. */
function objects(provider: Provider, issuer: string): object[] {
  const token = output(provider.kubectl('create', 'token', 'default')).trim();
  const secret = (name: string, data: Readonly<Record<string, string>>): object => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: NAMESPACE },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)])),
  });
  const sso = {
    issuer,
    clientId: { name: 'oidc', key: 'id' },
    clientSecret: { name: 'oidc', key: 'secret' },
    scopes: ['groups'],
    rbac: { enabled: true },
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    secret('oidc', { id: 'argo', secret: 'shh' }),
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'devs', namespace: NAMESPACE, annotations: { 'workflows.argoproj.io/rbac-rule': "'devs' in groups" } },
    },
    secret('devs.service-account-token', { token }),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'workflow-controller-configmap', namespace: NAMESPACE },
      data: { sso: JSON.stringify(sso) },
    },
  ];
}
