import { PassThrough } from 'node:stream';
import { type ApiServer, type ConfiguredToken, type PodBackend, startApiServer } from '@argosy/embedded';
import { createKubeClient, type KubeClient, type KubeObject, openConnection, realTimers, type ResourceType } from '@argosy/kube';
import { silentLogger } from '@argosy/std';
import { createMetrics } from '@argosy/telemetry';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '../config.ts';
import { createServer } from '../server.ts';

export const OWN_NAMESPACE = 'argo';

/** Who comes to the servers of tests: the administrator, somebody with rights in the namespace `team`, and somebody known without any. */
export const tokens = {
  admin: { token: 'admin-token', username: 'admin' },
  member: { token: 'member-token', username: 'system:serviceaccount:team:member' },
  stranger: { token: 'stranger-token', username: 'system:serviceaccount:other:stranger' },
} as const satisfies Readonly<Record<string, ConfiguredToken>>;

export interface TestServer {
  readonly url: string;
  readonly api: ApiServer;
  /** The administrator's. */
  readonly client: KubeClient;
  readonly folder: string;
  fetch(
    request: string,
    options?: { readonly token?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body. */
  readonly json: never;
}

export interface TestServerOptions {
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Data of the controller ConfigMap. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly objects?: readonly (readonly [ResourceType, KubeObject])[];
  /** Name of the ConfigMap, for a second server on one API server. */
  readonly configMap?: string;
  /** An API server that is there already. */
  readonly api?: ApiServer;
}

/** An API server in memory that enforces rights, and argo-server in front of it, over HTTP. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-server-'));
  const api = options.api ?? (await startTestApi());
  const client = await createKubeClient({ server: api.url, token: tokens.admin.token });
  const settings = {
    persistence: JSON.stringify({ archive: true, sqlite: { path: path.join(folder, 'archive.db') } }),
    artifactRepository: JSON.stringify({ local: { path: path.join(folder, 'artifacts') } }),
    ...options.settings,
  };
  await apply(client, CONFIG_MAPS, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: options.configMap ?? DEFAULT_CONFIG_MAP, namespace: OWN_NAMESPACE },
    data: settings,
  } as KubeObject);
  for (const [type, object] of options.objects ?? []) await apply(client, type, object);
  const connection = await openConnection({ server: api.url, token: tokens.admin.token });
  const server = await createServer({
    config: configOf(options),
    connection,
    client,
    metrics: createMetrics(),
    logger: silentLogger,
    timers: realTimers,
  });
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  return {
    url,
    api,
    client,
    folder,
    fetch: (request, given) => send(url, request, given),
    async stop() {
      await server.stop();
      await client.close();
      if (options.api === undefined) await api.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An API server with the namespaces and rights of the tests. */
export async function startTestApi(): Promise<ApiServer> {
  const api = await startApiServer({
    authorize: true,
    tokens: Object.values(tokens),
    namespaces: [OWN_NAMESPACE, 'team', 'other'],
    podBackend,
  });
  const client = await createKubeClient({ server: api.url, token: tokens.admin.token });
  const metadata = { name: 'member', namespace: 'team' };
  const rules = [{ apiGroups: ['argoproj.io', ''], resources: ['*'], verbs: ['*'] }];
  await client.create(ROLES, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules } as KubeObject);
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'member' };
  const subjects = [{ kind: 'ServiceAccount', name: 'member', namespace: 'team' }];
  await client.create(BINDINGS, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef,
    subjects,
  } as KubeObject);
  await client.close();
  return api;
}

const CONFIG_MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
const ROLES: ResourceType = { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'roles', kind: 'Role', namespaced: true };
const BINDINGS: ResourceType = { ...ROLES, plural: 'rolebindings', kind: 'RoleBinding' };

const podBackend: PodBackend = {
  async *logs(pod) {
    const lines = String(pod.metadata.annotations?.['lines'] ?? '').split('|');
    for (const line of lines) yield Buffer.from(`${line}\n`);
  },
  attach: async () => undefined,
  connect: () => new PassThrough(),
  exec: async () => ({ exitCode: 0 }),
};

async function apply(client: KubeClient, type: ResourceType, object: KubeObject): Promise<void> {
  const { name = '', namespace } = object.metadata;
  await client.delete(type, { name, ...(namespace && { namespace }) }).catch(() => undefined);
  const created = await client.create(type, object);
  const { status } = object as { readonly status?: unknown };
  if (type.kind === 'Pod' && status !== undefined)
    await client.update(type, { ...created, status } as KubeObject, { subresource: 'status' });
}

const DEFAULT_CONFIG_MAP = 'workflow-controller-configmap';

const SCHEMAS = fileURLToPath(new URL('../../../../docs/reference/schemas', import.meta.url));

function configOf({ flags = [], environment = {}, configMap = DEFAULT_CONFIG_MAP }: TestServerOptions): Config {
  const args = ['--secure=false', '-n', OWN_NAMESPACE, '--api-rate-limit', '0', '--configmap', configMap, ...flags];
  const invocation = readConfig(args, { ARGOSY_SCHEMA_FOLDER: SCHEMAS, ARGOSY_UI_FOLDER: '/nonexistent', ...environment }, '/');
  if (invocation.kind !== 'run') throw new Error(`cannot run with ${args.join(' ')}`);
  return invocation.config;
}

const send = async (url: string, request: string, options: NonNullable<Parameters<TestServer['fetch']>[1]> = {}): Promise<Answer> => {
  const [method = 'GET', path_ = ''] = request.split(' ', 2);
  const { token, body, headers } = options;
  const answer = await fetch(url + path_, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    redirect: 'manual',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    get json() {
      return JSON.parse(text) as never;
    },
  };
};
