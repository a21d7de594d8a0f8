import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './testing/test-server.ts';

describe('limits of semaphores in a database [8-046] [4-114]', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      flags: ['--auth-mode', 'server'],
      settings: { synchronization: JSON.stringify({ sqlite: { path: ':memory:' }, enableAPI: true }) },
    });
  });
  afterAll(() => server.stop());

  const one = '/api/v1/sync/team/licences';
  const type = 'DATABASE';

  test('are made, read, changed and deleted', async () => {
    const made = await server.fetch('POST /api/v1/sync/team', { body: { type, key: 'licences', limit: 2 } });
    expect(made.json).toEqual({ type: 1, namespace: 'team', key: 'licences', limit: 2 });
    expect((await server.fetch('POST /api/v1/sync/team', { body: { type, key: 'licences', limit: 2 } })).json).toMatchObject({
      code: 6,
      message: 'Database sync limit already exists in namespace "team".',
    });
    expect((await server.fetch(`PUT ${one}`, { body: { type, limit: 5 } })).json).toMatchObject({ limit: 5 });
    expect((await server.fetch(`GET ${one}?type=${type}`)).json).toMatchObject({ limit: 5 });
    // Argo's command says by number, and in the body of a DELETE, what others say in its query.
    expect((await server.fetch(`DELETE ${one}`, { body: { namespace: 'team', key: 'licences', type: 1 } })).status).toBe(200);
    const missing = { code: 5, message: 'Database sync limit not found in namespace "team".' };
    expect((await server.fetch(`GET ${one}?type=${type}`)).json).toMatchObject(missing);
    expect((await server.fetch(`PUT ${one}`, { body: { type, limit: 5 } })).json).toMatchObject(missing);
  });

  test('are above zero', async () => {
    expect((await server.fetch(`PUT ${one}`, { body: { type, limit: 0 } })).json).toMatchObject({ code: 3 });
  });
});

test('without enableAPI there is no access to them [8-046]', async () => {
  const server = await startTestServer({
    flags: ['--auth-mode', 'server'],
    settings: { synchronization: JSON.stringify({ sqlite: { path: ':memory:' } }) },
  });
  const answer = await server.fetch('GET /api/v1/sync/team/x?type=DATABASE');
  await server.stop();
  expect(answer.json).toMatchObject({ code: 9, message: expect.stringContaining('database sync not configured') });
});
