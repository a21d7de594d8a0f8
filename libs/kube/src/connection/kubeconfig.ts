import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OperationalError } from '@argosy/std';
import type { ConnectionOptions, KubeConnection, TlsIdentity } from './connection.ts';
import { tokenFromFile } from './token-file.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Entry {
  readonly fields: Fields;
  /** Relative files of this entry are relative to it. */
  readonly folder: string;
}

interface Kubeconfig {
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
}

/** The connection a context of these kubeconfig files describes; of entries with one name the first file's counts. */
export async function kubeconfigConnection(files: readonly string[], options: ConnectionOptions): Promise<KubeConnection> {
  const config = merge(await Promise.all(files.map(readKubeconfig)));
  const { context, cluster, user } = selectContext(config, options, files);
  const server = text(cluster.fields['server']);
  if (!server) throw invalid(files, 'the cluster has no server');
  const base = { server, namespace: text(context['namespace']), headers: basicAuth(user?.fields) };
  if (user !== undefined && (user.fields['exec'] || user.fields['auth-provider'])) {
    const { pluginConnection } = await import('./auth-plugin.ts');
    return { ...base, ...(await pluginConnection(cluster.fields, user.fields, await tlsIdentity(cluster, undefined))) };
  }
  return { ...base, tls: await tlsIdentity(cluster, user), token: tokenSource(user) };
}

async function readKubeconfig(file: string): Promise<Kubeconfig> {
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch (cause) {
    throw new OperationalError(`cannot read the kubeconfig ${file}: ${(cause as Error).message}`, {
      code: 'KUBE_NO_CONFIGURATION',
      retry: 'never',
      cause,
    });
  }
  const fields = asFields(await parse(source, file));
  const folder = dirname(resolve(file));
  return {
    currentContext: text(fields['current-context']),
    contexts: named(fields['contexts'], 'context', folder),
    clusters: named(fields['clusters'], 'cluster', folder),
    users: named(fields['users'], 'user', folder),
  };
}

async function parse(source: string, file: string): Promise<unknown> {
  try {
    // JSON needs no YAML parser, which is most of the start-up time of a command.
    if (source.trimStart().startsWith('{')) return JSON.parse(source) as unknown;
    const { parseYaml } = await import('./yaml-text.ts');
    return parseYaml(source) as unknown;
  } catch (cause) {
    throw invalid([file], (cause as Error).message, cause);
  }
}

function named(list: unknown, kind: string, folder: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  if (!Array.isArray(list)) return entries;
  for (const item of list.map(asFields)) entries.set(text(item['name']) ?? '', { fields: asFields(item[kind]), folder });
  return entries;
}

function merge(configs: readonly Kubeconfig[]): Kubeconfig {
  const joined = (pick: (config: Kubeconfig) => ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> =>
    new Map([...configs].reverse().flatMap((config) => [...pick(config)]));
  return {
    currentContext: configs.map((config) => config.currentContext).find(Boolean),
    contexts: joined((config) => config.contexts),
    clusters: joined((config) => config.clusters),
    users: joined((config) => config.users),
  };
}

interface Selection {
  readonly context: Fields;
  readonly cluster: Entry;
  readonly user: Entry | undefined;
}

function selectContext(config: Kubeconfig, options: ConnectionOptions, files: readonly string[]): Selection {
  // A named cluster and user need no context.
  const context =
    options.cluster !== undefined && options.context === undefined ? currentContext(config) : requireContext(config, options, files);
  const cluster = requireEntry(config.clusters, options.cluster ?? text(context['cluster']) ?? '', { files, kind: 'cluster' });
  const userName = options.user ?? text(context['user']);
  const user = userName === undefined ? undefined : requireEntry(config.users, userName, { files, kind: 'user' });
  return { context, cluster, user };
}

function currentContext(config: Kubeconfig): Fields {
  return config.contexts.get(config.currentContext ?? '')?.fields ?? {};
}

function requireContext(config: Kubeconfig, options: ConnectionOptions, files: readonly string[]): Fields {
  const name = options.context ?? config.currentContext;
  const context = name === undefined ? undefined : config.contexts.get(name);
  if (context !== undefined) return context.fields;
  const known = [...config.contexts.keys()].join(', ') || 'none';
  throw invalid(files, name ? `context "${name}" does not exist (contexts: ${known})` : `no current-context is set (contexts: ${known})`);
}

function requireEntry(
  entries: ReadonlyMap<string, Entry>,
  name: string,
  what: { readonly files: readonly string[]; readonly kind: string },
): Entry {
  const entry = entries.get(name);
  if (entry === undefined) throw invalid(what.files, `${what.kind} "${name}" does not exist`);
  return entry;
}

async function tlsIdentity(cluster: Entry, user: Entry | undefined): Promise<TlsIdentity> {
  const [ca, cert, key] = await Promise.all([
    pem(cluster, 'certificate-authority'),
    user === undefined ? undefined : pem(user, 'client-certificate'),
    user === undefined ? undefined : pem(user, 'client-key'),
  ]);
  const insecure = cluster.fields['insecure-skip-tls-verify'] === true;
  return { ca, cert, key, rejectUnauthorized: insecure ? false : undefined, servername: text(cluster.fields['tls-server-name']) };
}

async function pem(entry: Entry, field: string): Promise<string | undefined> {
  const data = text(entry.fields[`${field}-data`]);
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  const file = text(entry.fields[field]);
  return file ? readFile(resolve(entry.folder, file), 'utf8') : undefined;
}

function tokenSource(user: Entry | undefined): () => Promise<string | undefined> {
  const file = text(user?.fields['tokenFile']);
  if (user !== undefined && file) return tokenFromFile(resolve(user.folder, file));
  const token = text(user?.fields['token']);
  return async () => token;
}

function basicAuth(user: Fields | undefined): Readonly<Record<string, string | readonly string[]>> {
  const headers: Record<string, string | readonly string[]> = {};
  const name = text(user?.['username']);
  if (name) headers['authorization'] = `Basic ${Buffer.from(`${name}:${text(user?.['password']) ?? ''}`).toString('base64')}`;
  const as = text(user?.['as']);
  if (as) headers['impersonate-user'] = as;
  const groups = user?.['as-groups'];
  if (Array.isArray(groups)) headers['impersonate-group'] = groups.map(String);
  return headers;
}

function invalid(files: readonly string[], message: string, cause?: unknown): OperationalError {
  return new OperationalError(`kubeconfig ${files.join(', ')}: ${message}`, { code: 'KUBE_NO_CONFIGURATION', retry: 'never', cause });
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
