import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Serves the part of the Docker Engine API that the driver uses, over a unix socket. Containers are processes of this machine without any
 * isolation: what is tested is the protocol.
 */
export interface FakeEngine {
  readonly socket: string;
  /** What was asked, as `METHOD path`. */
  readonly requests: string[];
  /** Bodies of `containers/create`. */
  readonly created: Creation[];
  close(): Promise<void>;
}

export interface Creation {
  readonly Image: string;
  readonly Entrypoint: readonly string[];
  readonly Env: readonly string[];
  readonly User?: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly HostConfig: { readonly Mounts: readonly unknown[]; readonly Memory?: number };
}

interface FakeContainer {
  readonly creation: Creation;
  process?: ChildProcess;
  status: 'created' | 'running' | 'exited';
  exitCode: number;
  started: string;
  finished: string;
  readonly log: Buffer[];
  readonly watchers: Set<() => void>;
}

interface FakeState {
  readonly engine: FakeEngine;
  readonly images: Map<string, object>;
  readonly containers: Map<string, FakeContainer>;
  readonly execs: Map<string, { readonly command: readonly string[]; exitCode: number | null }>;
}

const pullable = new Set(['busybox:latest', 'alpine:3.20']);
const image = { Size: 4_000_000, Config: { Entrypoint: null, Cmd: ['sh'], Env: ['PATH=/usr/bin:/bin', 'FROM=image'], WorkingDir: '/' } };

