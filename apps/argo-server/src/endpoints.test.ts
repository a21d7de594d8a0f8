import { openDatabase, migrate, parsePersistence, type PersistenceConfig, sqlArchive } from '@argosy/persistence';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from './api/endpoint.ts';
import { apiEndpoints } from './routes/index.ts';
import type { Services } from './services/services.ts';
import { endpointCases } from './testing/endpoint-cases.ts';
import { archivedFixture, endpointFixture } from './testing/endpoint-fixture.ts';
import { startTestServer, type TestServer, tokens } from './testing/test-server.ts';

const endpoints: readonly Endpoint[] = apiEndpoints({} as Services);
const table = endpointCases.map((one) => {
  const endpoint = endpoints.find(({ id }) => id === one.id) as Endpoint;
  return { ...one, endpoint, title: `${endpoint.method} ${endpoint.path} [${endpoint.acceptance}]` };
});

/** Rows for titles that are written out: those of objects are cut short. */
const titled = (cases: typeof table) => cases.map((one) => [one.title, one] as const);

let server: TestServer;

async function start(flags: readonly string[]): Promise<TestServer> {
  const settings = { navColor: 'red', links: JSON.stringify([{ name: 'Help', scope: 'chat', url: 'https://help' }]) };
  const started = await startTestServer({ flags, settings, objects: endpointFixture });
  const config = parsePersistence(
    { archive: true, sqlite: { path: path.join(started.folder, 'archive.db') } },
    () => undefined,
  ) as PersistenceConfig;
  const database = await openDatabase(config, async () => '');
  await migrate(database);
  for (const workflow of archivedFixture) await sqlArchive(database).save(workflow);
  await database.close();
  return started;
}

test('every endpoint has a case, and every case an endpoint', () => {
  expect(endpointCases.map(({ id }) => id).toSorted()).toEqual(endpoints.map(({ id }) => id).toSorted());
});

async function ask({ endpoint, path: asked, body }: (typeof table)[number], token: string | undefined) {
  if (endpoint.kind === 'stream') return firstFrame(`${server.url}${asked}`, token);
  const answer = await server.fetch(`${endpoint.method} ${asked}`, { ...(token && { token }), ...(body !== undefined && { body }) });
  return { status: answer.status, body: answer.json as unknown };
}

async function firstFrame(url: string, token: string | undefined): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(url, { headers: { accept: 'text/event-stream', ...(token && { authorization: `Bearer ${token}` }) } });
  if (!answer.ok) return { status: answer.status, body: await answer.json() };
  let text = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (text.includes('\n\n')) break;
  }
  const line = text.split('\n').find((one) => one.startsWith('data: '));
  return {
    status: answer.status,
    body: line === undefined ? undefined : (JSON.parse(line.slice(6)) as { readonly result: unknown }).result,
  };
}

describe('server mode [8-009]', () => {
  beforeAll(async () => {
    server = await start(['--auth-mode', 'server']);
  });
  afterAll(() => server.stop());

  test.each(titled(table))('%s', async (_, one) => {
    const { status, body } = await ask(one, undefined);
    expect({ status, body }).toMatchObject({ status: one.status ?? 200, ...(one.want !== undefined && { body: one.want }) });
  });
});

describe('client mode: rights are those of the token [8-008]', () => {
  beforeAll(async () => {
    server = await start(['--auth-mode', 'client']);
  });
  afterAll(() => server.stop());

  test.each(titled(table))('no token, no answer: %s', async (_, one) => {
    expect(await ask(one, undefined)).toMatchObject({
      status: 401,
      body: { code: 16, message: expect.stringContaining('token not valid') },
    });
  });

  test.each(titled(table))('an unknown token is refused: %s', async (_, one) => {
    expect(await ask(one, 'made-up')).toMatchObject({ status: 401, body: { code: 16 } });
  });

  test.each(titled(table.filter(({ isOpen }) => !isOpen)))('a token without rights is refused: %s', async (_, one) => {
    const { status, body } = await ask(one, tokens.stranger.token);
    // Kinds that are not installed are missing for everybody.
    if (one.status === 404 && status === 404) return;
    expect({ status, body }).toMatchObject({ status: 403, body: { code: 7 } });
  });

  test.each(titled(table.filter(({ isOpen }) => isOpen)))('who is known may ask: %s', async (_, one) => {
    expect((await ask(one, tokens.stranger.token)).status).toBe(200);
  });

  test('a member of the namespace may, and only there', async () => {
    const { token } = tokens.member;
    expect((await server.fetch('GET /api/v1/workflows/team?fields=items.metadata.name', { token })).status).toBe(200);
    expect((await server.fetch('GET /api/v1/workflows/other', { token })).status).toBe(403);
    expect((await server.fetch('GET /api/v1/workflows/', { token })).status).toBe(403);
    expect((await server.fetch('GET /api/v1/archived-workflows', { token })).status).toBe(403);
    expect((await server.fetch('GET /api/v1/archived-workflows?namespace=team', { token })).status).toBe(200);
  });

  test('artifacts are for those who may read the workflow [8-047] [8-048] [8-049] [8-050]', async () => {
    for (const address of [
      '/artifacts/team/listed/n/a',
      '/artifacts-by-uid/uid-archived/n/a',
      '/artifact-files/team/workflows/listed/n/outputs/a',
    ]) {
      expect((await server.fetch(`GET ${address}`)).status).toBe(401);
      expect((await server.fetch(`GET ${address}`, { token: tokens.stranger.token })).status).toBe(403);
      expect((await server.fetch(`GET ${address}`, { token: tokens.member.token })).status).toBe(404);
    }
    expect((await server.fetch('POST /upload-artifacts/team/template/a', { token: tokens.stranger.token, body: 'x' })).status).toBe(403);
    expect(
      (await server.fetch('POST /upload-artifacts/team/template/a?filename=f.txt', { token: tokens.member.token, body: 'x' })).json,
    ).toMatchObject({ name: 'a', location: { local: {} } });
  });
});
