import type { Artifact, ArtifactLocation, ArtifactRepositoryRefStatus } from '@argosy/api';
import { textOf, withoutFields } from './fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Kinds of location that a repository can be: places to which objects are written by key. */
export type RepositoryKind = 'artifactory' | 'azure' | 'gcs' | 'hdfs' | 'local' | 'oss' | 'plugin' | 's3';
export type LocationKind = RepositoryKind | 'git' | 'http' | 'raw';

/** The field of a location that names the object in its store; kinds without one are complete by themselves. */
const keyFields: Readonly<Record<LocationKind, string | undefined>> = {
  artifactory: 'url',
  azure: 'blob',
  gcs: 'key',
  git: undefined,
  hdfs: 'path',
  http: undefined,
  local: 'key',
  oss: 'key',
  plugin: 'key',
  raw: undefined,
  s3: 'key',
};

/** What a location must have to be complete, its key aside (acceptance 5-019). */
const requiredFields: Readonly<Record<LocationKind, readonly string[]>> = {
  artifactory: ['usernameSecret'],
  azure: ['endpoint', 'container'],
  gcs: ['bucket'],
  git: ['repo'],
  hdfs: ['addresses'],
  http: ['url'],
  local: ['path'],
  oss: ['bucket', 'endpoint'],
  plugin: ['name', 'configuration'],
  raw: [],
  s3: ['endpoint', 'bucket'],
};

const kinds = Object.keys(keyFields) as readonly LocationKind[];

/** A repository of artifacts as the controller's configuration or a ConfigMap describes it. */
export interface Repository {
  readonly kind: RepositoryKind;
  /** What every location in it has: endpoint, bucket, credentials; no key and no format of keys. */
  readonly fields: Fields;
  /** Format of the keys of a pod's outputs, with tags. */
  readonly keyFormat: string;
  readonly archiveLogs: boolean;
  /** Of a local repository: where it lies on the node; pods see it elsewhere. */
  readonly hostPath?: string;
  /** Kinds of location that this repository stands in for: their objects are looked up here by key. */
  readonly substituteFor: ReadonlySet<string>;
}

/** Reads a repository out of its configuration; `undefined` where there is none. */
export function repositoryOf(status: ArtifactRepositoryRefStatus | undefined): Repository | undefined {
  const config = status?.artifactRepository as (ArtifactLocation & Fields) | undefined;
  const kind = config && kindOf(config);
  const key = kind && keyFields[kind];
  if (!config || !kind || !key) return undefined;
  const configured = config[kind] as Fields;
  const { substituteFor } = configured;
  return {
    kind: kind as RepositoryKind,
    fields: withoutFields(configured, [...formatFields, key]),
    keyFormat: formatOf(configured),
    archiveLogs: config.archiveLogs === true,
    substituteFor: new Set(Array.isArray(substituteFor) ? (substituteFor as string[]) : []),
  };
}

const formatFields = ['keyFormat', 'blobNameFormat', 'pathFormat', 'keyPrefix', 'repoURL', 'substituteFor'] as const;

/** The format of keys that a repository sets, or the default (acceptance 5-016). */
function formatOf({ keyFormat, blobNameFormat, pathFormat, keyPrefix, repoURL }: Fields): string {
  const given = [keyFormat, blobNameFormat, pathFormat].map(textOf).find((text) => text !== '');
  const format = given ?? [textOf(keyPrefix), '{{workflow.name}}/{{pod.name}}'].filter((part) => part !== '').join('/');
  return textOf(repoURL) === '' ? format : `${textOf(repoURL)}/${format}`;
}

/** The kind of place that a location names, if it names one. */
export function kindOf(location: ArtifactLocation): LocationKind | undefined {
  return kinds.find((kind) => location[kind]);
}

/** The field of a kind of location that names the object in its store; `undefined` for kinds that are complete by themselves. */
export function keyFieldOf(kind: LocationKind): string | undefined {
  return keyFields[kind];
}

/** True where a location can be loaded from or saved to as it is (acceptance 5-019). */
export function hasLocation(location: ArtifactLocation): boolean {
  const kind = kindOf(location);
  if (kind === undefined) return false;
  const fields = location[kind] as Fields;
  const key = keyFields[kind];
  return requiredFields[kind].every((field) => isPresent(fields[field])) && (key === undefined || isPresent(fields[key]));
}

