import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ContractClient, type ContractObject } from './client.ts';

const ROUNDS = 4;
const WRITERS = 4;
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const repository = path.resolve(import.meta.dirname, '../..');
const isEmbedded = !process.env['KUBECONFIG'];

/** What the server has acknowledged of one object; `doubt`: a write was under way when it was killed. */
interface Known {
  readonly version: number;
  /** Undefined: deleted, or never made. */
  readonly value: string | undefined;
  readonly doubt: boolean;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-killed-'));
const kubeconfig = path.join(folder, 'kubeconfig');
let port = 0;
let server: ChildProcess | undefined;

beforeAll(async () => {
  port = await freePort();
});
afterAll(() => {
  server?.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

/** The server as a user starts it, on the same file and port each time; resolves once it is ready. */
async function start(): Promise<ContractClient> {
  const flags = ['--no-controller', '--no-server', '--nodes', 'none', '--port', String(port), '--data-dir', folder];
  const child = spawn(path.join(repository, 'dist/bin/argo'), ['local', 'up', ...flags, '--kubeconfig', kubeconfig]);
  server = child;
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/^ready$/m.test(text)) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.once('close', () => reject(new Error(`the server ended: ${text}`)));
  });
  return ContractClient.open(kubeconfig);
}

async function kill(): Promise<void> {
  const ended = new Promise((resolve) => server?.once('close', resolve));
  server?.kill('SIGKILL');
  await ended;
}

/** Makes, changes and deletes objects of its own until the server is gone; notes what it acknowledged. */
async function write(client: ContractClient, known: Map<string, Known>, writer: number): Promise<void> {
  for (let count = 0; ; count++) {
    const name = `w${writer}-${count % 5}`;
    const before = known.get(name) ?? { version: 0, value: undefined, doubt: false };
    const value = before.value !== undefined && count % 7 === 6 ? undefined : `${count}`;
    known.set(name, { ...before, doubt: true });
    try {
      const version = await change(client, { name, exists: before.value !== undefined, value });
      known.set(name, { version, value, doubt: false });
    } catch {
      return;
    }
  }
}

async function change(
  client: ContractClient,
  { name, exists, value }: { readonly name: string; readonly exists: boolean; readonly value: string | undefined },
): Promise<number> {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } };
  if (value === undefined) {
    await client.ok('DELETE', `${CONFIG_MAPS}/${name}`);
    return 0;
  }
  const stored = exists ? await client.ok('PUT', `${CONFIG_MAPS}/${name}`, body) : await client.create(CONFIG_MAPS, body);
  return versionOf(stored);
}

function versionOf({ metadata }: ContractObject): number {
  return Number(metadata.resourceVersion);
}

/** What is there is what was acknowledged, but for what was under way; gives the state that holds from now on. */
function compare(items: readonly ContractObject[], known: Map<string, Known>): Map<string, Known> {
  const stored = new Map(items.map((item) => [item['metadata'].name as string, item]));
  for (const [name, { value, version, doubt }] of known) {
    const item = stored.get(name);
    if (!doubt) expect({ name, value: item?.['data'].value }).toEqual({ name, value });
    if (item !== undefined) expect(versionOf(item)).toBeGreaterThanOrEqual(version);
  }
  return new Map(
    [...known.keys()].map((name) => {
      const item = stored.get(name);
      return [name, { value: item?.['data'].value as string | undefined, version: item ? versionOf(item) : 0, doubt: false }];
    }),
  );
}

/** A watch from before goes on without a gap, or says that it cannot. */
async function watchFrom(client: ContractClient, version: number): Promise<void> {
  const watch = await client.watch(CONFIG_MAPS, { resourceVersion: String(version) });
  const made = await client.create(CONFIG_MAPS, { metadata: { generateName: 'seen-' } });
  let last = version;
  for (;;) {
    const { type, object } = await watch.next();
    if (type === 'ERROR') {
      expect(object['code']).toBe(410);
      return;
    }
    expect(versionOf(object)).toBeGreaterThan(last);
    last = versionOf(object);
    if (object['metadata'].name === made['metadata'].name) return;
  }
}

test.runIf(isEmbedded)('kill -9 at random moments under writes: what was acknowledged is there, and versions do not go back', async () => {
  let known = new Map<string, Known>();
  let newest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const client = await start();
    const { items, metadata } = await client.get(CONFIG_MAPS);
    known = compare(items, known);
    expect(Number(metadata.resourceVersion)).toBeGreaterThanOrEqual(newest);
    if (newest > 0) await watchFrom(client, newest);
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(client, known, writer));
    await sleep(50 + Math.random() * 400);
    await kill();
    await Promise.all(writers);
    await client.close();
    newest = Math.max(newest, ...[...known.values()].map(({ version }) => version));
  }
  const client = await start();
  compare((await client.get(CONFIG_MAPS))['items'], known);
  await client.close();
  expect(newest).toBeGreaterThan(ROUNDS);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(free));
    });
  });
}
