import { ExpressionError } from '../expr/expression-error.ts';
import type { EvaluationContext } from '../expr/functions/builtin.ts';
import { builtins } from '../expr/functions/index.ts';
import { isMap, toJson, toText } from '../expr/values.ts';
import { draw } from './draws.ts';
import { checksumFunctions } from './sprig-checksums.ts';
import { dateFunctions } from './sprig-dates.ts';
import { extraFunctions } from './sprig-extras.ts';
import { regexFunctions } from './sprig-regex.ts';

/** A function of Sprig: all arguments as a list. */
export type Sprig = (args: readonly unknown[], context: EvaluationContext) => unknown;

const text = (value: unknown): string => (value === null || value === undefined ? '' : toText(value));
const number = (value: unknown): number => {
  const parsed = typeof value === 'number' ? value : Number(text(value));
  return Number.isNaN(parsed) ? 0 : parsed;
};
const integer = (value: unknown): number => Math.trunc(number(value));
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const map = (value: unknown): Readonly<Record<string, unknown>> => (isMap(value) ? value : {});
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isMap(value) && Object.keys(value).length === 0);
const borrowed =
  (name: string, order: readonly number[]): Sprig =>
  (args, context) =>
    builtins[name]?.call(
      order.map((index) => args[index]),
      context,
      0,
    );
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

const strings: Readonly<Record<string, Sprig>> = {
  trim: ([s]) => text(s).trim(),
  trimAll: borrowed('trim', [1, 0]),
  trimPrefix: borrowed('trimPrefix', [1, 0]),
  trimSuffix: borrowed('trimSuffix', [1, 0]),
  upper: ([s]) => text(s).toUpperCase(),
  lower: ([s]) => text(s).toLowerCase(),
  title: ([s]) => text(s).replace(/\b\p{L}/gu, (letter) => letter.toUpperCase()),
  untitle: ([s]) => text(s).replace(/\b\p{L}/gu, (letter) => letter.toLowerCase()),
  repeat: borrowed('repeat', [1, 0]),
  substr: ([from, to, s]) => text(s).slice(Math.max(0, integer(from)), integer(to) < 0 ? undefined : integer(to)),
  nospace: ([s]) => text(s).replace(/\s/g, ''),
  trunc: ([n, s]) => (integer(n) < 0 ? text(s).slice(integer(n)) : text(s).slice(0, integer(n))),
  abbrev: ([n, s]) => (text(s).length > integer(n) ? `${text(s).slice(0, integer(n) - 3)}...` : text(s)),
  contains: ([part, s]) => text(s).includes(text(part)),
  hasPrefix: ([part, s]) => text(s).startsWith(text(part)),
  hasSuffix: ([part, s]) => text(s).endsWith(text(part)),
  quote: (args) => args.map((arg) => JSON.stringify(text(arg))).join(' '),
  squote: (args) => args.map((arg) => `'${text(arg)}'`).join(' '),
  cat: (args) => args.map(text).join(' '),
  indent: ([n, s]) => text(s).replace(/^/gm, ' '.repeat(integer(n))),
  nindent: ([n, s]) => `\n${text(s).replace(/^/gm, ' '.repeat(integer(n)))}`,
  replace: ([from, to, s]) => text(s).replaceAll(text(from), () => text(to)),
  snakecase: ([s]) =>
    text(s)
      .replace(/([a-z\d])([A-Z])/g, '$1_$2')
      .replace(/[-\s]+/g, '_')
      .toLowerCase(),
  kebabcase: ([s]) =>
    text(s)
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .replace(/[_\s]+/g, '-')
      .toLowerCase(),
  camelcase: ([s]) => text(s).replace(/(?:^|[_\s-]+)(\p{L})/gu, (_, letter: string) => letter.toUpperCase()),
  splitList: ([separator, s]) => text(s).split(text(separator)),
  split: ([separator, s]) =>
    Object.fromEntries(
      text(s)
        .split(text(separator))
        .map((part, index) => [`_${index}`, part]),
    ),
  join: ([separator, items]) => list(items).map(text).join(text(separator)),
  toString: (args: readonly unknown[]) => text(args[0]),
  b64enc: ([s], context) => builtins['toBase64']?.call([text(s)], context, 0),
  b64dec: ([s], context) => builtins['fromBase64']?.call([text(s)], context, 0),
};

