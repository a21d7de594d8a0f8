import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { artifactDriverSuite } from '../../testing/driver-suite.ts';
import { type HdfsServer, startHdfsServer } from '../../testing/hdfs/hdfs-server.ts';
import { hdfsDriver } from './hdfs.ts';

const driver = hdfsDriver({ secrets: async () => '' });
const at = (addresses: readonly string[], path: string, more: object = {}) => ({
  name: 'a',
  hdfs: { addresses, path, hdfsUser: 'root', ...more },
});

artifactDriverSuite(
  'hdfs [5-006] [5-013] (imitation of WebHDFS of this repository)',
  { save: true, folders: true, list: true, delete: true, whole: true, root: '/' },
  async () => {
    const server = await startHdfsServer();
    return { driver, artifact: (key) => at([server.address], `/${key}`), close: server.close };
  },
);

describe('hdfs [5-006]', () => {
  let active: HdfsServer;
  let standby: HdfsServer;
  beforeEach(async () => {
    active = await startHdfsServer();
    standby = await startHdfsServer();
    standby.standby = true;
  });
  afterEach(() => Promise.all([active.close(), standby.close()]));

  test('the name node that is active is asked, with the name of the user', async () => {
    active.files.set('/k', Buffer.from('x'));
    expect(await text(await driver.openStream(at([standby.address, active.address], '/k')))).toBe('x');
    expect([...active.users]).toEqual(['root']);
  });

  test.each([
    [at([], '/k'), 'ARTIFACT_INVALID', 'hdfs needs addresses'],
    [at(['h:8020'], 'k'), 'ARTIFACT_INVALID', 'an absolute path'],
    [at(['h:8020'], '/k', { krbKeytabSecret: { name: 's', key: 'k' } }), 'ARTIFACT_UNSUPPORTED', 'Kerberos'],
  ])('%j is said', async (artifact, code, message) => {
    await expect(driver.list(artifact)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
