import type { Template } from '@argosy/api';

export type TemplateKind = 'container' | 'containerSet' | 'steps' | 'dag' | 'script' | 'resource' | 'data' | 'suspend' | 'http' | 'plugin';

/** In the order in which they win when a template has more than one (acceptance 1-046). */
export const templateKinds: readonly TemplateKind[] = [
  'container',
  'containerSet',
  'steps',
  'dag',
  'script',
  'resource',
  'data',
  'suspend',
  'http',
  'plugin',
];

const podKinds: ReadonlySet<TemplateKind> = new Set(['container', 'containerSet', 'script', 'resource', 'data']);

/** What a template is, or `undefined` when it is nothing. */
export function templateKind(template: Template): TemplateKind | undefined {
  return templateKinds.find((kind) => template[kind] !== undefined && template[kind] !== null);
}

/** True for the kinds that run as a pod of their own. */
export function isPodTemplate(template: Template): boolean {
  const kind = templateKind(template);
  return kind !== undefined && podKinds.has(kind);
}
