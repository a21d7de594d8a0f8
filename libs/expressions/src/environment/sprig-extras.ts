import { isMap, toText, typeName } from '../expr/values.ts';
import { ExpressionError } from '../expr/expression-error.ts';
import type { Sprig } from './sprig.ts';

const most = 100_000;
const number = (value: unknown): number => Number(value) || 0;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fold =
  (use: (a: number, b: number) => number): Sprig =>
  (args) =>
    args.map(number).reduce(use);

/** The less used of Sprig's functions: paths, floats, versions, and walks through maps and lists. */
export const extraFunctions: Readonly<Record<string, Sprig>> = {
  addf: fold((a, b) => a + b),
  subf: fold((a, b) => a - b),
  mulf: fold((a, b) => a * b),
  divf: fold((a, b) => a / b),
  add1f: ([value]) => number(value) + 1,
  maxf: fold(Math.max),
  minf: fold(Math.min),
  biggest: fold(Math.max),
  untilStep: ([from, to, step]) => steps(number(from), number(to), number(step)),
  toStrings: ([items]) => list(items).map(toText),
  toDecimal: ([text]) => Number.parseInt(toText(text), 8) || 0,
  chunk: ([size, items]) => chunk(Math.max(1, number(size)), list(items)),
  dig: (args) => dig(args),
  pluck: ([key, ...maps]) => maps.filter((map) => isMap(map) && Object.hasOwn(map, toText(key))).map((map) => member(map, key)),
  deepCopy: ([value]) => structured(value),
  all: (args) => args.every(Boolean),
  any: (args) => args.some(Boolean),
  kindOf: ([value]) => kindOf(value),
  kindIs: ([kind, value]) => kindOf(value) === kind,
  typeOf: ([value]) => typeOf(value),
  typeIs: ([type, value]) => typeOf(value) === type,
  deepEqual: ([a, b]) => toText(a) === toText(b) && kindOf(a) === kindOf(b),
  plural: ([one, many, count]) => (number(count) === 1 ? one : many),
  swapcase: ([text]) =>
    [...toText(text)].map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())).join(''),
  initials: ([text]) =>
    toText(text)
      .split(/\s+/)
      .map((word) => word.slice(0, 1))
      .join(''),
  wrap: ([width, text]) => wrap(toText(text), number(width), '\n'),
  wrapWith: ([width, separator, text]) => wrap(toText(text), number(width), toText(separator)),
  abbrevboth: ([from, width, text]) => `...${toText(text).slice(number(from), number(from) + number(width) - 6)}...`,
  base: ([path]) => toText(path).replace(/\/+$/, '').split('/').at(-1) || (toText(path) === '' ? '.' : '/'),
  dir: ([path]) => /^(.*)\//.exec(toText(path))?.[1] ?? '.',
  ext: ([path]) => /\.[^./]*$/.exec(toText(path))?.[0] ?? '',
  isAbs: ([path]) => toText(path).startsWith('/'),
  semverCompare: ([constraint, version]) => satisfies(toText(constraint), versionOf(toText(version))),
  toRawJson: ([value]) => toText(typeof value === 'string' ? JSON.stringify(value) : value),
};

function steps(from: number, to: number, step: number): number[] {
  const length = step === 0 ? 0 : Math.max(0, Math.ceil((to - from) / step));
  if (length > most) throw new ExpressionError(`untilStep makes more than ${most} elements`);
  return Array.from({ length }, (_, index) => from + index * step);
}

function chunk(size: number, items: readonly unknown[]): unknown[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** The last argument is the map, the one before it stands in for what is missing. */
function dig(args: readonly unknown[]): unknown {
  let value = args.at(-1);
  for (const key of args.slice(0, -2)) {
    if (!isMap(value) || !Object.hasOwn(value, toText(key))) return args.at(-2);
    value = member(value, key);
  }
  return value;
}

function member(map: unknown, key: unknown): unknown {
  return isMap(map) ? map[toText(key)] : undefined;
}

function structured(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown;
}

function kindOf(value: unknown): string {
  const name = typeName(value);
  return { array: 'slice', float: 'float64', nil: 'invalid' }[name] ?? name;
}

function typeOf(value: unknown): string {
  const name = typeName(value);
  return { array: '[]interface {}', map: 'map[string]interface {}', float: 'float64', nil: '<nil>' }[name] ?? name;
}

function wrap(text: string, width: number, separator: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(separator);
}

type Version = readonly [number, number, number];

function versionOf(text: string): Version {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(text.trim());
  if (!match) throw new ExpressionError(`Invalid Semantic Version: ${text}`);
  return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

function satisfies(constraint: string, version: Version): boolean {
  return constraint.split('||').some((option) => option.split(/[,\s]+(?=[<>=!~^\d])/).every((one) => holds(one.trim(), version)));
}

function holds(constraint: string, version: Version): boolean {
  const [, operator = '', text = ''] = /^(>=|<=|!=|=|>|<|~|\^)?\s*(.*)$/.exec(constraint) ?? [];
  const bound = versionOf(text);
  const order = version.map((part, index) => part - (bound[index] as number)).find((difference) => difference !== 0) ?? 0;
  return (comparisons[operator] ?? isEqual)(order, version, bound);
}

type Comparison = (order: number, version: Version, bound: Version) => boolean;

const isEqual: Comparison = (order) => order === 0;
const sameMajor = (version: Version, bound: Version): boolean => version[0] === bound[0];
const sameMinor = (version: Version, bound: Version): boolean => sameMajor(version, bound) && version[1] === bound[1];

const comparisons: Readonly<Record<string, Comparison>> = {
  '>=': (order) => order >= 0,
  '<=': (order) => order <= 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '<': (order) => order < 0,
  '~': (order, version, bound) => order >= 0 && sameMinor(version, bound),
  '^': (order, version, bound) => order >= 0 && (bound[0] > 0 ? sameMajor(version, bound) : sameMinor(version, bound)),
};
