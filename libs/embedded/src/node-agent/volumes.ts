import fs from 'node:fs';
import path from 'node:path';
import type { Container, KeyToPath, Pod, Volume } from '@argosy/api';
import type { Mount } from '../runtimes/container-runtime.ts';
import type { ConfigSource } from './config-source.ts';
import { expand, podField } from './environment.ts';

export interface VolumeContext {
  readonly pod: Pod;
  /** The pod's folder. */
  readonly folder: string;
  /** Folder in which claims have theirs. */
  readonly claims: string;
  readonly source: ConfigSource;
}

type Data = ReadonlyMap<string, Buffer>;

/** Makes the volumes of a pod; gives the place of each on the host, by name. */
export async function prepareVolumes(context: VolumeContext): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>();
  for (const volume of context.pod.spec.volumes ?? []) places.set(volume.name, await prepare(context, volume));
  return places;
}

type Maker = (context: VolumeContext, volume: Volume, place: string) => Promise<string> | string | undefined;

/** One for each kind of volume; undefined where the volume is of another kind. */
const makers: readonly Maker[] = [
  (_, { hostPath }) => hostPath && prepareHostPath(hostPath),
  ({ claims, pod }, { persistentVolumeClaim }) =>
    persistentVolumeClaim && makeFolder(path.join(claims, `${pod.metadata.namespace ?? ''}_${persistentVolumeClaim.claimName}`), 0o777),
  (_, { emptyDir }, place) => emptyDir && makeFolder(place, 0o777),
  ({ source }, { configMap }, place) => configMap && writeConfigMap(source, place, configMap),
  ({ source }, { secret }, place) => secret && writeSecret(source, place, { ...secret, name: secret.secretName }),
  ({ pod }, { downwardAPI }, place) => downwardAPI && writeDownward(pod, place, downwardAPI),
  (context, { projected }, place) => projected && prepareProjected(context, place, projected.sources ?? []),
];

function prepare(context: VolumeContext, volume: Volume): Promise<string> | string {
  const place = path.join(context.folder, 'volumes', volume.name);
  for (const make of makers) {
    const made = make(context, volume, place);
    if (made) return made;
  }
  throw new Error(`volume "${volume.name}" is of a kind that the embedded provider does not have`);
}

interface ConfigFiles {
  readonly name?: string | undefined;
  readonly items?: readonly KeyToPath[] | undefined;
  readonly optional?: boolean | undefined;
  readonly defaultMode?: number | undefined;
}

async function writeConfigMap(source: ConfigSource, place: string, files: ConfigFiles): Promise<string> {
  return writeFiles(place, await source.configMap(files.name ?? '', files.optional), files);
}

async function writeSecret(source: ConfigSource, place: string, files: ConfigFiles): Promise<string> {
  return writeFiles(place, await source.secret(files.name ?? '', files.optional), files);
}

function writeDownward(pod: Pod, place: string, volume: DownwardVolume): string {
  return writeFiles(place, downward(pod, volume.items ?? []), modesOf(volume));
}

interface DownwardVolume {
  readonly items?: readonly unknown[] | undefined;
  readonly defaultMode?: number | undefined;
}

function makeFolder(folder: string, mode: number): string {
  if (!fs.existsSync(folder)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.chmodSync(folder, mode);
  }
  return folder;
}

function prepareHostPath({ path: place, type = '' }: { readonly path: string; readonly type?: string | undefined }): string {
  if (type === 'DirectoryOrCreate') fs.mkdirSync(place, { recursive: true });
  if (type === 'FileOrCreate' && !fs.existsSync(place)) fs.writeFileSync(place, '');
  if (!fs.existsSync(place)) throw new Error(`hostPath type check failed: ${place} does not exist`);
  return place;
}

function writeFiles(
  folder: string,
  data: Data,
  { items, defaultMode = 0o644 }: { readonly items?: readonly KeyToPath[] | undefined; readonly defaultMode?: number | undefined },
): string {
  makeFolder(folder, 0o755);
  const wanted = items ?? [...data.keys()].map((key) => ({ key, path: key, mode: undefined }));
  for (const { key, path: name, mode } of wanted) {
    const content = data.get(key);
    if (content === undefined) throw new Error(`references non-existent config key: ${key}`);
    const file = path.join(folder, path.normalize(`/${name}`));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    // Not at creation: there the mask of this process would take bits away.
    fs.chmodSync(file, mode ?? defaultMode);
  }
  return folder;
}

/** Items of the downward API name fields instead of keys; the data is there by path already. */
function modesOf({
  items = [],
  defaultMode,
}: {
  readonly items?: readonly unknown[] | undefined;
  readonly defaultMode?: number | undefined;
}): {
  readonly items: readonly KeyToPath[];
  readonly defaultMode?: number;
} {
  const modes = items as { readonly path: string; readonly mode?: number }[];
  return {
    items: modes.map(({ path: name, mode }) => ({ key: name, path: name, ...(mode !== undefined && { mode }) })),
    ...(defaultMode !== undefined && { defaultMode }),
  };
}

function downward(pod: Pod, items: readonly unknown[]): Data {
  return new Map(
    (items as { path: string; fieldRef?: { fieldPath: string } }[]).map(({ path: name, fieldRef }) => [
      name,
      Buffer.from(fieldRef ? podField(pod, fieldRef.fieldPath, '') : ''),
    ]),
  );
}

interface Projection {
  readonly serviceAccountToken?: { readonly path: string };
  readonly configMap?: ConfigFiles;
  readonly secret?: ConfigFiles;
  readonly downwardAPI?: { readonly items?: readonly unknown[] };
}

async function prepareProjected(context: VolumeContext, place: string, sources: readonly unknown[]): Promise<string> {
  makeFolder(place, 0o755);
  for (const projection of sources as readonly Projection[]) await project(context, place, projection);
  return place;
}

async function project({ source, pod }: VolumeContext, place: string, projection: Projection): Promise<void> {
  const { serviceAccountToken, configMap, secret, downwardAPI } = projection;
  if (serviceAccountToken) {
    const token = (await source.token(pod.spec.serviceAccountName ?? 'default')) ?? '';
    fs.writeFileSync(path.join(place, serviceAccountToken.path), token);
  }
  if (configMap) await writeConfigMap(source, place, orAbsentAuthority(configMap));
  if (secret) await writeSecret(source, place, secret);
  if (downwardAPI) writeDownward(pod, place, downwardAPI);
}

/** The certificate authority of a cluster is published by a controller that is not here: it is optional in every pod. */
function orAbsentAuthority(configMap: ConfigFiles): ConfigFiles {
  const { name, optional } = configMap;
  return name === 'kube-root-ca.crt' ? { name, optional: optional ?? true } : configMap;
}

/** The mounts of one container, in the order of the spec; sub-paths are made where they are not there yet. */
export function containerMounts(container: Container, places: ReadonlyMap<string, string>, env: ReadonlyMap<string, string>): Mount[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, subPath, subPathExpr, readOnly }) => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`volume "${name}" is not one of the pod's volumes`);
    const below = subPathExpr ? expand(subPathExpr, env) : (subPath ?? '');
    const source = path.join(place, path.normalize(`/${below}`));
    if (below !== '' && !fs.existsSync(source)) fs.mkdirSync(source, { recursive: true });
    return {
      source: below === '' ? place : source,
      target: mountPath.startsWith('/') ? path.normalize(mountPath) : `/${mountPath}`,
      readOnly: readOnly === true,
    };
  });
}
