import fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { Agent, fetch, type Headers, type RequestInit, type Response } from 'undici';
import { WatchReader } from './watch-reader.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body. Its shape is what the tests are about. */
  readonly body: ContractObject;
}

/** JSON without a declared shape, for tests to look into. */
export interface ContractObject {
  // oxlint-disable-next-line typescript/no-explicit-any -- assertions read whatever the server sends
  readonly [field: string]: any;
}

export interface CallOptions {
  readonly contentType?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const mergePatch = { contentType: 'application/merge-patch+json' };
export const jsonPatch = { contentType: 'application/json-patch+json' };
export const strategicPatch = { contentType: 'application/strategic-merge-patch+json' };
export const applyPatch = { contentType: 'application/apply-patch+yaml' };

/** Plain HTTP to one API server, and namespaces that are removed at the end. */
export class ContractClient {
  readonly kubeconfigPath: string;
  private readonly url: string;
  private readonly agent: Agent;
  /** Without the client's certificate, which would count more than a token. */
  private readonly bareAgent: Agent;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly namespaces: string[] = [];
  private readonly watches: WatchReader[] = [];
  private controllers: boolean | undefined;

  private constructor(kubeconfigPath: string, connection: Connection) {
    this.kubeconfigPath = kubeconfigPath;
    this.url = connection.server;
    this.agent = new Agent({ connect: { ca: connection.ca, cert: connection.cert, key: connection.key }, bodyTimeout: 0 });
    this.bareAgent = new Agent({ connect: { ca: connection.ca } });
    this.headers = connection.token ? { authorization: `Bearer ${connection.token}` } : {};
  }

  static async open(kubeconfigPath: string): Promise<ContractClient> {
    return new ContractClient(kubeconfigPath, readConnection(kubeconfigPath));
  }

  async call(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Answer> {
    const response = await this.fetch(method, path, body, options);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parseBody(text) };
  }

  /** A call that must succeed; fails with the server's message otherwise. */
  async ok(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<ContractObject> {
    const answer = await this.call(method, path, body, options);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  get(path: string, options?: CallOptions): Promise<ContractObject> {
    return this.ok('GET', path, undefined, options);
  }

  create(path: string, body: unknown): Promise<ContractObject> {
    return this.ok('POST', path, body);
  }

  /** Opens a watch; `query` without `watch=1`. */
  async watch(path: string, query: Readonly<Record<string, string>> = {}, options: CallOptions = {}): Promise<WatchReader> {
    const response = await this.fetch('GET', `${path}?${new URLSearchParams({ ...query, watch: '1' })}`, undefined, options);
    const reader = new WatchReader(response);
    this.watches.push(reader);
    return reader;
  }

  /** A new namespace with its default service account. */
  async namespace(): Promise<string> {
    const name = `contract-${randomBytes(4).toString('hex')}`;
    await this.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    this.namespaces.push(name);
    const hasAccount = await until(
      async () => (await this.call('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`)).status === 200,
      this.controllers === false ? 0 : 3000,
    );
    this.controllers ??= hasAccount;
    if (!hasAccount) await this.create(`/api/v1/namespaces/${name}/serviceaccounts`, { metadata: { name: 'default' } });
    return name;
  }

  /** Whether controllers run that delete dependents and empty namespaces; a bare kube-apiserver has none. */
  async hasControllers(): Promise<boolean> {
    if (this.controllers === undefined) await this.namespace();
    return this.controllers === true;
  }

  async close(): Promise<void> {
    for (const watch of this.watches) watch.close();
    await Promise.all(this.namespaces.map((name) => this.call('DELETE', `/api/v1/namespaces/${name}`)));
    await this.agent.destroy();
    await this.bareAgent.destroy();
  }

  private fetch(
    method: string,
    path: string,
    body: unknown,
    { contentType = 'application/json', accept = 'application/json', headers = {} }: CallOptions,
  ): Promise<Response> {
    const content: RequestInit = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const all = { accept, ...this.headers, ...headers, ...(body === undefined ? {} : { 'content-type': contentType }) };
    return fetch(`${this.url}${path}`, {
      method,
      headers: all,
      ...content,
      dispatcher: headers['authorization'] ? this.bareAgent : this.agent,
    });
  }
}

/** Asks again until the answer is yes; false after the time is over. */
export async function until(check: () => Promise<boolean>, milliseconds = 10_000): Promise<boolean> {
  const end = Date.now() + milliseconds;
  for (;;) {
    if (await check()) return true;
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Connection {
  readonly server: string;
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly token: string | undefined;
}

function readConnection(file: string): Connection {
  const config = parseKubeconfig(file);
  const context = config['contexts'].find((each: ContractObject) => each['name'] === config['current-context'])['context'];
  const { cluster } = config['clusters'].find((each: ContractObject) => each['name'] === context.cluster);
  const user = config['users'].find((each: ContractObject) => each['name'] === context.user)?.user ?? {};
  const data = (source: ContractObject, field: string): string | undefined => {
    const inline = source[`${field}-data`] as string | undefined;
    if (inline) return Buffer.from(inline, 'base64').toString();
    return source[field] ? fs.readFileSync(source[field] as string, 'utf8') : undefined;
  };
  return {
    server: (cluster.server as string).replace(/\/$/, ''),
    ca: data(cluster, 'certificate-authority'),
    cert: data(user, 'client-certificate'),
    key: data(user, 'client-key'),
    token: user.token as string | undefined,
  };
}

/** A kubeconfig in YAML is left to kubectl. */
function parseKubeconfig(file: string): ContractObject {
  const text = fs.readFileSync(file, 'utf8');
  if (text.trimStart().startsWith('{')) return JSON.parse(text) as ContractObject;
  const shown = spawnSync('kubectl', ['config', 'view', '--raw', '--flatten', '-o', 'json', '--kubeconfig', file], { encoding: 'utf8' });
  if (shown.status !== 0) throw new Error(`kubectl could not read ${file}: ${shown.stderr}`);
  return JSON.parse(shown.stdout) as ContractObject;
}

function parseBody(text: string): ContractObject {
  try {
    return JSON.parse(text) as ContractObject;
  } catch {
    // Not every answer is JSON: health, logs, refusals of media types.
    return {};
  }
}
