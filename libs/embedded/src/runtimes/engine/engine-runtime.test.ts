import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { silentLogger } from '@argosy/std';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../container-runtime.ts';
import { type EngineRuntime, openEngineRuntime } from './engine-runtime.ts';
import { engineSocketPlaces, findEngineSocket } from './find-engine.ts';
import { type FakeEngine, socketPath, startFakeEngine } from './testing/fake-engine.ts';

let engine: FakeEngine;
let opened: EngineRuntime;
let root: string;

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'engine-runtime-'));
  engine = await startFakeEngine(socketPath());
  opened = await openEngineRuntime({
    engine: 'docker',
    dataDir: root,
    env: { DOCKER_HOST: `unix://${engine.socket}` },
    logger: silentLogger,
  });
});

afterAll(async () => {
  await engine.close();
  fs.rmSync(root, { recursive: true, force: true });
  fs.rmSync(path.dirname(engine.socket), { recursive: true, force: true });
});

let serial = 0;
const spec = (script: string, rest: Partial<ContainerSpec> = {}): ContainerSpec => {
  const folder = path.join(root, `c${serial++}`);
  fs.mkdirSync(folder);
  return {
    folder,
    image: 'busybox',
    hostname: 'pod',
    sandbox: { ip: '127.0.0.1' },
    command: ['sh', '-c', script],
    env: ['PATH=/usr/bin:/bin', 'WHO=world'],
    workingDir: '/',
    mounts: [],
    ...rest,
  };
};
const textOfLog = (folder: string): string => fs.readFileSync(path.join(folder, 'log'), 'utf8');
const withoutTimes = (log: string): string[] => log.split('\n').map((line) => line.replace(/^\S+Z /, ''));

describe('containers of an engine', () => {
  it('run to their end, with a log in the format of the node', async () => {
    const wanted = spec('echo "hello $WHO"; sleep 0.05; echo bad >&2; sleep 0.05; printf rest; exit 3');
    const running = await opened.runtime.start(wanted);
    expect(await running.exit).toMatchObject({ exitCode: 3, oomKilled: false });
    expect(withoutTimes(textOfLog(wanted.folder))).toEqual(['stdout F hello world', 'stderr F bad', 'stdout P rest', '']);
  });

  it('get mounts, user, memory and the label of their owner', async () => {
    const mounts = [{ source: '/a', target: '/b', readOnly: true }];
    await (await opened.runtime.start(spec('true', { mounts, user: 1000, memoryLimit: 64 << 20 }))).exit;
    expect(engine.created.at(-1)).toMatchObject({
      User: '1000:1000',
      Labels: { 'argosy.data-dir': root },
      HostConfig: { NetworkMode: 'host', Memory: 64 << 20, Mounts: [{ Type: 'bind', Source: '/a', Target: '/b', ReadOnly: true }] },
    });
  });

  it('that ran out of memory say so', async () => {
    const running = await opened.runtime.start(spec('kill -9 $$', { memoryLimit: 1 }));
    expect(await running.exit).toMatchObject({ exitCode: 137, oomKilled: true });
  });

  it.each(['no-such-program', 'podman-has-no-such-program'])(
    'whose command is not there have ended, with the words of the engine: %s',
    async (command) => {
      const running = await opened.runtime.start(spec('', { command: [command] }));
      expect(await running.exit).toMatchObject({ exitCode: 128, error: expect.stringContaining('executable file not found') });
    },
  );

  it('are ended by a signal', async () => {
    const running = await opened.runtime.start(spec('exec sleep 60'));
    running.signal('SIGTERM');
    expect(await running.exit).toMatchObject({ exitCode: 143 });
    running.signal('SIGKILL');
  });

  it('are found again by a later agent, which writes the log anew', async () => {
    const wanted = spec('echo one; sleep 0.2; echo two');
    await opened.runtime.start(wanted);
    const again = await opened.runtime.attach(wanted);
    expect(await again?.exit).toMatchObject({ exitCode: 0 });
    expect(withoutTimes(textOfLog(wanted.folder))).toEqual(['stdout F one', 'stdout F two', '']);
    await opened.runtime.cleanUp(wanted.folder);
    expect(await opened.runtime.attach(wanted)).toBeUndefined();
  });

  it('run commands beside their own', async () => {
    const wanted = spec('exec sleep 60');
    const running = await opened.runtime.start(wanted);
    const heard = { stdout: '', stderr: '' };
    const exitCode = await opened.runtime.exec(running, {
      command: ['sh', '-c', 'cat; echo oops >&2; exit 7'],
      stdin: Readable.from([Buffer.from('typed')]),
      stdout: (chunk) => (heard.stdout += String(chunk)),
      stderr: (chunk) => (heard.stderr += String(chunk)),
    });
    expect({ exitCode, ...heard }).toEqual({ exitCode: 7, stdout: 'typed', stderr: 'oops\n' });
    await opened.runtime.cleanUp(wanted.folder);
  });
});

