import { GoDuration, GoTime, GoZone, readDuration, readTime } from '../../time/go-time.ts';
import { ExpressionError } from '../expression-error.ts';
import { asArray, asNumber, asString, isMap, toJson, toText, typeName } from '../values.ts';
import { type Builtin, builtin } from './builtin.ts';

const text = (name: string, description: string, use: (value: string) => unknown): Builtin =>
  builtin(description, 1, ([value]) => use(asString(value, name)));
const number = (name: string, description: string, use: (value: number) => number): Builtin =>
  builtin(description, 1, ([value]) => use(asNumber(value, name)));
/** Bits of 64, as Go's int has them. */
const bits = (name: string, use: (a: bigint, b: bigint) => bigint): Builtin =>
  builtin(`bitwise ${name.slice(3)}`, 2, ([a, b]) => Number(BigInt.asIntN(64, use(asBits(a, name), asBits(b, name)))));

function asBits(value: unknown, name: string): bigint {
  const whole = asNumber(value, name);
  if (!Number.isInteger(whole)) throw new ExpressionError(`invalid argument for ${name} (expected int, got float)`);
  return BigInt(whole);
}

function shift(by: bigint): bigint {
  if (by < 0n) throw new ExpressionError('negative shift count');
  return by > 64n ? 64n : by;
}

/** All numbers among the arguments, lists opened. */
function numbers(args: readonly unknown[], name: string): number[] {
  return args.flat(100).map((value) => asNumber(value, name));
}

export const scalars: Readonly<Record<string, Builtin>> = {
  len: builtin('the length of a string, list or map', 1, ([value]) => {
    if (typeof value === 'string') return [...value].length;
    if (Array.isArray(value)) return value.length;
    if (isMap(value)) return Object.keys(value).length;
    throw new ExpressionError(`invalid argument for len (type ${typeName(value)})`);
  }),
  type: builtin("the name of the value's type", 1, ([value]) => typeName(value)),
  int: builtin('the value as an int', 1, ([value]) => Math.trunc(parseNumber(value, 'int'))),
  float: builtin('the value as a float', 1, ([value]) => parseNumber(value, 'float')),
  string: builtin('the value as text', 1, ([value]) =>
    value instanceof GoTime || value instanceof GoDuration
      ? value.toString()
      : isMap(value) || Array.isArray(value)
        ? toJson(value)
        : value === null || value === undefined
          ? '<nil>'
          : toText(value),
  ),
  abs: number('abs', 'the absolute value', Math.abs),
  ceil: number('ceil', 'rounded up', Math.ceil),
  floor: number('floor', 'rounded down', Math.floor),
  round: number('round', 'rounded, halves away from zero', (value) => Math.sign(value) * Math.round(Math.abs(value))),
  max: builtin('the largest number', [1, 100], (args) => Math.max(...numbers(args, 'max'))),
  min: builtin('the smallest number', [1, 100], (args) => Math.min(...numbers(args, 'min'))),
  mean: builtin('the average', [1, 100], (args) => mean(numbers(args, 'mean'))),
  median: builtin('the middle value', [1, 100], (args) => median(numbers(args, 'median'))),
  trim: builtin('without the characters (or white space) at both ends', [1, 2], ([value, cut]) => trim(asString(value, 'trim'), cut)),
  trimPrefix: builtin('without the prefix', [1, 2], ([value, prefix]) =>
    trimPrefix(asString(value, 'trimPrefix'), asString(prefix ?? ' ', 'trimPrefix')),
  ),
  trimSuffix: builtin('without the suffix', [1, 2], ([value, suffix]) =>
    trimSuffix(asString(value, 'trimSuffix'), asString(suffix ?? ' ', 'trimSuffix')),
  ),
  upper: text('upper', 'in capitals', (value) => value.toUpperCase()),
  lower: text('lower', 'in small letters', (value) => value.toLowerCase()),
  split: builtin('the parts between separators, at most n', [2, 3], ([value, separator, n]) =>
    split(asString(value, 'split'), asString(separator, 'split'), n as number | undefined),
  ),
  splitAfter: builtin('the parts, separators kept', [2, 3], ([value, separator]) =>
    splitAfter(asString(value, 'splitAfter'), asString(separator, 'splitAfter')),
  ),
  repeat: builtin('n times the text', 2, ([value, n]) => repeat(asString(value, 'repeat'), asNumber(n, 'repeat'))),
  replace: builtin('every (or the first n) old text by the new', [3, 4], ([value, from, to, n]) =>
    replace(
      [value, from, to].map((part) => asString(part, 'replace')),
      n as number | undefined,
    ),
  ),
  join: builtin('the elements as one text', [1, 2], ([list, separator]) =>
    asArray(list, 'join')
      .map((item) => asString(item, 'join'))
      .join(asString(separator ?? '', 'join')),
  ),
  indexOf: builtin('the position of the text, or -1', 2, ([value, part]) => asString(value, 'indexOf').indexOf(asString(part, 'indexOf'))),
  lastIndexOf: builtin('the last position of the text, or -1', 2, ([value, part]) =>
    asString(value, 'lastIndexOf').lastIndexOf(asString(part, 'lastIndexOf')),
  ),
  hasPrefix: builtin('true when it starts so', 2, ([value, part]) => asString(value, 'hasPrefix').startsWith(asString(part, 'hasPrefix'))),
  hasSuffix: builtin('true when it ends so', 2, ([value, part]) => asString(value, 'hasSuffix').endsWith(asString(part, 'hasSuffix'))),
  toJSON: builtin('the value as indented JSON', 1, ([value]) => toJson(value, 2)),
  fromJSON: text('fromJSON', 'the value of a JSON text', (value) => parseJson(value, 'fromJSON')),
  toBase64: text('toBase64', 'base64 of the text', (value) => encodeBase64(value)),
  fromBase64: text('fromBase64', 'the text of base64', (value) => decodeBase64(value)),
  now: builtin('the time of this evaluation', 0, (_, context) => new GoTime(context.now)),
  date: builtin('the time that a text tells, by a Go layout and in a time zone where they are given', [1, 3], ([value, layout, zone]) =>
    readTime(
      asString(value, 'date'),
      layout === undefined ? undefined : asString(layout, 'date'),
      zone === undefined ? undefined : new GoZone(asString(zone, 'date')).name,
    ),
  ),
  duration: text('duration', 'the duration that a text tells, 1h30m', readDuration),
  timezone: text('timezone', 'a time zone, for In()', (name) => new GoZone(name)),
  get: builtin('the element or field, or nil', 2, ([owner, key]) =>
    Array.isArray(owner) ? (owner.at(key as number) ?? null) : isMap(owner) ? (owner[toText(key)] ?? null) : null,
  ),
  bitand: bits('bitand', (a, b) => a & b),
  bitor: bits('bitor', (a, b) => a | b),
  bitxor: bits('bitxor', (a, b) => a ^ b),
  bitnand: bits('bitnand', (a, b) => a & ~b),
  bitshl: bits('bitshl', (a, b) => a << shift(b)),
  bitshr: bits('bitshr', (a, b) => a >> shift(b)),
  bitushr: bits('bitushr', (a, b) => BigInt.asUintN(64, a) >> shift(b)),
  bitnot: number('bitnot', 'bitwise not', (value) => ~value),
};

