import { expect, test } from 'vitest';
import { CONFIG_MAPS } from '../../backend/resources.ts';
import { aClient, runCommand } from '../../testing/run-command.ts';

const place = ['--type', 'configmap', '--cm-name', 'limits'];

function aCluster() {
  const client = aClient();
  client.seed(CONFIG_MAPS, { metadata: { name: 'limits', namespace: 'default' }, data: { db: '3', bad: 'many' } });
  return client;
}

const text = (key: string, limit: number): string =>
  `Key: ${key}\nType: configmap\nConfigMap Name: limits\nNamespace: default\nLimit: ${limit}\n`;

test.each([
  { argv: ['get', 'db', ...place], stdout: text('db', 3), data: { db: '3', bad: 'many' } },
  {
    argv: ['create', 'gpu', ...place, '--limit', '2'],
    stdout: `Sync limit created\n${text('gpu', 2)}`,
    data: { db: '3', bad: 'many', gpu: '2' },
  },
  { argv: ['update', 'db', ...place, '--limit', '5'], stdout: `Sync limit updated\n${text('db', 5)}`, data: { db: '5', bad: 'many' } },
  { argv: ['delete', 'db', ...place], stdout: 'Sync limit deleted\n', data: { bad: 'many' } },
])('[9-025] argo sync $argv', async ({ argv, stdout, data }) => {
  const client = aCluster();
  expect(await runCommand(['sync', ...argv], { client })).toEqual({ code: 0, stderr: '', stdout });
  expect(await client.get(CONFIG_MAPS, { name: 'limits', namespace: 'default' })).toMatchObject({ data });
});

test('[9-025] the first limit makes its ConfigMap', async () => {
  const client = aClient();
  expect((await runCommand(['sync', 'create', 'db', ...place, '--limit', '1'], { client })).code).toBe(0);
  expect(await client.get(CONFIG_MAPS, { name: 'limits', namespace: 'default' })).toMatchObject({ data: { db: '1' } });
});

test.each([
  { argv: ['get', 'db'], stderr: "--type must be either 'database' or 'configmap'" },
  { argv: ['get', 'db', '--type', 'configmap'], stderr: '--cm-name is required when type is configmap' },
  { argv: ['get', 'db', '--type', 'file'], stderr: 'configmap, database' },
  { argv: ['get', 'cpu', ...place], stderr: 'there is no sync limit cpu in ConfigMap limits' },
  { argv: ['get', 'bad', ...place], stderr: 'the sync limit bad is no number: "many"' },
  { argv: ['create', 'db', ...place, '--limit', '1'], stderr: 'the sync limit db exists already in ConfigMap limits' },
  { argv: ['create', 'gpu', ...place], stderr: 'required flag(s) "limit" not set' },
  { argv: ['create', 'gpu', ...place, '--limit', '0'], stderr: 'limit must be greater than zero' },
  { argv: ['update', 'cpu', ...place, '--limit', '1'], stderr: 'there is no sync limit cpu' },
  { argv: ['get', 'db', '--type', 'database'], stderr: 'limits in a database are reached through an Argo server' },
])('argo sync refuses $argv', async ({ argv, stderr }) => {
  const client = aCluster();
  const result = await runCommand(['sync', ...argv], { client });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(stderr);
  expect(client.writes).toEqual([]);
});
