import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Template } from '@argosy/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Plugin, type PluginContext, runPluginTask } from './plugin-task.ts';
import { TransientError } from './task.ts';

const seen: unknown[] = [];
const replies: Readonly<Record<string, readonly [number, string]>> = {
  hello: [200, JSON.stringify({ node: { phase: 'Succeeded', message: 'hi', outputs: { parameters: [{ name: 'a', value: 'b' }] } } })],
  slow: [200, JSON.stringify({ node: { phase: 'Running', progress: '1/2' }, requeue: '2m' })],
  unsaid: [200, JSON.stringify({ node: { phase: 'Running' } })],
  odd: [200, JSON.stringify({ node: { phase: 'Running' }, requeue: 'soon' })],
  busy: [503, 'too much'],
  wrong: [400, 'no such thing'],
  babble: [200, 'hello?'],
};
const server = http.createServer((request, response) => void answer(request, response));
let address = '';

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const body = (await json(request)) as { readonly template: Template };
  seen.push({ path: request.url, method: request.method, authorization: request.headers.authorization, body });
  const [status, text] =
    request.headers.authorization === 'Bearer deaf'
      ? [404, '']
      : (replies[Object.keys(body.template.plugin ?? {})[0] ?? ''] ?? [200, '{}']);
  response.writeHead(status).end(text);
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const workflow = { name: 'wf', namespace: 'ns', uid: 'u' };
const context = (...plugins: readonly Partial<Plugin>[]): PluginContext => ({
  workflow,
  plugins: plugins.map((plugin) => ({ name: 'p', address, token: 't', ...plugin })),
  unsupported: new Set(),
});
const template = (kind: string): Template => ({ name: 't', plugin: { [kind]: {} } });

test('the plugin gets workflow, template and token, and its node is the result', async () => {
  seen.length = 0;
  const outcome = await runPluginTask(template('hello'), context({}));
  expect(outcome).toEqual({ result: { phase: 'Succeeded', message: 'hi', outputs: { parameters: [{ name: 'a', value: 'b' }] } } });
  expect(seen).toEqual([
    {
      path: '/api/v1/template.execute',
      method: 'POST',
      authorization: 'Bearer t',
      body: { workflow: { metadata: workflow }, template: template('hello') },
    },
  ]);
});

test.each([
  ['slow', 120_000],
  ['unsaid', 10_000],
])('a node that has not ended is looked at again: %s', async (kind, again) => {
  expect((await runPluginTask(template(kind), context({}))).again).toBe(again);
});

test('plugins that do not know the template leave it to the next; one that carries out none is not asked again', async () => {
  const several = context({ name: 'deaf', token: 'deaf' }, {});
  seen.length = 0;
  await runPluginTask(template('hello'), several);
  await runPluginTask(template('hello'), several);
  expect(seen).toHaveLength(3);
  expect([...several.unsupported]).toEqual(['deaf']);
});

test.each([
  ['other', 'no plugin executed the template: none of the plugins (p) knows other'],
  ['wrong', 'plugin p answered 400: no such thing'],
  ['babble', 'plugin p answered no JSON: hello?'],
  ['odd', 'plugin p: requeue "soon" is no duration'],
])('%s is an error', async (kind, message) => {
  const run = runPluginTask(template(kind), context({}));
  await expect(run).rejects.toThrow(message);
  await expect(run).rejects.not.toBeInstanceOf(TransientError);
});

test('a plugin that is busy or not there yet is asked again', async () => {
  await expect(runPluginTask(template('busy'), context({}))).rejects.toThrow(TransientError);
  const absent = runPluginTask(template('hello'), context({ address: 'http://127.0.0.1:1' }));
  await expect(absent).rejects.toBeInstanceOf(TransientError);
  await expect(absent).rejects.toMatchObject({ attempts: 20 });
});
