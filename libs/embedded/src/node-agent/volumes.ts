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

async function prepare(context: VolumeContext, volume: Volume): Promise<string> {
  const { source, pod } = context;
  const { name, emptyDir, hostPath, configMap, secret, persistentVolumeClaim, projected, downwardAPI } = volume;
  const place = path.join(context.folder, 'volumes', name);
  if (hostPath) return prepareHostPath(hostPath);
  if (persistentVolumeClaim)
    return makeFolder(path.join(context.claims, `${pod.metadata.namespace ?? ''}_${persistentVolumeClaim.claimName}`), 0o777);
  if (emptyDir) return makeFolder(place, 0o777);
  if (configMap) return writeFiles(place, await source.configMap(configMap.name ?? '', configMap.optional), configMap);
  if (secret) return writeFiles(place, await source.secret(secret.secretName ?? '', secret.optional), secret);
  if (downwardAPI) return writeFiles(place, downward(pod, downwardAPI.items ?? []), modesOf(downwardAPI));
  if (projected) return prepareProjected(context, place, projected.sources ?? []);
  throw new Error(`volume "${name}" is of a kind that the embedded provider does not have`);
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
  readonly configMap?: { readonly name?: string; readonly items?: readonly KeyToPath[]; readonly optional?: boolean };
  readonly secret?: { readonly name?: string; readonly items?: readonly KeyToPath[]; readonly optional?: boolean };
  readonly downwardAPI?: { readonly items?: readonly unknown[] };
}

async function prepareProjected({ source, pod }: VolumeContext, place: string, sources: readonly unknown[]): Promise<string> {
  makeFolder(place, 0o755);
  for (const { serviceAccountToken, configMap, secret, downwardAPI } of sources as readonly Projection[]) {
    if (serviceAccountToken)
      fs.writeFileSync(path.join(place, serviceAccountToken.path), (await source.token(pod.spec.serviceAccountName ?? 'default')) ?? '');
    // The certificate authority of a cluster is published by a controller that is not here: it is optional in every pod.
    if (configMap)
      writeFiles(
        place,
        await source.configMap(configMap.name ?? '', configMap.optional ?? configMap.name === 'kube-root-ca.crt'),
        configMap.name === 'kube-root-ca.crt' ? {} : configMap,
      );
    if (secret) writeFiles(place, await source.secret(secret.name ?? '', secret.optional), secret);
    if (downwardAPI) writeFiles(place, downward(pod, downwardAPI.items ?? []), modesOf(downwardAPI));
  }
  return place;
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