describe('images of an engine', () => {
  const obtain = async (image: string, policy: string): Promise<{ readonly result: object; readonly pulled: number }> => {
    let pulled = 0;
    const result = await opened.images.obtain(image, { policy, pulling: () => pulled++ });
    return { result, pulled };
  };

  it.each([
    ['never pulled and not here', 'alpine:3.20', 'Never', { ok: false, reason: 'ErrImageNeverPull' }, 0],
    ['pulled when it is not here', 'busybox', 'IfNotPresent', { ok: true, image: { cmd: ['sh'], env: { FROM: 'image' } } }, 1],
    ['not pulled when it is', 'busybox', 'IfNotPresent', { ok: true, message: 'Container image "busybox" already present on machine' }, 0],
    ['always pulled', 'busybox', 'Always', { ok: true }, 1],
    ['refused by the registry', 'secret/thing', 'IfNotPresent', { ok: false, message: 'pull access denied for secret/thing:latest' }, 1],
    ['with a name that is none', 'Bad Name', 'Always', { ok: false, reason: 'InvalidImageName' }, 0],
  ])('%s', async (_, image, policy, expected, pulls) => {
    const { result, pulled } = await obtain(image, policy);
    expect(result).toMatchObject(expected);
    expect(pulled).toBe(pulls);
  });
});

it('an engine that is away is waited for', async () => {
  const passing = await startFakeEngine(socketPath());
  const env = { DOCKER_HOST: `unix://${passing.socket}` };
  const { images } = await openEngineRuntime({ engine: 'docker', dataDir: root, env, logger: silentLogger });
  await passing.close();
  const result = await images.obtain('busybox', { policy: 'IfNotPresent', pulling: () => undefined });
  expect(result).toMatchObject({ ok: false, reason: 'ErrImagePull', message: expect.stringMatching(/ENOENT|ECONNREFUSED/) });
});

describe('the socket of an engine', () => {
  it.each([
    ['a variable', 'docker', { DOCKER_HOST: 'unix:///x.sock' }, '/x.sock'],
    ['a variable that is no socket', 'docker', { DOCKER_HOST: 'tcp://10.0.0.1:2375' }, undefined],
    ['the usual place', 'docker', {}, '/var/run/docker.sock'],
    ["the user's own podman", 'podman', { XDG_RUNTIME_DIR: '/run/user/1' }, '/run/user/1/podman/podman.sock'],
  ] as const)('by %s', (_, name, env, expected) => {
    const places = engineSocketPlaces(name, env);
    expect(findEngineSocket(name, env, (file) => places.includes(file))).toBe(expected);
  });

  it('is asked for when there is none', async () => {
    await expect(openEngineRuntime({ engine: 'podman', dataDir: root, env: {}, logger: silentLogger })).rejects.toThrow(
      'start podman, or set CONTAINER_HOST=unix://FILE',
    );
  });
});
