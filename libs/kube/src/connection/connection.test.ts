import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConnection } from './connection.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-kubeconfig-'));
  writeFileSync(join(folder, 'token'), 'from-file\n');
  writeFileSync(join(folder, 'ca.pem'), 'CA');
  writeFileSync(join(folder, 'a'), FIRST);
  writeFileSync(join(folder, 'b'), SECOND);
  writeFileSync(join(folder, 'broken'), 'clusters: [');
  writeFileSync(join(folder, 'exec'), PLUGIN);
});
afterAll(() => rmSync(folder, { recursive: true }));

const FIRST = `
current-context: one
contexts:
- {name: one, context: {cluster: one, user: file, namespace: argo}}
- {name: gone, context: {cluster: nowhere, user: file}}
clusters:
- {name: one, cluster: {server: 'https://one:6443/', certificate-authority: ca.pem}}
users:
- {name: file, user: {tokenFile: token}}
`;
const SECOND = JSON.stringify({
  'current-context': 'two',
  contexts: [{ name: 'two', context: { cluster: 'two', user: 'cert' } }],
  clusters: [
    { name: 'two', cluster: { server: 'https://two', 'insecure-skip-tls-verify': true } },
    { name: 'one', cluster: { server: 'https://shadowed' } },
  ],
  users: [{ name: 'cert', user: { 'client-certificate-data': btoa('CERT'), 'client-key-data': btoa('KEY'), as: 'jane' } }],
});
const PLUGIN = JSON.stringify({
  'current-context': 'x',
  contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
  clusters: [{ name: 'x', cluster: { server: 'https://x' } }],
  users: [
    {
      name: 'x',
      user: {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: process.execPath,
          interactiveMode: 'Never',
          args: [
            '-e',
            `console.log(JSON.stringify({apiVersion:'client.authentication.k8s.io/v1',kind:'ExecCredential',status:{token:'plugged'}}))`,
          ],
        },
      },
    },
  ],
});

const at = (...names: string[]): string => names.map((name) => join(folder, name)).join(delimiter);

test('the current context, with files relative to the kubeconfig', async () => {
  const connection = await openConnection({ kubeconfig: at('a') });
  expect(connection).toMatchObject({ server: 'https://one:6443', namespace: 'argo', tls: { ca: 'CA' } });
  expect(await connection.token()).toBe('from-file');
});

test('of several files the first one wins, and a context may be chosen', async () => {
  expect(await openConnection({ environment: { KUBECONFIG: at('a', 'b') } })).toMatchObject({ server: 'https://one:6443' });
  expect(await openConnection({ environment: { KUBECONFIG: at('a', 'b') }, context: 'two' })).toMatchObject({
    server: 'https://two',
    tls: { cert: 'CERT', key: 'KEY', rejectUnauthorized: false },
    headers: { 'impersonate-user': 'jane' },
  });
});

test('options override what the file says', async () => {
  const connection = await openConnection({
    kubeconfig: at('a'),
    server: 'http://elsewhere',
    token: 't',
    impersonate: { user: 'u', groups: ['g'] },
  });
  expect(connection).toMatchObject({ server: 'http://elsewhere', headers: { 'impersonate-user': 'u', 'impersonate-group': ['g'] } });
  expect(await connection.token()).toBe('t');
});

test('an exec plugin gives the token', async () => {
  const connection = await openConnection({ kubeconfig: at('exec') });
  expect(await connection.token()).toBe('plugged');
});

test.each([
  ['an unknown context', () => ({ kubeconfig: at('a'), context: 'x' }), 'context "x" does not exist (contexts: one, gone)'],
  ['a cluster that is missing', () => ({ kubeconfig: at('a'), context: 'gone' }), 'cluster "nowhere" does not exist'],
  ['a file that is no YAML', () => ({ kubeconfig: at('broken') }), 'broken: '],
  ['a file that is not there', () => ({ kubeconfig: at('nothing') }), 'cannot read the kubeconfig'],
  ['nothing at all', () => ({}), 'argo local up'],
  ['no pod', () => ({ inCluster: true }), 'not inside a pod'],
])('%s is an error that says so', async (_name, options, message) => {
  await expect(openConnection(options())).rejects.toMatchObject({
    code: 'KUBE_NO_CONFIGURATION',
    message: expect.stringContaining(message),
  });
});
