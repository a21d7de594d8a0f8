import type { Opaque } from '@argosy/api';
import { parse } from 'yaml';
import { readFields } from './read-value.ts';

/** Reads one artifact repository of a ConfigMap. */
export function parseRepository(key: string, text: string): Opaque {
  return readFields(key, parse(text)) as Opaque;
}