export async function startFakeEngine(socket: string): Promise<FakeEngine> {
  const server = http.createServer((request, response) => void serve(state, request, response));
  const engine: FakeEngine = {
    socket,
    requests: [],
    created: [],
    close: () =>
      new Promise((resolve) => {
        for (const { process } of state.containers.values()) process?.kill('SIGKILL');
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const state: FakeState = { engine, images: new Map(), containers: new Map(), execs: new Map() };
  server.on('upgrade', (request: http.IncomingMessage, connection: Duplex, head: Buffer) => {
    if (head.length > 0) connection.unshift(head);
    attachExec(state, request, connection);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return engine;
}

type Handler = (state: FakeState, request: Asked) => Promise<void> | void;

interface Asked {
  readonly response: http.ServerResponse;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly name: string;
}

const routes: readonly (readonly [string, RegExp, Handler])[] = [
  ['GET', /^\/version$/, (_, asked) => reply(asked, 200, { Version: '28.0.0' })],
  ['POST', /^\/images\/create$/, pull],
  [
    'GET',
    /^\/images\/(.+)\/json$/,
    (state, asked) => {
      const found = state.images.get(asked.name);
      reply(asked, found ? 200 : 404, found ?? { message: `No such image: ${asked.name}` });
    },
  ],
  ['POST', /^\/containers\/create$/, create],
  ['POST', /^\/containers\/([^/]+)\/start$/, start],
  ['POST', /^\/containers\/([^/]+)\/kill$/, kill],
  ['POST', /^\/containers\/([^/]+)\/wait$/, wait],
  ['GET', /^\/containers\/([^/]+)\/json$/, inspect],
  ['GET', /^\/containers\/([^/]+)\/logs$/, logs],
  ['DELETE', /^\/containers\/([^/]+)$/, remove],
  ['POST', /^\/containers\/([^/]+)\/exec$/, createExec],
  ['GET', /^\/exec\/([^/]+)\/json$/, (state, asked) => reply(asked, 200, { ExitCode: state.execs.get(asked.name)?.exitCode ?? null })],
];

async function serve(state: FakeState, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine');
  const path = decodeURIComponent(url.pathname.replace(/^\/v1\.41/, ''));
  state.engine.requests.push(`${request.method} ${path}`);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  for (const [method, pattern, handle] of routes) {
    const match = request.method === method ? pattern.exec(path) : null;
    if (!match) continue;
    await handle(state, { response, query: url.searchParams, body: text === '' ? undefined : JSON.parse(text), name: match[1] ?? '' });
    return;
  }
  response.writeHead(404).end(JSON.stringify({ message: 'page not found' }));
}

function reply({ response }: Asked, status: number, body?: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
}

function pull({ images }: FakeState, { response, query }: Asked): void {
  const name = query.get('fromImage') ?? '';
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.write('{"status":"Pulling from library"}\r\n');
  if (pullable.has(name)) images.set(name, image);
  response.end(pullable.has(name) ? '{"status":"done"}\r\n' : `{"error":"pull access denied for ${name}"}\r\n`);
}

function create({ engine, containers }: FakeState, asked: Asked): void {
  const creation = asked.body as Creation;
  const name = asked.query.get('name') ?? '';
  if (containers.has(name)) return reply(asked, 409, { message: `Conflict. The container name "/${name}" is already in use` });
  engine.created.push(creation);
  containers.set(name, {
    creation,
    status: 'created',
    exitCode: 0,
    started: '',
    finished: '0001-01-01T00:00:00Z',
    log: [],
    watchers: new Set(),
  });
  reply(asked, 201, { Id: name, Warnings: [] });
}

function frame(stream: 1 | 2, payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

/** The words and codes of both engines, as they were read from Docker 20.10 and podman 4.3. */
function refuseCommand(asked: Asked, command: string): void {
  const why = `exec: "${command}": executable file not found in $PATH`;
  if (command.startsWith('podman-'))
    reply(asked, 500, { message: `runc: ${why}: OCI runtime attempted to invoke a command that was not found` });
  else reply(asked, 400, { message: `OCI runtime create failed: ${why}` });
}

async function start({ containers }: FakeState, asked: Asked): Promise<void> {
  const container = containers.get(asked.name);
  if (!container) return reply(asked, 404, { message: `No such container: ${asked.name}` });
  const [command = '', ...args] = container.creation.Entrypoint;
  const child = spawn(command, args, { env: environment(container.creation.Env), stdio: ['ignore', 'pipe', 'pipe'] });
  const failure = await new Promise<Error | undefined>((resolve) => child.once('spawn', () => resolve(undefined)).once('error', resolve));
  if (failure) return refuseCommand(asked, command);
  Object.assign(container, { process: child, status: 'running', started: new Date().toISOString() });
  const changed = (): void => {
    for (const watcher of container.watchers) watcher();
  };
  for (const [stream, source] of [
    [1, child.stdout],
    [2, child.stderr],
  ] as const)
    source?.on('data', (chunk: Buffer) => {
      const lines = chunk.toString().match(/[^\n]*\n|[^\n]+$/g) ?? [];
      for (const line of lines) container.log.push(frame(stream, Buffer.from(`${new Date().toISOString()} ${line}`)));
      changed();
    });
  child.once('close', (code, signal) => {
    Object.assign(container, {
      status: 'exited',
      exitCode: code ?? (signal === 'SIGKILL' ? 137 : 143),
      finished: new Date().toISOString(),
    });
    changed();
  });
  reply(asked, 204);
}

function environment(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
}

function kill({ containers }: FakeState, asked: Asked): void {
  const container = containers.get(asked.name);
  if (container?.status !== 'running') return reply(asked, 409, { message: 'is not running' });
  container.process?.kill(asked.query.get('signal') as NodeJS.Signals);
  reply(asked, 204);
}

function wait({ containers }: FakeState, asked: Asked): void {
  const container = containers.get(asked.name);
  if (!container) return reply(asked, 404, { message: 'No such container' });
  const look = (): void => {
    if (container.status !== 'exited') return;
    container.watchers.delete(look);
    reply(asked, 200, { StatusCode: container.exitCode });
  };
  container.watchers.add(look);
  look();
}

function inspect({ containers }: FakeState, asked: Asked): void {
  const container = containers.get(asked.name);
  if (!container) return reply(asked, 404, { message: 'No such container' });
  const { status, exitCode, started, finished, creation } = container;
  const State = {
    Status: status,
    ExitCode: exitCode,
    OOMKilled: creation.HostConfig.Memory === 1,
    Error: '',
    StartedAt: started,
    FinishedAt: finished,
  };
  reply(asked, 200, { State });
}

function logs({ containers }: FakeState, asked: Asked): void {
  const container = containers.get(asked.name);
  if (!container) return reply(asked, 404, { message: 'No such container' });
  asked.response.writeHead(200, { 'Content-Type': 'application/vnd.docker.multiplexed-stream' });
  let sent = 0;
  const look = (): void => {
    // Cut in the middle of a frame, as a connection may.
    for (; sent < container.log.length; sent++) {
      const whole = container.log[sent] as Buffer;
      asked.response.write(whole.subarray(0, 5));
      asked.response.write(whole.subarray(5));
    }
    if (container.status === 'exited') asked.response.end();
  };
  container.watchers.add(look);
  look();
}

function remove({ containers }: FakeState, asked: Asked): void {
  const container = containers.get(asked.name);
  if (!container) return reply(asked, 404, { message: 'No such container' });
  container.process?.kill('SIGKILL');
  containers.delete(asked.name);
  reply(asked, 204);
}

function createExec(state: FakeState, asked: Asked): void {
  const id = `exec${state.execs.size}`;
  state.execs.set(id, { command: (asked.body as { readonly Cmd: readonly string[] }).Cmd, exitCode: null });
  reply(asked, 201, { Id: id });
}

function attachExec({ execs }: FakeState, request: http.IncomingMessage, connection: Duplex): void {
  const id = /\/exec\/([^/]+)\/start$/.exec(request.url ?? '')?.[1] ?? '';
  const exec = execs.get(id);
  if (!exec) return void connection.end('HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}');
  connection.write(
    'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
  );
  const [command = '', ...args] = exec.command;
  const child = spawn(command, args, { stdio: 'pipe' });
  // The body of the request comes first; what follows it is the process's input.
  let left = Number(request.headers['content-length'] ?? 0);
  connection.on('data', (chunk: Buffer) => {
    const input = chunk.subarray(Math.min(left, chunk.length));
    left = Math.max(0, left - chunk.length);
    if (input.length > 0) child.stdin.write(input);
  });
  connection.once('end', () => child.stdin.end());
  child.stdout.on('data', (chunk: Buffer) => connection.write(frame(1, chunk)));
  child.stderr.on('data', (chunk: Buffer) => connection.write(frame(2, chunk)));
  child.once('close', (code) => {
    exec.exitCode = code;
    connection.end();
  });
}

/** A path for a socket, short enough for one. */
export function socketPath(): string {
  return `${fs.mkdtempSync('/tmp/engine-')}/s`;
}
