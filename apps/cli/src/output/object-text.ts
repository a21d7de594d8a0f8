import type { KubeObject } from '@argosy/kube';
import { fromRfc3339, type Instant } from '@argosy/std';
import { headerLine } from './header-lines.ts';
import { timestamp } from './humanize.ts';

export const OBJECT_FORMATS = ['name', 'json', 'yaml', 'wide'] as const;

/** Prints an object as JSON, YAML or by its name; `undefined` for the formats that are the kind's own. */
export async function objectAsData(object: KubeObject, format: string): Promise<string | undefined> {
  if (format === 'name') return `${object.metadata.name ?? ''}\n`;
  if (format === 'json') return `${JSON.stringify(object, null, 4)}\n`;
  return format === 'yaml' ? (await import('./yaml-text.ts')).yamlText(object) : undefined;
}

/** The lines with which every object begins. */
export function objectHeader(object: KubeObject, now: Instant, width = 20): string {
  const { name, namespace, creationTimestamp } = object.metadata as {
    readonly name?: string;
    readonly namespace?: string;
    readonly creationTimestamp?: string;
  };
  const created = fromRfc3339(creationTimestamp);
  return [
    headerLine('Name:', name, width),
    headerLine('Namespace:', namespace, width),
    created === undefined ? '' : headerLine('Created:', timestamp(created, now), width),
  ].join('');
}
