import { ExpressionError } from '../expr/expression-error.ts';
import { compare, equal, isMap } from '../expr/values.ts';

/** A path that cannot be read or that leads nowhere. */
export class JSONPathError extends ExpressionError {}

type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'descend' }
  | { readonly kind: 'filter'; readonly path: string; readonly operator: string; readonly operand: unknown };

/** All values that the path leads to, and whether it can lead to one only. */
export function query(root: unknown, path: string): { readonly values: readonly unknown[]; readonly definite: boolean } {
  const steps = readSteps(path.replace(/^\{|\}$/g, '').replace(/^[$@]/, ''), path);
  let values: readonly unknown[] = [root];
  for (const step of steps) values = values.flatMap((value) => follow(value, step));
  return { values, definite: steps.every(({ kind }) => kind === 'name' || kind === 'index') };
}

const stepPattern =
  /\.\.|\.?\*|\.((?:\\.|[^.[\]\\])+)|\[(\*)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(-?\d*):(-?\d*)\]|\[(-?\d+)\]|\[\?\(\s*@((?:\.[\w-]+)+)\s*(?:(==|!=|<=|>=|<|>)\s*("[^"]*"|'[^']*'|[\w.-]+)\s*)?\)\]|^([^.[\]]+)/y;

function readSteps(text: string, path: string): Step[] {
  const steps: Step[] = [];
  stepPattern.lastIndex = 0;
  while (stepPattern.lastIndex < text.length) {
    const at = stepPattern.lastIndex;
    const match = stepPattern.exec(text);
    if (!match || match[0] === '') throw new JSONPathError(`${path}: cannot read the path at ${JSON.stringify(text.slice(at))}`);
    steps.push(readStep(match));
    // `..name`: the name follows the two dots directly.
    if (match[0] === '..' && /[\w*]/.test(text[stepPattern.lastIndex] ?? '')) stepPattern.lastIndex--;
  }
  return steps;
}

function readStep(match: RegExpExecArray): Step {
  const [whole, , , , , from, to, index, filter, operator = '', operand] = match;
  if (whole === '..') return { kind: 'descend' };
  if (whole.endsWith('*') || whole === '[*]') return { kind: 'wildcard' };
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  if (from !== undefined) return { kind: 'slice', from: boundOf(from), to: boundOf(to) };
  if (filter !== undefined)
    return { kind: 'filter', path: filter, operator, operand: operand === undefined ? undefined : literal(operand) };
  return { kind: 'name', name: nameOf(match).replaceAll(/\\(.)/g, '$1') };
}

function boundOf(text: string | undefined): number | undefined {
  return text ? Number(text) : undefined;
}

/** `.name`, `['name']`, `["name"]` or a bare name at the start. */
function nameOf([, name, , single, double, , , , , , , bare]: RegExpExecArray): string {
  return name ?? single ?? double ?? bare ?? '';
}

function literal(text: string): unknown {
  if (/^["']/.test(text)) return text.slice(1, -1);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function follow(value: unknown, step: Step): readonly unknown[] {
  switch (step.kind) {
    case 'name':
      return isMap(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'index':
      return itemAt(value, step.index);
    case 'slice':
      return Array.isArray(value) ? value.slice(step.from, step.to) : [];
    case 'wildcard':
      return childrenOf(value);
    case 'descend':
      return descend(value);
    case 'filter':
      return childrenOf(value).filter((child) => accepts(child, step));
  }
}

function itemAt(value: unknown, index: number): readonly unknown[] {
  const item = Array.isArray(value) ? (value as unknown[]).at(index) : undefined;
  return item === undefined ? [] : [item];
}

function childrenOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];
}

function descend(value: unknown): unknown[] {
  return [value, ...childrenOf(value).flatMap(descend)];
}

function accepts(
  value: unknown,
  { path, operator, operand }: { readonly path: string; readonly operator: string; readonly operand: unknown },
): boolean {
  const [found] = query(value, path).values;
  if (operator === '') return found !== undefined;
  if (operator === '==' || operator === '!=') return equal(found, operand) === (operator === '==');
  if (found === undefined) return false;
  const order = compare(found, operand, { operator });
  return { '<': order < 0, '>': order > 0, '<=': order <= 0, '>=': order >= 0 }[operator] ?? false;
}