/** Reads a number from a number or numeric text. */
export function parseNumber(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(parsed)) throw new ExpressionError(`invalid operation: ${name}(${toText(value)})`);
  return parsed;
}

export function parseJson(value: string, name: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch (error) {
    throw new ExpressionError(`${name}: ${(error as Error).message}`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value / values.length, 0);
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

function trim(value: string, cut: unknown): string {
  if (cut === undefined) return value.trim();
  const set = new Set(asString(cut, 'trim'));
  const characters = [...value];
  while (characters.length > 0 && set.has(characters[0] as string)) characters.shift();
  while (characters.length > 0 && set.has(characters.at(-1) as string)) characters.pop();
  return characters.join('');
}

function trimPrefix(value: string, prefix: string): string {
  return value.startsWith(prefix) ? value.slice(prefix.length) : value;
}

function trimSuffix(value: string, suffix: string): string {
  return suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;
}

function split(value: string, separator: string, n?: number): string[] {
  const parts = value.split(separator);
  if (n === undefined || n < 0 || parts.length <= n) return parts;
  return [...parts.slice(0, n - 1), parts.slice(n - 1).join(separator)];
}

function splitAfter(value: string, separator: string): string[] {
  const parts = value.split(separator);
  return parts.map((part, index) => (index < parts.length - 1 ? part + separator : part));
}

function repeat(value: string, times: number): string {
  if (value.length * times > 1_000_000) throw new ExpressionError('repeat makes a text of more than 1,000,000 characters');
  return value.repeat(Math.max(0, times));
}

function replace([value = '', from = '', to = '']: readonly string[], n = -1): string {
  if (n < 0) return value.replaceAll(from, () => to);
  const parts = split(value, from, n + 1);
  return parts.join(to);
}

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function encodeBase64(value: string): string {
  const bytes = utf8Bytes(value);
  let result = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digit = (shift: number): string => base64[(word >> shift) & 63] as string;
    result += digit(18) + digit(12) + (b === undefined ? '=' : digit(6)) + (c === undefined ? '=' : digit(0));
  }
  return result;
}

function decodeBase64(value: string): string {
  const bytes: number[] = [];
  let [buffer, held] = [0, 0];
  for (const character of value.replace(/[=\s]/g, '')) {
    const digit = base64.indexOf(character);
    if (digit < 0) throw new ExpressionError('fromBase64: illegal base64 data');
    buffer = (buffer << 6) | digit;
    held += 6;
    if (held >= 8) bytes.push((buffer >> (held -= 8)) & 255);
  }
  return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}

function utf8Bytes(value: string): number[] {
  const encoded = encodeURIComponent(value).replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return [...encoded].map((character) => character.charCodeAt(0));
}
