import type { ConfigMap } from '@argosy/api';
import type { KubeClient, KubeObject } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { stringify } from 'yaml';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { CONFIG_MAPS } from '../backend/resources.ts';
import { loadManifests } from '../manifests/load-manifests.ts';

/** Where the controller looks for its configuration. */
export const CONTROLLER_NAMESPACE = 'argo';
const NAME = 'workflow-controller-configmap';

export interface ControllerConfigOptions {
  /** A manifest; empty for the defaults alone. */
  readonly file: string;
  /** Directory of the default artifact repository. */
  readonly artifacts: string;
  /** File of the archive; empty: finished workflows are not archived. */
  readonly archive: string;
  /** File of the locks and limits that `database: true` speaks of. */
  readonly locks: string;
}

/** Writes the controller's ConfigMap: what the file says, and the defaults of a local provider for what it leaves out. */
export async function applyControllerConfig(context: CommandContext, client: KubeClient, options: ControllerConfigOptions): Promise<void> {
  const given = options.file === '' ? {} : await configData(context, options.file);
  const data = 'config' in given ? given : { ...defaults(options), ...given };
  const wanted = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME, namespace: CONTROLLER_NAMESPACE }, data };
  try {
    await client.create<KubeObject>(CONFIG_MAPS, wanted);
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) throw error;
    const { metadata } = await client.get<ConfigMap & KubeObject>(CONFIG_MAPS, { name: NAME, namespace: CONTROLLER_NAMESPACE });
    await client.update<KubeObject>(CONFIG_MAPS, { ...wanted, metadata: { ...metadata, ...wanted.metadata } });
  }
}

async function configData(context: CommandContext, file: string): Promise<Readonly<Record<string, string>>> {
  const manifests = await loadManifests(context.io, [file], { strict: true, directories: false });
  const [found] = manifests.filter(({ kind }) => kind === 'ConfigMap');
  if (!found) throw new CliFailure(`${file}: no ConfigMap found`, { hint: `the manifest of a ${NAME} is expected` });
  return (found.object as unknown as ConfigMap).data ?? {};
}

/** Commands of well-known images: manifests may leave the command out, and there is no registry to ask. */
const IMAGES = {
  'argoproj/argosay': { entrypoint: ['/argosay'] },
  'docker/whalesay': { cmd: ['/bin/bash'] },
  alpine: { cmd: ['/bin/sh'] },
  bash: { cmd: ['bash'] },
  busybox: { cmd: ['sh'] },
  debian: { cmd: ['bash'] },
  ubuntu: { cmd: ['bash'] },
  nginx: { cmd: ['nginx', '-g', 'daemon off;'] },
  node: { cmd: ['node'] },
  python: { cmd: ['python3'] },
  'appropriate/curl': { entrypoint: ['curl'] },
  'curlimages/curl': { entrypoint: ['curl'] },
  'stedolan/jq': { entrypoint: ['jq'] },
  'my-image': { cmd: ['/bin/sh'] },
};

/** Manifests that name a store in a cluster or cloud run as they are: their objects lie in the local directory, under the same keys. */
const REMOTE_STORES = ['s3', 'gcs', 'azure', 'oss', 'hdfs', 'plugin'];

function defaults({ artifacts, archive, locks }: ControllerConfigOptions): Readonly<Record<string, string>> {
  return {
    artifactRepository: stringify({ local: { path: artifacts, substituteFor: REMOTE_STORES } }),
    images: stringify(IMAGES),
    synchronization: stringify({ sqlite: { path: locks }, controllerName: 'local', enableAPI: true, pollSeconds: 2 }),
    ...(archive !== '' && { persistence: stringify({ archive: true, sqlite: { path: archive } }) }),
  };
}
