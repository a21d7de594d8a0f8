import type { KubeClient, ResourceType } from '@argosy/kube';
import { OperationalError } from '@argosy/std';

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly singularName?: string;
  readonly shortNames?: readonly string[];
}

/** The type of an object by its apiVersion and kind, as the API server serves it. Throws `EXECUTOR_KIND`. */
export async function typeOf(
  client: KubeClient,
  { apiVersion = '', kind = '' }: { readonly apiVersion?: string; readonly kind?: string },
): Promise<ResourceType> {
  const found = (await resourcesOf(client, apiVersion)).find((resource) => resource.kind === kind && !resource.name.includes('/'));
  if (!found) throw unknown(`${kind} of ${apiVersion}`);
  return asType(apiVersion, found);
}

/** The type that a word on a command line means: plural, singular, short name or kind, of the core group or of any other. */
export async function typeNamed(client: KubeClient, word: string): Promise<ResourceType> {
  const { groups = [] } = (await client.raw('GET', '/apis')) as {
    readonly groups?: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
  };
  for (const apiVersion of ['v1', ...groups.map(({ preferredVersion }) => preferredVersion.groupVersion)]) {
    const found = (await resourcesOf(client, apiVersion)).find(
      (resource) => !resource.name.includes('/') && namesOf(resource, apiVersion).includes(word.toLowerCase()),
    );
    if (found) return asType(apiVersion, found);
  }
  throw unknown(word);
}

async function resourcesOf(client: KubeClient, apiVersion: string): Promise<readonly ApiResource[]> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { resources = [] } = (await client.raw('GET', path)) as { readonly resources?: readonly ApiResource[] };
  return resources;
}

function namesOf({ name, kind, singularName = '', shortNames = [] }: ApiResource, apiVersion: string): readonly string[] {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return [name, singularName, kind.toLowerCase(), `${name}.${group}`, ...shortNames];
}

function asType(apiVersion: string, { name, kind, namespaced }: ApiResource): ResourceType {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { group, version, plural: name, kind, namespaced };
}

function unknown(what: string): OperationalError {
  return new OperationalError(`the API server does not serve ${what}`, { code: 'EXECUTOR_KIND', retry: 'never' });
}