/**
 * The place where an artifact really is: filled in from the repository where it has a key only (acceptance 5-018), and moved into the repository
 * where that stands in for its kind.
 */
export function locate<T extends ArtifactLocation>(artifact: T, repository: Repository | undefined): T {
  const kind = kindOf(artifact);
  if (!repository || !kind) return artifact;
  const own = artifact[kind] as Fields;
  if (kind === repository.kind) return hasLocation(artifact) ? artifact : { ...artifact, [kind]: { ...repository.fields, ...own } };
  const key = keyFields[kind];
  if (key === undefined || !repository.substituteFor.has(kind)) return artifact;
  return { ...withoutFields(artifact, [kind]), ...inRepository(repository, textOf(own[key])) } as unknown as T;
}

/** Where the outputs of one pod go: a repository and the start of their keys. */
export interface Archive {
  readonly repository: Repository;
  readonly key: string;
  /** It is not the workflow's repository: whoever reads an artifact needs its whole location. */
  readonly isOwn?: boolean;
}

/** A template's archiveLocation with an explicit place is used as it is; otherwise its repository's (acceptance 5-015, 5-042). */
export function archiveOf(
  location: ArtifactLocation | undefined,
  repository: Repository | undefined,
  resolveKey: (format: string) => string,
): Archive | undefined {
  const own = location && explicitArchive(location, repository);
  if (own) return { ...own, key: resolveKey(own.key), isOwn: !isSamePlace(own.repository, repository) };
  return repository && { repository, key: resolveKey(repository.keyFormat) };
}

function isSamePlace(a: Repository, b: Repository | undefined): boolean {
  return a.kind === b?.kind && JSON.stringify(a.fields) === JSON.stringify(b.fields);
}

function explicitArchive(location: ArtifactLocation, repository: Repository | undefined): Archive | undefined {
  const placed = locate(location, repository);
  const own = repositoryOf({ artifactRepository: placed as Fields });
  if (!own) return undefined;
  const key = textOf((placed[own.kind] as Fields)[keyFields[own.kind] as string]);
  return { repository: { ...own, substituteFor: repository?.substituteFor ?? new Set() }, key: key || own.keyFormat };
}

/** An output artifact: where it is written, and as what it is reported (key only where the repository knows the rest, acceptance 13-082). */
export interface PlacedArtifact {
  readonly located: Artifact;
  readonly reported: Artifact;
}

/** Places an output artifact: at its own location, or in the archive under `<archive key>/<file>` (acceptance 5-015 to 5-018). */
export function placeOutput(artifact: Artifact, archive: Archive | undefined, file = fileName(artifact)): PlacedArtifact | undefined {
  const kind = kindOf(artifact);
  if (kind !== undefined) {
    const located = locate(artifact, archive?.repository);
    return hasLocation(located) ? { located, reported: artifact } : undefined;
  }
  if (!archive) return undefined;
  const { repository, key } = archive;
  const full = `${key}/${file}`;
  const located = { ...artifact, ...inRepository(repository, full) };
  if (archive.isOwn) return { located, reported: located };
  return {
    located,
    reported: { ...artifact, [repository.kind]: { [keyFields[repository.kind] as string]: full } },
  };
}

/** The key of a location; empty where it has none. */
export function keyOf(location: ArtifactLocation): string {
  const kind = kindOf(location);
  const field = kind && keyFields[kind];
  return kind && field ? textOf((location[kind] as Fields)[field]) : '';
}

/** The same place with another key; unchanged where the kind has none. */
export function withKey<T extends ArtifactLocation>(location: T, key: string): T {
  const kind = kindOf(location);
  const field = kind && keyFields[kind];
  return kind && field ? { ...location, [kind]: { ...(location[kind] as Fields), [field]: key } } : location;
}

/** An object of a repository, by key alone: what is told to those who know the repository. */
export function keyInRepository({ kind }: Repository, key: string): ArtifactLocation {
  return { [kind]: { [keyFields[kind] as string]: key } };
}

function inRepository({ kind, fields }: Repository, key: string): ArtifactLocation {
  return { [kind]: { ...fields, [keyFields[kind] as string]: key } };
}

/** `<name>.tgz`, `<name>.zip`, or the path's last part where nothing is packed (acceptance 5-017). */
function fileName({ name, path = '', archive }: Artifact): string {
  if (archive?.none) return path.slice(path.lastIndexOf('/') + 1) || name;
  return archive?.zip ? `${name}.zip` : `${name}.tgz`;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
