import { type KubeClient, type KubeObject, type Timers, workflowResources } from '@argosy/kube';
import type { PersistenceConnection } from '@argosy/persistence';
import type { Caches } from '../caches/caches.ts';
import type { StorageLimits } from '../workflow/shell.ts';

export interface ExpireOffloadedOptions {
  readonly client: Pick<KubeClient, 'list'>;
  readonly caches: Pick<Caches, 'workflows'>;
  readonly persistence: Pick<PersistenceConnection, 'nodeStatuses'>;
  readonly storage: Pick<StorageLimits, 'offloadTtl'>;
  readonly timers: Pick<Timers, 'now'>;
  /** The namespace that is looked after; absent: all. */
  readonly namespace?: string | undefined;
}

/** Deletes offloaded nodes of workflows that are gone, and versions that nobody needs any more (acceptance 7-028). */
export async function expireOffloaded(options: ExpireOffloadedOptions): Promise<void> {
  const { caches, persistence, storage, timers, namespace } = options;
  const store = persistence.nodeStatuses();
  if (store === undefined) return;
  const olderThan = timers.now() - storage.offloadTtl;
  const versions = new Map(
    [...caches.workflows.store.list()].map(({ uid, value }) => [uid, value.workflow.status?.offloadNodeStatusVersion]),
  );
  const saved = await store.uids(namespace);
  const others = saved.every((uid) => versions.has(uid)) ? new Set<string>() : await uidsOfAll(options);
  for (const uid of saved) {
    // One that the cache does not know but the API server does belongs to another instance.
    if (!versions.has(uid) && others.has(uid)) continue;
    const version = versions.get(uid);
    await store.deleteOthers({ uid, olderThan, ...(version && { version }) });
  }
}

async function uidsOfAll({ client, namespace }: ExpireOffloadedOptions): Promise<ReadonlySet<string>> {
  const uids = new Set<string>();
  let next: string | undefined;
  do {
    const page = await client.list<KubeObject>(workflowResources.Workflow, {
      limit: 500,
      ...(namespace !== undefined && { namespace }),
      ...(next && { continue: next }),
    });
    for (const { metadata } of page.items) uids.add(metadata.uid ?? '');
    next = page.metadata.continue;
  } while (next);
  return uids;
}
