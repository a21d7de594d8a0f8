import type { Workflow } from '@argosy/api';
import type { WatchEvent } from '@argosy/api-client';

/** Applies events to a list by uid: new ones come in front, gone ones go, older versions than the known are left out. */
export function withEvents(list: readonly Workflow[], events: readonly WatchEvent<Workflow>[]): readonly Workflow[] {
  const byUid = new Map(list.map((workflow) => [keyOf(workflow), workflow]));
  const fresh = new Map<string, Workflow>();
  for (const { type, object } of events) {
    const key = keyOf(object);
    if (type === 'DELETED') {
      byUid.delete(key);
      fresh.delete(key);
    } else if (type === 'ADDED' || type === 'MODIFIED') {
      if (byUid.has(key)) byUid.set(key, object);
      else fresh.set(key, object);
    }
  }
  return [...fresh.values(), ...byUid.values()];
}

export function keyOf({ metadata }: Workflow): string {
  return metadata.uid ?? `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
