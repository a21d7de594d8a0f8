import type { ConfigMap } from '@argosy/api';
import type { KubeClient, KubeObject } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { CliFailure } from '../../failure.ts';
import type { LimitRef, Limits } from '../backend.ts';
import { CONFIG_MAPS } from '../resources.ts';

type KubeConfigMap = ConfigMap & KubeObject;

/** Limits of semaphores as entries of ConfigMaps, where the controller reads them. */
export function configMapLimits(client: KubeClient): Limits {
  const place = ({ configMap, namespace }: LimitRef) => ({ name: configMap, namespace });
  const write = (ref: LimitRef, limit: number | null): Promise<unknown> =>
    client.patch(CONFIG_MAPS, { ...place(ref), body: { data: { [ref.key]: limit === null ? null : String(limit) } } }, { type: 'merge' });
  return {
    create: async (ref, limit) => {
      requireConfigMap(ref);
      try {
        const { data } = await client.get<KubeConfigMap>(CONFIG_MAPS, place(ref));
        if (data?.[ref.key] !== undefined)
          throw new CliFailure(`the sync limit ${ref.key} exists already in ConfigMap ${ref.configMap}`, {
            hint: '`argo sync update` changes it',
          });
        await write(ref, limit);
      } catch (error) {
        if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
        const metadata = { name: ref.configMap, namespace: ref.namespace };
        await client.create(CONFIG_MAPS, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata,
          data: { [ref.key]: String(limit) },
        } as KubeObject);
      }
    },
    get: (ref) => stored(client, ref),
    update: async (ref, limit) => {
      await stored(client, ref);
      await write(ref, limit);
    },
    remove: async (ref) => {
      await stored(client, ref);
      await write(ref, null);
    },
  };
}

async function stored(client: KubeClient, ref: LimitRef): Promise<number> {
  requireConfigMap(ref);
  const { data = {} } = await client.get<KubeConfigMap>(CONFIG_MAPS, { name: ref.configMap, namespace: ref.namespace });
  const text = data[ref.key];
  if (text === undefined) {
    const keys = Object.keys(data).join(', ') || 'none';
    throw new CliFailure(`there is no sync limit ${ref.key} in ConfigMap ${ref.configMap}`, { hint: `keys of the ConfigMap: ${keys}` });
  }
  if (!/^\d+$/.test(text.trim())) throw new CliFailure(`the sync limit ${ref.key} is no number: "${text}"`);
  return Number(text);
}

function requireConfigMap({ type }: LimitRef): void {
  if (type === 'configmap') return;
  throw new CliFailure('limits in a database are reached through an Argo server, and none is named', {
    hint: 'set ARGO_SERVER=host:2746 or give --argo-server; limits in a ConfigMap: --type configmap --cm-name NAME',
  });
}
