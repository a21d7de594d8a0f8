import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';

/** ConfigMaps, Secrets and tokens of one namespace, as containers and volumes need them. */
export interface ConfigSource {
  configMap(name: string, optional: boolean | undefined): Promise<ReadonlyMap<string, Buffer>>;
  secret(name: string, optional: boolean | undefined): Promise<ReadonlyMap<string, Buffer>>;
  /** A token of a service account; undefined when the API server gives none. */
  token(serviceAccount: string): Promise<string | undefined>;
}

interface DataObject extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

const tokens = new WeakMap<KubeClient, Map<string, { readonly token: string; readonly until: number }>>();

export function configSource(client: KubeClient, namespace: string): ConfigSource {
  return {
    configMap: async (name, optional) => {
      const object = await read(client, 'ConfigMap', { name, namespace, optional });
      return new Map([...decoded(object?.data, 'utf8'), ...decoded(object?.binaryData, 'base64')]);
    },
    secret: async (name, optional) => new Map(decoded((await read(client, 'Secret', { name, namespace, optional }))?.data, 'base64')),
    token: (serviceAccount) => tokenOf(client, namespace, serviceAccount),
  };
}

function decoded(data: Readonly<Record<string, string>> | undefined, encoding: BufferEncoding): [string, Buffer][] {
  return Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, encoding)]);
}

async function read(
  client: KubeClient,
  kind: 'ConfigMap' | 'Secret',
  { name, namespace, optional }: { readonly name: string; readonly namespace: string; readonly optional: boolean | undefined },
): Promise<DataObject | undefined> {
  try {
    return await client.get<DataObject>(coreResources[kind], { name, namespace });
  } catch (error) {
    if (optional && isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}

async function tokenOf(client: KubeClient, namespace: string, serviceAccount: string): Promise<string | undefined> {
  const known = tokens.get(client) ?? new Map<string, { readonly token: string; readonly until: number }>();
  tokens.set(client, known);
  const key = `${namespace}/${serviceAccount}`;
  const cached = known.get(key);
  if (cached && cached.until > Date.now()) return cached.token;
  try {
    const answer = (await client.raw('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 86_400 },
    })) as { status?: { token?: string } };
    const token = answer.status?.token;
    if (token) known.set(key, { token, until: Date.now() + 3_600_000 });
    return token;
  } catch (error) {
    // A service account that does not exist (yet) has no token; containers that need none run all the same.
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}
