import { parseDuration } from '@argosy/expressions';
import type { Milliseconds } from '@argosy/std';

/** A value of the ConfigMap that is not what its key wants. */
export class SettingError extends Error {
  constructor(key: string, wanted: string, value: unknown) {
    super(`${key}: wants ${wanted}, got ${JSON.stringify(value)}`);
    this.name = 'SettingError';
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function readFields(key: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SettingError(key, 'a map', value);
  return value as Fields;
}

export function readCount(key: string, value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) throw new SettingError(key, 'a whole number from 0 up', value);
  return number;
}

export function readNumber(key: string, value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) throw new SettingError(key, 'a number above 0', value);
  return number;
}

export function readFlag(key: string, value: unknown): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new SettingError(key, 'true or false', value);
}

export function readText(key: string, value: unknown): string {
  if (typeof value !== 'string') throw new SettingError(key, 'a text', value);
  return value;
}

export function readOneOf<const Choice extends string>(key: string, value: unknown, choices: readonly Choice[]): Choice {
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new SettingError(key, choices.join(' or '), value);
  return choice;
}

/** Whole seconds or a Go duration: `30`, `1m30s`. */
export function readDuration(key: string, value: unknown): Milliseconds {
  const duration = typeof value === 'number' || typeof value === 'string' ? parseDuration(String(value)) : undefined;
  if (duration === undefined) throw new SettingError(key, 'a duration such as 5s or 1m30s', value);
  return duration;
}

export function readTexts(key: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw new SettingError(key, 'a list of texts', value);
  return value;
}

export function readNumbers(key: string, value: unknown): readonly number[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) throw new SettingError(key, 'a list of numbers', value);
  return value;
}
