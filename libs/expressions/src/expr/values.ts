import { GoDuration, GoTime, GoZone, orderOf } from '../time/go-time.ts';
import { ExpressionError } from './expression-error.ts';

/** The name of a value's type as `type()` tells it. Whole numbers are ints. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (value instanceof GoTime) return 'time.Time';
  if (value instanceof GoDuration) return 'time.Duration';
  return Array.isArray(value) ? 'array' : 'map';
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isOpaque(value);
}

function isOpaque(value: object): boolean {
  return value instanceof GoTime || value instanceof GoDuration || value instanceof GoZone;
}

/** Deep equality; ints and floats of the same value are equal. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right || (left ?? null) === (right ?? null)) return true;
  if (Array.isArray(left) && Array.isArray(right)) return equalLists(left, right);
  if (isMap(left) && isMap(right)) return equalMaps(left, right);
  return typeName(left) === typeName(right) && isSameMoment(left, right);
}

function isSameMoment(left: unknown, right: unknown): boolean {
  return orderOf(left) !== undefined && orderOf(left) === orderOf(right);
}

function equalLists(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => equal(item, right[index]));
}

function equalMaps(left: Readonly<Record<string, unknown>>, right: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && equal(left[key], right[key]));
}

export function asNumber(value: unknown, what: string, at?: number): number {
  if (typeof value !== 'number') throw new ExpressionError(`invalid operation: ${what} (${typeName(value)} is not a number)`, at);
  return value;
}

export function asString(value: unknown, what: string, at?: number): string {
  if (typeof value !== 'string') throw new ExpressionError(`invalid argument for ${what} (expected string, got ${typeName(value)})`, at);
  return value;
}

export function asArray(value: unknown, what: string, at?: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new ExpressionError(`invalid argument for ${what} (expected array, got ${typeName(value)})`, at);
  return value;
}

/** Order of two values of one type; throws for types that have none. */
export function compare(a: unknown, b: unknown, { operator, at }: { readonly operator: string; readonly at?: number | undefined }): number {
  const [left, right] = typeName(a) === typeName(b) ? [orderOf(a) ?? a, orderOf(b) ?? b] : [a, b];
  if (isComparable(left) && isComparable(right) && typeof left === typeof right) return left < right ? -1 : left > right ? 1 : 0;
  throw new ExpressionError(`invalid operation: ${operator} (mismatched types ${typeName(left)} and ${typeName(right)})`, at);
}

function isComparable(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}

/** JSON as Go's encoder writes it: keys sorted, `indent` spaces where given. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(sortKeys(value), null, indent);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isMap(value)) return value ?? null;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
}

/** A value as text: strings raw, everything else as JSON. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : toJson(value);
}
