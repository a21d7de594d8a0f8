import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { OperationalError } from '@argosy/std';
import type { PodSandbox, PodSandboxSpec } from '../container-runtime.ts';

const run = promisify(execFile);

export interface HostNetworkOptions {
  /** The compiled `sandbox` program. */
  readonly sandbox: string;
  readonly dataDir: string;
  /** Port of the API server on 127.0.0.1. */
  readonly apiPort?: number | undefined;
}

/** The networks of pods: made, connected to, and taken away. */
export interface HostNetworks {
  /** Address under which pods reach the API server; undefined: 127.0.0.1. */
  readonly gateway: string | undefined;
  readonly description: string;
  create(pod: PodSandboxSpec): Promise<PodSandbox>;
  remove(folder: string): Promise<void>;
  /** Makes a range of addresses those of this machine; false where it may not. */
  openServiceRange(cidr: string): Promise<boolean>;
  connect(sandbox: PodSandbox, port: number): Duplex;
  close(): Promise<void>;
}

const shared: PodSandbox = { ip: '127.0.0.1' };

export async function openHostNetworks(options: HostNetworkOptions, isRoot: boolean): Promise<HostNetworks> {
  if (!isRoot) return openUserNetworks(options);
  const bridge = openBridge(options);
  return bridge ? openBridgedNetworks(options, bridge) : sharedNetwork;
}

/** Without the right to make links. */
const sharedNetwork: HostNetworks = {
  gateway: undefined,
  description: "network: the host's (no bridge could be made)",
  create: async () => shared,
  remove: async () => undefined,
  openServiceRange: async (cidr) => cidr.startsWith('127.'),
  connect: ({ ip }, port) => net.connect(port, ip),
  close: async () => undefined,
};

// ---- as root: a namespace for each pod, linked to a bridge

interface Bridge {
  readonly name: string;
  readonly gateway: string;
  /** First 20 bits of the pods' addresses. */
  readonly prefix: readonly [number, number, number];
  readonly used: Set<string>;
  /** Addresses of services that lead here. */
  readonly ranges: Set<string>;
}

/** Each data directory has a bridge and a range of its own, so that several providers live side by side. */
function openBridge({ sandbox, dataDir }: HostNetworkOptions): Bridge | undefined {
  const digest = createHash('sha256').update(dataDir).digest();
  const prefix = [10, 64 + ((digest[0] as number) % 128), (digest[1] as number) & 0xf0] as const;
  const name = `argosy${digest.subarray(2, 6).toString('hex')}`;
  const gateway = `${prefix.join('.')}.1`;
  try {
    execFileSync(sandbox, ['bridge', name, `${gateway}/20`], { stdio: 'pipe' });
    return { name, gateway, prefix, used: new Set([gateway]), ranges: new Set() };
  } catch {
    // Without the right to make links pods share the host's network; `description` says so.
    return undefined;
  }
}

async function openBridgedNetworks({ sandbox, apiPort }: HostNetworkOptions, bridge: Bridge): Promise<HostNetworks> {
  const forward = apiPort ? await forwardPort({ host: bridge.gateway, port: apiPort }, apiPort) : undefined;
  return {
    ...sharedNetwork,
    gateway: bridge.gateway,
    description: `network: a namespace for each pod, bridge ${bridge.name} (${bridge.gateway}/20)`,
    openServiceRange: async (cidr) => {
      const isOpen = await makeLocal(sandbox, cidr);
      if (isOpen) bridge.ranges.add(cidr);
      return isOpen;
    },
    create: (pod) => createLinked(sandbox, bridge, pod),
    remove: async (folder) => {
      const file = path.join(folder, 'network');
      if (fs.existsSync(file)) await run(sandbox, ['unlink', file]);
    },
    close: async () => {
      forward?.close();
      for (const cidr of bridge.ranges) await run(sandbox, ['unlocal', cidr]);
      await run(sandbox, ['unbridge', bridge.name]);
    },
  };
}

async function makeLocal(sandbox: string, cidr: string): Promise<boolean> {
  try {
    await run(sandbox, ['local', cidr]);
    return true;
  } catch {
    // `services` of the node agent says that there are none.
    return false;
  }
}