const numbers: Readonly<Record<string, Sprig>> = {
  int: ([value]) => integer(value),
  int64: ([value]) => integer(value),
  float64: ([value]) => number(value),
  atoi: ([value]) => integer(value),
  add: (args) => args.reduce((total: number, value) => total + integer(value), 0),
  add1: ([value]) => integer(value) + 1,
  sub: ([a, b]) => integer(a) - integer(b),
  mul: (args) => args.reduce((total: number, value) => total * integer(value), 1),
  div: ([a, b]) => Math.trunc(integer(a) / integer(b)),
  mod: ([a, b]) => integer(a) % integer(b),
  max: (args) => Math.max(...args.map(integer)),
  min: (args) => Math.min(...args.map(integer)),
  ceil: ([value]) => Math.ceil(number(value)),
  floor: ([value]) => Math.floor(number(value)),
  round: ([value, digits]) => Math.round(number(value) * 10 ** integer(digits)) / 10 ** integer(digits),
  until: ([n]) => Array.from({ length: Math.max(0, Math.min(100_000, integer(n))) }, (_, index) => index),
  seq: (args) => sequence(args.map(integer)).join(' '),
};

const lists: Readonly<Record<string, Sprig>> = {
  list: (args) => [...args],
  first: ([items]) => list(items)[0] ?? null,
  last: ([items]) => list(items).at(-1) ?? null,
  rest: ([items]) => list(items).slice(1),
  initial: ([items]) => list(items).slice(0, -1),
  append: ([items, item]) => [...list(items), item],
  prepend: ([items, item]) => [item, ...list(items)],
  concat: (args) => args.flatMap((items) => list(items)),
  reverse: ([items]) => list(items).toReversed(),
  uniq: borrowed('uniq', [0]),
  has: ([item, items]) => list(items).includes(item),
  without: ([items, ...banned]) => list(items).filter((item) => !banned.includes(item)),
  compact: ([items]) => list(items).filter((item) => !isEmpty(item)),
  slice: ([items, from, to]) => list(items).slice(integer(from), to === undefined ? undefined : integer(to)),
  sortAlpha: ([items]) => list(items).map(text).sort(),
  dict: (args) => Object.fromEntries(Array.from({ length: args.length >> 1 }, (_, pair) => [text(args[2 * pair]), args[2 * pair + 1]])),
  get: ([owner, key]) => map(owner)[text(key)] ?? '',
  set: ([owner, key, value]) => ({ ...map(owner), [text(key)]: value }),
  unset: ([owner, key]) => Object.fromEntries(Object.entries(map(owner)).filter(([name]) => name !== text(key))),
  hasKey: ([owner, key]) => Object.hasOwn(map(owner), text(key)),
  keys: ([owner]) => Object.keys(map(owner)),
  values: ([owner]) => Object.values(map(owner)),
  pick: ([owner, ...keys]) => Object.fromEntries(Object.entries(map(owner)).filter(([name]) => keys.includes(name))),
  omit: ([owner, ...keys]) => Object.fromEntries(Object.entries(map(owner)).filter(([name]) => !keys.includes(name))),
  merge: (owners) => Object.assign({}, ...owners.map(map).toReversed()),
};

const others: Readonly<Record<string, Sprig>> = {
  default: ([fallback, value]) => (isEmpty(value) ? fallback : value),
  empty: ([value]) => isEmpty(value),
  coalesce: (args) => args.find((value) => !isEmpty(value)) ?? null,
  ternary: ([yes, no, condition]) => (condition === true ? yes : no),
  toJson: ([value]) => toJson(value),
  toPrettyJson: ([value]) => toJson(value, 2),
  fromJson: ([value]) => JSON.parse(text(value)) as unknown,
  uuidv4: (_, context) => uuid(context),
  randAlpha: ([n], context) => random(letters, integer(n), context),
  randNumeric: ([n], context) => random('0123456789', integer(n), context),
  randAlphaNum: ([n], context) => random(`${letters}0123456789`, integer(n), context),
  fail: ([message]) => {
    throw new ExpressionError(text(message));
  },
};

/** Sprig's text functions, without those that read the environment, the network or keys. */
export const sprig: Readonly<Record<string, Sprig>> = {
  ...strings,
  ...numbers,
  ...lists,
  ...others,
  ...dateFunctions,
  ...regexFunctions,
  ...checksumFunctions,
  ...extraFunctions,
};

function sequence(args: readonly number[]): number[] {
  const [first = 1, second, third] = args;
  const [from, step, to] =
    third === undefined
      ? second === undefined
        ? [1, first < 1 ? -1 : 1, first]
        : [first, second < first ? -1 : 1, second]
      : [first, second as number, third];
  const length = step === 0 ? 0 : Math.min(100_000, Math.max(0, Math.floor((to - from) / step) + 1));
  return Array.from({ length }, (_, index) => from + index * step);
}

function random(alphabet: string, length: number, context: EvaluationContext): string {
  return Array.from({ length: Math.max(0, Math.min(10_000, length)) }, () => alphabet[draw(context) % alphabet.length]).join('');
}

function uuid(context: EvaluationContext): string {
  const hex = Array.from({ length: 32 }, () => (draw(context) & 15).toString(16));
  hex[12] = '4';
  hex[16] = '89ab'[draw(context) & 3] as string;
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
