import type { KubeObject, ListOptions, ResourceType } from '@argosy/kube';
import type { ObjectClient } from './backend.ts';

const CHUNK = 500;

/** All objects that match, read page by page. */
export async function listAll<T extends KubeObject>(client: ObjectClient, type: ResourceType, options: ListOptions): Promise<T[]> {
  const objects: T[] = [];
  let next: string | undefined;
  do {
    const page = await client.list<T>(type, { limit: CHUNK, ...options, ...(next && { continue: next }) });
    for (const item of page.items) objects.push(item);
    next = page.metadata.continue || undefined;
  } while (next !== undefined);
  return objects;
}
