import type { Cause } from '../status-error.ts';

export function required(field: string, why: string): Cause {
  return { reason: 'FieldValueRequired', message: `Required value${why ? `: ${why}` : ''}`, field };
}

export function invalidValue(field: string, value: unknown, why: string): Cause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${show(value)}: ${why}`, field };
}

export function wrongType(field: string, value: unknown, why: string): Cause {
  return { reason: 'FieldValueTypeInvalid', message: `Invalid value: ${JSON.stringify(typeName(value))}: ${why}`, field };
}

/** Objects and lists are named by their type, as Kubernetes does for rules. */
export function ruleBroken(field: string, value: unknown, why: string): Cause {
  const shown = typeof value === 'object' ? typeName(value) : value;
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${show(shown)}: ${why}`, field };
}

export function duplicate(field: string, value: unknown): Cause {
  return { reason: 'FieldValueDuplicate', message: `Duplicate value: ${show(value)}`, field };
}

export function notSupported(field: string, value: unknown, supported: readonly unknown[]): Cause {
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${show(value)}: supported values: ${supported.map(show).join(', ')}`,
    field,
  };
}

export function forbiddenField(field: string, why: string): Cause {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field };
}

export function missingReference(field: string, value: unknown): Cause {
  return { reason: 'FieldValueNotFound', message: `Not found: ${show(value)}`, field };
}

export function tooLong(field: string, limit: number): Cause {
  return { reason: 'FieldValueTooLong', message: `Too long: may not be more than ${limit} bytes`, field };
}

export function tooMany(field: string, count: number, limit: number): Cause {
  return { reason: 'FieldValueTooMany', message: `Too many: ${count}: must have at most ${limit} items`, field };
}

function show(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null');
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
