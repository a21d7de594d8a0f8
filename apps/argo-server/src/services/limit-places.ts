import { coreResources, type KubeObject, workflowResources } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { ApiFailure, invalid, notFound } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';
import type { AccessQuestion } from './access.ts';
import type { Services } from './services.ts';

/** Where limits of semaphores are kept: by key, with the caller's rights. */
export interface LimitPlace {
  create(key: string, limit: number): Promise<void>;
  read(key: string): Promise<number>;
  update(key: string, limit: number): Promise<void>;
  delete(key: string): Promise<void>;
}

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** A ConfigMap, whose keys are the semaphores. */
export function limitsInConfigMap(
  { client }: Caller,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): LimitPlace {
  const { ConfigMap } = coreResources;
  const patch = (data: Readonly<Record<string, string | null>>): Promise<unknown> =>
    client.patch(ConfigMap, { namespace, name, body: { data } }, { type: 'merge' });
  const read = async (key: string): Promise<number> => {
    const { data } = await client.get<ConfigMap>(ConfigMap, { namespace, name });
    const text = data?.[key];
    if (text === undefined) throw notFound(`key ${key} not found in configmap ${namespace}/${name}`);
    const limit = Number(text);
    if (!Number.isInteger(limit)) throw invalid(`invalid limit format for configmap ${namespace}/${name} key ${key}: "${text}"`);
    return limit;
  };
  return {
    read,
    async create(key, limit) {
      const data = { [key]: String(limit) };
      try {
        const stored = await client.get<ConfigMap>(ConfigMap, { namespace, name });
        if (stored.data?.[key] !== undefined)
          throw new ApiFailure('ALREADY_EXISTS', `cannot create sync limit with key ${key}: it exists, use update`);
        await patch(data);
      } catch (error) {
        if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
        await client.create<ConfigMap>(ConfigMap, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data });
      }
    },
    async update(key, limit) {
      await read(key);
      await patch({ [key]: String(limit) });
    },
    async delete(key) {
      await read(key);
      await patch({ [key]: null });
    },
  };
}

/** The database that controllers share; whoever may do it to workflows of the namespace may do it to its limits. */
export function limitsInDatabase({ access, syncLimits }: Services, caller: Caller, namespace: string): LimitPlace {
  const limits = syncLimits();
  if (limits === undefined)
    throw new ApiFailure('FAILED_PRECONDITION', 'database sync not configured: synchronization names no database, or enableAPI is not set');
  const nameFor = async (verb: AccessQuestion['verb'], key: string): Promise<string> => {
    if (!(await access.allows(caller, { verb, type: workflowResources.Workflow, namespace })))
      throw new ApiFailure(
        'PERMISSION_DENIED',
        `Permission denied, you are not allowed to ${verb} database sync limit in namespace "${namespace}".`,
      );
    return `${namespace}/${key}`;
  };
  const isThere = (found: boolean): void => {
    if (!found) throw notFound(`Database sync limit not found in namespace "${namespace}".`);
  };
  return {
    async create(key, limit) {
      await limits.create(await nameFor('create', key), limit).catch((error: unknown) => {
        if (!isErrorWithCode(error, 'SYNC_LIMIT_EXISTS')) throw error;
        throw new ApiFailure('ALREADY_EXISTS', `Database sync limit already exists in namespace "${namespace}".`);
      });
    },
    async read(key) {
      const limit = await limits.read(await nameFor('get', key));
      isThere(limit !== undefined);
      return limit as number;
    },
    update: async (key, limit) => isThere(await limits.update(await nameFor('update', key), limit)),
    delete: async (key) => isThere(await limits.delete(await nameFor('delete', key))),
  };
}
