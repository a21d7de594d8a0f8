import type { Artifact, ArtifactLocation, ArtifactRepositoryRefStatus } from '@argosy/api';

type Fields = Readonly<Record<string, unknown>>;
type Kind = 'artifactory' | 'azure' | 'gcs' | 'hdfs' | 'local' | 'oss' | 'plugin' | 's3';

/** The field of a location that names the object in its store. */
const keyFields: Readonly<Record<Kind, string>> = { artifactory: 'url', azure: 'blob', gcs: 'key', hdfs: 'path', local: 'key', oss: 'key', plugin: 'key', s3: 'key' };
const kinds = Object.keys(keyFields) as readonly Kind[];

/** A repository of artifacts as the controller's configuration or a ConfigMap describes it. */
export interface Repository {
  readonly kind: Kind;
  readonly fields: Fields;
  readonly archiveLogs: boolean;
  /** Kinds of location that this repository stands in for: their keys are looked up here (the embedded provider's store). */
  readonly substituteFor: ReadonlySet<string>;
}

export function repositoryOf(status: ArtifactRepositoryRefStatus | undefined): Repository | undefined {
  const config = status?.artifactRepository as (ArtifactLocation & Fields) | undefined;
  const kind = config && kinds.find((candidate) => config[candidate]);
  if (!config || !kind) return undefined;
  const fields = config[kind] as Fields;
  const substituteFor = Array.isArray(fields['substituteFor']) ? (fields['substituteFor'] as string[]) : [];
  return { kind, fields, archiveLogs: config.archiveLogs === true, substituteFor: new Set(substituteFor) };
}

/** The location of an input artifact, filled in from the repository where it has a key only (acceptance 5-018). */
export function relocate<T extends ArtifactLocation>(artifact: T, repository: Repository | undefined): T {
  const kind = kinds.find((candidate) => artifact[candidate]);
  if (!repository || !kind) return artifact;
  const own = artifact[kind] as Fields;
  const key = String(own[keyFields[kind]] ?? '');
  if (kind === repository.kind) return { ...artifact, [kind]: { ...withoutFormat(repository.fields), ...own } };
  if (!repository.substituteFor.has(kind)) return artifact;
  const { [kind]: _replaced, ...rest } = artifact as Fields;
  return { ...rest, [repository.kind]: { ...withoutFormat(repository.fields), [keyFields[repository.kind]]: key } } as unknown as T;
}

/** Where an output artifact goes: its own place, or the repository under `<archive key>/<file>` (acceptance 5-015 to 5-017). */
export function placeOutput(artifact: Artifact, repository: Repository | undefined, archiveKey: string): Artifact | undefined {
  const own = kinds.find((candidate) => artifact[candidate]);
  if (own || artifact.http || artifact.git) return relocate(artifact, repository);
  if (!repository) return undefined;
  const key = `${archiveKey}/${fileName(artifact)}`;
  return { ...artifact, [repository.kind]: { ...withoutFormat(repository.fields), [keyFields[repository.kind]]: key } };
}

/** The format of keys that a repository sets, or Argo's default. */
export function keyFormat(repository: Repository | undefined): string {
  const fields = repository?.fields ?? {};
  const format = fields['keyFormat'] ?? fields['blobNameFormat'] ?? fields['pathFormat'];
  if (typeof format === 'string' && format !== '') return format;
  const prefix = fields['keyPrefix'];
  return `${typeof prefix === 'string' && prefix !== '' ? `${prefix}/` : ''}{{workflow.name}}/{{pod.name}}`;
}

function withoutFormat({ keyFormat: _format, blobNameFormat: _blob, pathFormat: _path, keyPrefix: _prefix, substituteFor: _substitute, ...fields }: Fields): Fields {
  return fields;
}

function fileName({ name, path = '', archive }: Artifact): string {
  if (archive?.none) return path.slice(path.lastIndexOf('/') + 1) || name;
  return archive?.zip ? `${name}.zip` : `${name}.tgz`;
}
