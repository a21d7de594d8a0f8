import { fromRfc3339 } from '@argosy/std';
import { type ApiObject, isJsonObject } from '../../store/object.ts';
import type { Column } from '../resource.ts';

export const ageColumn: Column = {
  name: 'Age',
  type: 'string',
  description: 'CreationTimestamp is a timestamp representing the server time when this object was created.',
  cell: ({ metadata }, now) => age(metadata.creationTimestamp, now),
};

/** A column whose value stands at a path of field names. */
export function fieldColumn(name: string, path: string, options: Partial<Omit<Column, 'name' | 'cell'>> = {}): Column {
  const steps = path.split('.');
  return { name, type: 'string', ...options, cell: (object) => textAt(object, steps) };
}

/** A column that counts the members of an object or the items of a list. */
export function countColumn(name: string, ...fields: readonly string[]): Column {
  return { name, type: 'string', cell: (object) => fields.reduce((sum, field) => sum + sizeOf(object[field]), 0) };
}

/** How long ago, as kubectl shows ages: `5s`, `3m12s`, `4h`, `12d`. */
export function age(time: string | null | undefined, now: number): string {
  const instant = fromRfc3339(time);
  return instant === undefined ? '<unknown>' : humanDuration(now - instant);
}

/** kubectl's short form of a duration. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds < 120) return `${Math.max(0, seconds)}s`;
  if (minutes < 10) return joined(`${minutes}m`, seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return joined(`${hours}h`, minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  return daysAndYears(hours);
}

/** The value at a path of field names. */
export function valueAt(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, field) => (isJsonObject(at) ? at[field] : undefined), object);
}

function daysAndYears(hours: number): string {
  const days = Math.floor(hours / 24);
  if (days < 8) return joined(`${days}d`, hours % 24, 'h');
  if (days < 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  return days < 365 * 8 ? joined(`${years}y`, days % 365, 'd') : `${years}y`;
}

function joined(large: string, small: number, smallUnit: string): string {
  return small === 0 ? large : `${large}${small}${smallUnit}`;
}

function textAt(object: ApiObject, path: readonly string[]): unknown {
  const value = valueAt(object, path);
  if (Array.isArray(value)) return value.join(',');
  return isJsonObject(value) ? JSON.stringify(value) : (value ?? '');
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : 0;
}
