import type { Template } from '@argosy/api';
import type { Execution } from './request.ts';

const texts = new WeakMap<Template, string>();

/**
 * True when somebody reads this node's standard output: the enclosing template mentions `steps.<name>.outputs.result` or `tasks.…`
 * (acceptance 13-077, 13-078). Data templates always have a result.
 */
export function capturesResult({ request, nodeName, template }: Execution): boolean {
  if (template.data) return true;
  const parent = request.boundaryTemplate;
  if (parent === undefined) return false;
  const text = textOf(parent);
  const name = stepNameOf(nodeName);
  return [
    `steps.${name}.outputs.result`,
    `tasks.${name}.outputs.result`,
    `['${name}'].outputs.result`,
    `["${name}"].outputs.result`,
    `[\\"${name}\\"].outputs.result`,
  ].some((mention) => text.includes(mention));
}

function textOf(template: Template): string {
  let text = texts.get(template);
  if (text === undefined) {
    text = JSON.stringify(template);
    texts.set(template, text);
  }
  return text;
}

/** The last segment of a node name, without the item and attempt in parentheses and without hooks' endings. */
function stepNameOf(nodeName: string): string {
  let name = nodeName;
  while (/[)\]]$/.test(name)) {
    const open = openingOf(name);
    if (open < 0) break;
    name = name.slice(0, open);
  }
  return name.slice(name.lastIndexOf('.') + 1);
}

function openingOf(name: string): number {
  return name.endsWith(')') ? name.lastIndexOf('(') : name.lastIndexOf('[');
}
