import { fromRfc3339 } from '@argosy/std';

/** Fills `${metadata.name}`, `${workflow.metadata.labels.a.b}`, `${status.startedAtEpoch}` … of a link with the values of an object. */
export function expandLink(template: string, context: object): string {
  return template.replace(/\$\{([^}]+)\}/g, (_, expression: string) => {
    const epoch = /^(.*)Epoch$/.exec(expression)?.[1];
    if (epoch !== undefined) return String(fromRfc3339(String(valueAt(context, epoch.split('.')) ?? '')) ?? '');
    return encodeURIComponent(String(valueAt(context, expression.split('.')) ?? ''));
  });
}

/** Names of labels hold dots: the longest name that exists wins. */
function valueAt(value: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || value === null || typeof value !== 'object') return names.length === 0 ? value : undefined;
  for (let count = names.length; count > 0; count--) {
    const name = names.slice(0, count).join('.');
    if (Object.hasOwn(value, name)) return valueAt((value as Record<string, unknown>)[name], names.slice(count));
  }
  return undefined;
}
