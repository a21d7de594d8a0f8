import { labels } from '@argosy/api';
import { notFound } from '../api/failure.ts';

interface Labelled {
  readonly metadata: { readonly name?: string | undefined; readonly labels?: Readonly<Record<string, string>> | undefined };
}

/** The label requirement that keeps apart what several controllers manage (acceptance 8-051). */
export function instanceSelector(instanceId: string): string {
  return instanceId === '' ? `!${labels.instanceId}` : `${labels.instanceId}=${instanceId}`;
}

/** Joins label selectors, leaving out empty ones. */
export function joinSelectors(...selectors: readonly string[]): string {
  return selectors
    .map((selector) => selector.trim())
    .filter((selector) => selector !== '')
    .join(',');
}

/** Refuses an object of another instance. */
export function requireInstance(object: Labelled, instanceId: string): void {
  if ((object.metadata.labels?.[labels.instanceId] ?? '') === instanceId) return;
  throw notFound(`'${object.metadata.name ?? ''}' is not managed by the current Argo Server`);
}

/** The object with the label of this instance, so that its controller takes it. */
export function withInstance<T extends Labelled>(object: T, instanceId: string): T {
  if (instanceId === '') return object;
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, [labels.instanceId]: instanceId } } };
}
