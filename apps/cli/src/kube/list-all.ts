import type { KubeClient, KubeObject, ListOptions, ResourceType } from '@argosy/kube';

const CHUNK = 500;

/** All objects that match, read page by page. */
export async function listAll<T extends KubeObject>(client: KubeClient, type: ResourceType, options: ListOptions): Promise<T[]> {
  const objects: T[] = [];
  let next: string | undefined;
  do {
    const page = await client.list<T>(type, { limit: CHUNK, ...options, ...(next && { continue: next }) });
    for (const item of page.items) objects.push(item);
    next = page.metadata.continue || undefined;
  } while (next !== undefined);
  return objects;
}
