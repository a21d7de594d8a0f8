import type { Container, EnvVar, Pod } from '@argosy/api';
import type { ConfigSource } from './config-source.ts';

/** A container's environment as `NAME=value`, or why it cannot be made. */
export async function containerEnvironment(
  pod: Pod,
  container: Container,
  { source, ip, defaults }: { readonly source: ConfigSource; readonly ip: string; readonly defaults: Readonly<Record<string, string>> },
): Promise<ReadonlyMap<string, string>> {
  const env = new Map(Object.entries(defaults));
  for (const origin of container.envFrom ?? [])
    for (const [key, value] of await everythingOf(source, origin)) env.set(`${origin.prefix ?? ''}${key}`, value.toString());
  for (const entry of container.env ?? []) {
    const value = await valueOf(pod, { container, entry, source, ip });
    if (value !== undefined) env.set(entry.name, expand(value, env));
  }
  return env;
}

async function everythingOf(
  source: ConfigSource,
  { configMapRef, secretRef }: NonNullable<Container['envFrom']>[number],
): Promise<ReadonlyMap<string, Buffer>> {
  if (configMapRef) return source.configMap(configMapRef.name ?? '', configMapRef.optional);
  return secretRef ? source.secret(secretRef.name ?? '', secretRef.optional) : new Map();
}

interface ValueContext {
  readonly container: Container;
  readonly entry: EnvVar;
  readonly source: ConfigSource;
  readonly ip: string;
}

async function valueOf(pod: Pod, { container, entry, source, ip }: ValueContext): Promise<string | undefined> {
  const { value, valueFrom } = entry;
  if (!valueFrom) return value ?? '';
  if (valueFrom.fieldRef) return podField(pod, valueFrom.fieldRef.fieldPath, ip);
  if (valueFrom.resourceFieldRef) return resourceField(pod, container, valueFrom.resourceFieldRef);
  if (valueFrom.configMapKeyRef)
    return keyOf(
      await source.configMap(valueFrom.configMapKeyRef.name ?? '', valueFrom.configMapKeyRef.optional),
      valueFrom.configMapKeyRef,
      'ConfigMap',
    );
  if (valueFrom.secretKeyRef)
    return keyOf(await source.secret(valueFrom.secretKeyRef.name ?? '', valueFrom.secretKeyRef.optional), valueFrom.secretKeyRef, 'Secret');
  return undefined;
}

function keyOf(
  data: ReadonlyMap<string, Buffer>,
  { name = '', key, optional }: { readonly name?: string | undefined; readonly key: string; readonly optional?: boolean | undefined },
  kind: string,
): string | undefined {
  const value = data.get(key);
  if (value === undefined && !optional) throw new Error(`couldn't find key ${key} in ${kind} ${name}`);
  return value?.toString();
}

/** A field of the pod, as the downward API offers it. */
export function podField({ metadata, spec }: Pod, fieldPath: string, ip: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(fieldPath);
  if (keyed) return (keyed[1] === 'labels' ? metadata.labels : metadata.annotations)?.[keyed[2] as string] ?? '';
  const fields: Readonly<Record<string, () => string>> = {
    'metadata.name': () => metadata.name ?? '',
    'metadata.namespace': () => metadata.namespace ?? '',
    'metadata.uid': () => metadata.uid ?? '',
    'metadata.labels': () => lines(metadata.labels),
    'metadata.annotations': () => lines(metadata.annotations),
    'spec.nodeName': () => spec.nodeName ?? '',
    'spec.serviceAccountName': () => spec.serviceAccountName ?? 'default',
    'status.podIP': () => ip,
    'status.podIPs': () => ip,
    'status.hostIP': () => '127.0.0.1',
  };
  const field = fields[fieldPath];
  if (!field) throw new Error(`unsupported fieldPath: ${fieldPath}`);
  return field();
}

function lines(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}

function resourceField(
  { spec }: Pod,
  own: Container,
  { containerName, resource }: { readonly containerName?: string | undefined; readonly resource: string },
): string {
  const container = containerName ? (spec.containers.find(({ name }) => name === containerName) ?? own) : own;
  const [kind, name = ''] = resource.split('.', 2) as [string, string];
  const list = kind === 'limits' ? container.resources?.limits : container.resources?.requests;
  return String(list?.[name] ?? 0);
}

/** Replaces $(NAME) by what is known; $$ is a dollar sign. */
export function expand(text: string, env: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\$|\$\(([^)]+)\)/g, (whole, name: string | undefined) =>
    whole === '$$' ? '$' : (env.get(name ?? '') ?? whole),
  );
}
