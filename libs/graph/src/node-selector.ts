import type { NodeStatus } from '@argosy/api';

export interface NodeRequirement {
  readonly field: string;
  readonly equals: boolean;
  readonly value: string;
}

/** All requirements must hold. */
export type NodeSelector = readonly NodeRequirement[];

/**
 * Reads `displayName=a,phase!=Failed` as of `--node-field-selector`. A term without operator gives an error text,
 * since a selector that is misread would act on every node.
 */
export function parseNodeSelector(text: string): NodeSelector | { readonly error: string } {
  const requirements: NodeRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term.trim() === '') continue;
    const match = /^\s*([^=!\s]+)\s*(==|!=|=)(.*)$/s.exec(term);
    if (!match) return { error: `invalid selector: '${text}'; can't understand '${term}'` };
    requirements.push({ field: match[1] as string, equals: match[2] !== '!=', value: unescapeValue(match[3] as string) });
  }
  return requirements;
}

/** Tells whether a node meets a selector; fields that a node does not have are empty (acceptance 9-013). */
export function matchesNodeSelector(selector: NodeSelector, node: NodeStatus): boolean {
  return selector.every(({ field, equals, value }) => (fieldOf(node, field) === value) === equals);
}

/** Terms are parted by commas; a backslash takes the meaning from the character after it. */
function splitTerms(text: string): string[] {
  return text.match(/(?:\\.|[^,\\])+/gs) ?? [];
}

function unescapeValue(text: string): string {
  return text.trim().replace(/\\(.)/gs, '$1');
}

const FIELDS: Readonly<Record<string, (node: NodeStatus) => string | undefined>> = {
  id: (node) => node.id,
  name: (node) => node.name,
  displayName: (node) => node.displayName,
  templateName: (node) => node.templateName,
  type: (node) => node.type,
  phase: (node) => node.phase,
  'templateRef.name': (node) => node.templateRef?.name,
  'templateRef.template': (node) => node.templateRef?.template,
};

const INPUT_PARAMETER = /^inputs\.parameters\.(.+)\.value$/;

function fieldOf(node: NodeStatus, field: string): string {
  const parameter = INPUT_PARAMETER.exec(field)?.[1];
  if (parameter !== undefined) return String(node.inputs?.parameters?.find(({ name }) => name === parameter)?.value ?? '');
  return FIELDS[field]?.(node) ?? '';
}
