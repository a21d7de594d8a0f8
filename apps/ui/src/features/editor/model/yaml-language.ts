import { type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Diagnostic } from '@codemirror/lint';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { parseAllDocuments } from 'yaml';
import { kindOf, propertiesOf, type Schema, schemaAt, valuesOfSchema } from './schema-walk.ts';
import { type YamlPlace, yamlPlace } from './yaml-place.ts';

/** Completes keys and values by a schema, and names of templates where one is called. */
export function schemaCompletion(schema: () => Schema | undefined) {
  return (context: CompletionContext): CompletionResult | null => {
    const root = schema();
    if (!root) return null;
    const text = context.state.doc.toString();
    const place = yamlPlace(text, context.pos);
    if (!context.explicit && place.typed === '' && place.ofKey === undefined) return null;
    const options = place.ofKey === undefined ? keyOptions(root, place) : valueOptions(root, place, text);
    return options.length === 0 ? null : { from: context.pos - place.typed.length, options, validFor: /^[\w./-]*$/ };
  };
}

function keyOptions(root: Schema, { path, siblings }: YamlPlace): Completion[] {
  const at = schemaAt(root, path);
  if (!at) return [];
  const required = new Set(at.required);
  return Object.entries(propertiesOf(root, at))
    .filter(([name]) => !siblings.includes(name))
    .map(([name, schema]) => {
      const kind = kindOf(root, schema);
      const nested = kind === 'object' || kind === 'list';
      const { description } = schema;
      return {
        label: name,
        apply: nested ? `${name}:` : `${name}: `,
        detail: kind,
        type: 'property',
        boost: required.has(name) ? 10 : 0,
        ...(description !== undefined && { info: description }),
      };
    });
}

const NAMES_TEMPLATE: ReadonlySet<string | undefined> = new Set(['template', 'entrypoint', 'onExit']);

function valueOptions(root: Schema, { path, ofKey = '' }: YamlPlace, text: string): Completion[] {
  if (NAMES_TEMPLATE.has(ofKey)) return templateNames(text).map((label) => ({ label, type: 'variable' }));
  const at = schemaAt(root, [...path, ofKey]);
  return at ? valuesOfSchema(root, at).map((label) => ({ label, type: 'enum' })) : [];
}

/** Names behind `- name:` below `templates:`. */
function templateNames(text: string): string[] {
  const below = text
    .split(/^\s*templates:\s*$/m)
    .slice(1)
    .join('\n');
  return [...new Set([...below.matchAll(/^\s*- name:\s*([\w-]+)\s*$/gm)].map((match) => match[1] as string))];
}

/** Tells what a key is for, while the pointer rests on it. */
export function schemaHover(schema: () => Schema | undefined) {
  return hoverTooltip((view, position) => {
    const root = schema();
    const line = view.state.doc.lineAt(position);
    const key = /^\s*(?:- +)*([\w./-]+):/.exec(line.text);
    if (!root || !key) return null;
    const place = yamlPlace(view.state.doc.toString(), line.from + key[0].length - 1);
    const description = schemaAt(root, [...place.path, key[1] as string])?.description;
    if (description === undefined) return null;
    return {
      pos: line.from + key[0].indexOf(key[1] as string),
      end: line.from + key[0].length,
      create: () => ({ dom: textElement(description) }),
    };
  });
}

function textElement(text: string): HTMLElement {
  const element = document.createElement('div');
  element.textContent = text;
  element.style.cssText = 'max-width:360px;padding:6px 10px';
  return element;
}

/** What is no YAML, where it is. */
export function syntaxDiagnostics(view: EditorView): Diagnostic[] {
  const text = view.state.doc.toString();
  return parseAllDocuments(text).flatMap((document) =>
    [...document.errors, ...document.warnings].map(({ pos, message, name }) => ({
      from: Math.min(pos[0], text.length),
      to: Math.min(Math.max(pos[1], pos[0] + 1), text.length),
      severity: name === 'YAMLWarning' ? ('warning' as const) : ('error' as const),
      message: message.split('\n')[0] ?? message,
    })),
  );
}

/** Where the words of the server's check point to: the name that it quotes, else the beginning. */
export function serverDiagnostic(view: EditorView, message: string): Diagnostic {
  const text = view.state.doc.toString();
  const names = [...message.matchAll(/[\w.-]+/g)].map(([word]) => word.split('.').at(-1) ?? '').filter((word) => word.length > 1);
  const place =
    names
      .map((name) => text.search(new RegExp(`(?:name|template|entrypoint): *["']?${escaped(name)}["']?\\s*$`, 'm')))
      .find((index) => index >= 0) ?? 0;
  const line = view.state.doc.lineAt(place);
  return { from: line.from, to: line.to, severity: 'error', message };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
