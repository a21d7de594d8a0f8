import type { ArtifactLocation, ArtifactRepositoryRefStatus, Opaque } from '@argosy/api';
import { kindOf } from '@argosy/pod-plan';
import { annotation, type ConfigMapObject } from '../caches/objects.ts';
import { parseRepository } from '../settings/parse-repository.ts';
import type { Shell } from './shell.ts';

const STANDARD_NAME = 'artifact-repositories';

export interface RepositoryQuery {
  readonly namespace: string;
  readonly reference?: { readonly configMap?: string | undefined; readonly key?: string | undefined };
}

/**
 * The repository of a workflow (acceptance 5-020): the one it refers to, in its namespace or that of the controller, else the default of its
 * namespace's `artifact-repositories`, else the controller's.
 */
export async function resolveArtifactRepository(
  shell: Shell,
  { namespace, reference = {} }: RepositoryQuery,
): Promise<{ artifactRepository?: ArtifactRepositoryRefStatus; artifactRepositoryError?: string }> {
  const { configMap: name = '', key = '' } = reference;
  const isAskedFor = name !== '' || key !== '';
  const problems: string[] = [];
  for (const place of isAskedFor ? new Set([namespace, shell.namespace]) : [namespace]) {
    const found = await repositoryAt(shell, place, { name: name || STANDARD_NAME, key });
    if (typeof found !== 'string') return { artifactRepository: found };
    problems.push(found);
  }
  if (!isAskedFor) return ofController(shell);
  const reason = `failed to find any artifact repository for artifact repository ref "${name}#${key}": ${problems.join(', ')}`;
  return { artifactRepositoryError: reason };
}

/** What a ConfigMap says, or why it says nothing. */
async function repositoryAt(
  shell: Shell,
  namespace: string,
  { name, key }: { readonly name: string; readonly key: string },
): Promise<ArtifactRepositoryRefStatus | string> {
  const configMap = await configMapOf(shell, namespace, name);
  const found = configMap && repositoryIn(configMap, key);
  if (found === undefined) return missing(configMap, `${namespace}/${name}`, key);
  return { configMap: name, namespace, ...found, artifactRepository: standInFor(shell, found.artifactRepository) };
}

/** The controller's local repository may stand in for stores that cannot be reached from here (ADR 0014); logs and keys stay as configured. */
function standInFor(shell: Shell, found: Opaque): Opaque {
  const own = shell.settings().artifactRepository as { readonly local?: Opaque } | undefined;
  const kind = kindOf(found as ArtifactLocation);
  const kinds = own?.local?.['substituteFor'];
  if (kind === undefined || !Array.isArray(kinds) || !kinds.includes(kind)) return found;
  const { [kind]: replaced, ...rest } = found;
  const { keyFormat } = replaced as { readonly keyFormat?: unknown };
  return { ...rest, local: { ...own?.local, ...(keyFormat !== undefined && { keyFormat }) } };
}

function ofController(shell: Shell): { artifactRepository?: ArtifactRepositoryRefStatus } {
  const { artifactRepository } = shell.settings();
  return artifactRepository === undefined ? {} : { artifactRepository: { default: true, artifactRepository } };
}

function missing(configMap: ConfigMapObject | undefined, name: string, key: string): string {
  return configMap === undefined ? `config map ${name} not found` : `config map ${name} has no key ${key || '(default)'}`;
}

async function configMapOf(shell: Shell, namespace: string, name: string): Promise<ConfigMapObject | undefined> {
  const known = shell.configMaps.peek(namespace, name);
  return known === 'unread' ? shell.configMaps.fetch(namespace, name) : known;
}

function repositoryIn(
  { metadata, data = {} }: ConfigMapObject,
  wanted: string | undefined,
): { readonly key: string; readonly artifactRepository: Opaque } | undefined {
  const key = wanted || metadata.annotations?.[annotation.defaultRepository];
  const text = key === undefined ? undefined : data[key];
  return key === undefined || text === undefined ? undefined : { key, artifactRepository: parseRepository(key, text) };
}