async function createLinked(sandbox: string, bridge: Bridge, { folder, hostNetwork }: PodSandboxSpec): Promise<PodSandbox> {
  if (hostNetwork) return shared;
  const file = path.join(folder, 'network');
  const addressFile = path.join(folder, 'ip');
  if (fs.existsSync(addressFile)) return { ip: fs.readFileSync(addressFile, 'utf8'), network: file };
  const ip = freeAddress(bridge);
  await run(sandbox, ['netns', file, bridge.name, `${ip}/20`, bridge.gateway]);
  fs.writeFileSync(addressFile, ip);
  return { ip, network: file };
}

let nextAddress = 2;

function freeAddress({ prefix: [a, b, c], used }: Bridge): string {
  for (let tried = 0; tried < 4000; tried++) {
    const host = 2 + (nextAddress++ % 4090);
    const ip = `${a}.${b}.${c + (host >> 8)}.${host & 255}`;
    if ((host & 255) === 0 || (host & 255) === 255 || used.has(ip)) continue;
    used.add(ip);
    if (used.size > 2000) used.delete([...used][1] as string);
    return ip;
  }
  throw new OperationalError('no address is free for the pod', { code: 'NETWORK_FULL', retry: 'backoff' });
}

/** The API server listens on 127.0.0.1 only: elsewhere it is reached through this. */
function forwardPort(listen: net.ListenOptions, port: number): Promise<net.Server> {
  const server = net.createServer((inside) => {
    const outside = net.connect(port, '127.0.0.1');
    inside.pipe(outside).pipe(inside);
    inside.on('error', () => outside.destroy());
    outside.on('error', () => inside.destroy());
  });
  return new Promise((resolve, reject) => server.once('error', reject).listen(listen, () => resolve(server)));
}

// ---- without root: the host's network, or one of the pod's own without a way out

const firstOrdinaryPort = 1024;

async function openUserNetworks({ sandbox, apiPort }: HostNetworkOptions): Promise<HostNetworks> {
  // The path of a socket is short; the data directory's may not be.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-net-'));
  const socket = path.join(folder, 'api');
  const forward = apiPort ? await forwardPort({ path: socket }, apiPort) : undefined;
  return {
    gateway: undefined,
    description: "network: the host's; pods that listen below port 1024 have one of their own, without a way out",
    create: (pod) => createPrivate({ sandbox, socket, apiPort: apiPort ?? 0 }, pod),
    remove: removePrivate,
    // All of loopback is this machine already.
    openServiceRange: async (cidr) => cidr.startsWith('127.'),
    connect: ({ ip, holder }, port) => (holder ? dial(sandbox, holder, port) : net.connect(port, ip)),
    close: async () => {
      forward?.close();
      await fs.promises.rm(folder, { recursive: true, force: true });
    },
  };
}

interface PrivateNetworkOptions {
  readonly sandbox: string;
  readonly socket: string;
  readonly apiPort: number;
}

async function createPrivate(
  { sandbox, socket, apiPort }: PrivateNetworkOptions,
  { folder, hostNetwork, ports }: PodSandboxSpec,
): Promise<PodSandbox> {
  if (hostNetwork || ports.every((port) => port >= firstOrdinaryPort)) return shared;
  const file = path.join(folder, 'network-holder');
  if (!holderOf(file)) await run(sandbox, ['podnet', file, String(apiPort), socket]);
  return { ...shared, holder: holderOf(file) };
}

/** The process that holds a network, while it is still that process. */
function holderOf(file: string): string | undefined {
  try {
    const pid = fs.readFileSync(file, 'utf8');
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file) ? pid : undefined;
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

async function removePrivate(folder: string): Promise<void> {
  const holder = holderOf(path.join(folder, 'network-holder'));
  // The whole group: connections that it serves go with it.
  if (holder) process.kill(-Number(holder), 'SIGKILL');
}

function dial(sandbox: string, holder: string, port: number): Duplex {
  const child = spawn(sandbox, ['dial', holder, String(port)], { stdio: 'pipe' });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.once('close', (code) => {
    if (code !== 0) stream.destroy(new Error(complaint.trim() || `connection to port ${port} ended`));
  });
  stream.once('close', () => child.kill());
  return stream;
}
