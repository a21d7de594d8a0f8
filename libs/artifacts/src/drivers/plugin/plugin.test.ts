import path from 'node:path';
import { expect, test } from 'vitest';
import { artifactDriverSuite } from '../../testing/driver-suite.ts';
import { servePlugin } from '../../testing/plugin/plugin-server.ts';
import { pluginDriver } from './plugin.ts';

const secrets = async (): Promise<string> => '';
const at = (key: string, more: object = {}) => ({ name: 'a', plugin: { name: 'files', configuration: '{}', key, ...more } });

for (const streams of [true, false]) {
  artifactDriverSuite(
    `plugin [5-011] [5-013] (${streams ? 'takes streams' : 'takes files only'}; plugin of this repository)`,
    { save: true, folders: true, list: true, delete: true },
    async (folder) => {
      const sockets = path.join(folder, 'sockets');
      const server = await servePlugin({
        socket: path.join(sockets, 'files/socket'),
        locate: ({ key }) => ({ local: { path: path.join(folder, 'content'), key } }),
        options: { secrets },
        streams,
      });
      return { driver: pluginDriver({ secrets, plugins: sockets }), artifact: at, close: async () => server.close() };
    },
  );
}

test('[5-011] a plugin that is not there is said', async () => {
  const listing = pluginDriver({ secrets, plugins: '/nowhere' }).list(at('k', { connectionTimeoutSeconds: 1 }));
  await expect(listing).rejects.toMatchObject({
    code: 'ARTIFACT_FAILED',
    message: 'artifact plugin files does not answer at /nowhere/files/socket within 1 s',
  });
});

test.each([{ name: '' }, { name: '../x' }, { name: '..' }])('[5-011] %j is no name of a plugin', async (more) => {
  await expect(pluginDriver({ secrets }).list(at('k', more))).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
});
