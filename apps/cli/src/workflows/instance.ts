import { CliFailure } from '../failure.ts';

export const INSTANCE_LABEL = 'workflows.argoproj.io/controller-instanceid';

/** The label requirement that keeps apart what several controllers manage (acceptance 8-051). */
export function instanceSelector(instanceId: string | undefined): string {
  if (instanceId === undefined) return '';
  return instanceId === '' ? `!${INSTANCE_LABEL}` : `${INSTANCE_LABEL}=${instanceId}`;
}

/** Refuses an object of another instance, so that nobody changes it by a mistyped name. */
export function requireInstance(
  object: { readonly metadata: { readonly name?: string | undefined; readonly labels?: Readonly<Record<string, string>> | undefined } },
  instanceId: string | undefined,
): void {
  if (instanceId === undefined) return;
  const label = object.metadata.labels?.[INSTANCE_LABEL] ?? '';
  if (label === instanceId) return;
  throw new CliFailure(`'${object.metadata.name ?? ''}' is not managed by the current Argo Server`, {
    hint: label === '' ? 'it has no instance id; leave out --instanceid' : `it belongs to the instance "${label}": --instanceid ${label}`,
  });
}

/** Joins label selectors, leaving out empty ones. */
export function joinSelectors(...selectors: readonly string[]): string {
  return selectors
    .map((selector) => selector.trim())
    .filter((selector) => selector !== '')
    .join(',');
}
