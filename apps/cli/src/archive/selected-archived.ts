import type { ArchivedRef, Cluster } from '../backend/backend.ts';
import type { Selection } from '../workflows/select-workflows.ts';
import { archivedRef, type IdentifierKind } from './archived-ref.ts';

/** The archived workflows that names and selectors mean, each once. */
export async function selectArchived(
  cluster: Cluster,
  selection: Selection,
  { kind, now }: { readonly kind: IdentifierKind; readonly now: number },
): Promise<ArchivedRef[]> {
  const refs = new Map<string, ArchivedRef>();
  if (selection.labels !== '' || selection.fields !== '') {
    const workflows = await cluster.archive.list({ namespace: cluster.namespace, labels: selection.labels, fields: selection.fields });
    for (const { metadata } of workflows) {
      const uid = metadata.uid ?? '';
      refs.set(uid, { uid, name: metadata.name ?? '', namespace: metadata.namespace ?? cluster.namespace });
    }
  }
  for (const name of selection.names) {
    const ref = await archivedRef(cluster, name, { kind, now });
    if (!refs.has(ref.uid)) refs.set(ref.uid, ref);
  }
  return [...refs.values()];
}
