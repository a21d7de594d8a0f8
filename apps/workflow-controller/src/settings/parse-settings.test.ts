import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseSettings } from './parse-settings.ts';
import { defaultSettings } from './settings.ts';

interface Case {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
  readonly want?: object;
  readonly warnings?: readonly string[];
  readonly error?: string;
}

const cases = parse(readFileSync(new URL('testdata/cases.yaml', import.meta.url), 'utf8')) as readonly Case[];

test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { data, want, warnings = [], error }) => {
  if (error !== undefined) expect(() => parseSettings(data)).toThrow(error);
  else expect(parseSettings(data)).toEqual({ settings: { ...defaultSettings, ...want }, warnings });
});
