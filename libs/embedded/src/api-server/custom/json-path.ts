import { isJsonObject } from '../../store/object.ts';

type Step = (values: readonly unknown[]) => readonly unknown[];

/** Compiles the JSONPaths that printer columns use: `.a.b`, `['a.b']`, `[0]`, `[*]`, `[?(@.type=="Ready")]`. Returns the first match. */
export function compileJsonPath(path: string): (object: unknown) => unknown {
  const steps = [...path.replace(/^\$/, '').matchAll(token)].map(stepOf);
  return (object) => steps.reduce<readonly unknown[]>((values, step) => step(values), [object])[0];
}

const token = /\.([\w$-]+|\*)|\['([^']+)'\]|\[(-?\d+)\]|\[(\*)\]|\[\?\(@((?:\.[\w-]+)+)\s*==\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\)\]/g;

function stepOf(match: RegExpMatchArray): Step {
  const [, name, quoted, index, all, filterPath, ...filterValues] = match;
  if (all !== undefined || name === '*') return (values) => values.flatMap(itemsOf);
  if (index !== undefined) return (values) => values.map((value) => itemsOf(value).at(Number(index)));
  if (filterPath !== undefined) return filterStep(filterPath, filterValues.find((value) => value !== undefined) ?? '');
  const member = (name ?? quoted ?? '').replaceAll('\\', '');
  return (values) => values.map((value) => (isJsonObject(value) ? value[member] : undefined)).filter((value) => value !== undefined);
}

function filterStep(path: string, wanted: string): Step {
  const read = compileJsonPath(path);
  return (values) => values.flatMap(itemsOf).filter((item) => String(read(item)) === wanted);
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}
