import fs from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { blockYaml } from './block-yaml.ts';

const folder = new URL('../../../../libs/graph/testdata/', import.meta.url);

test.each(fs.readdirSync(folder))('%s reads back as what it was', (file) => {
  const object: unknown = JSON.parse(fs.readFileSync(new URL(file, folder), 'utf8'));
  expect(parse(blockYaml(object))).toEqual(object);
});

test.each([
  ['yes'],
  ['1.5'],
  ['a: b'],
  ['x #y'],
  [' lead'],
  ['two\nlines'],
  ['two\nlines\n'],
  ['\n\nblank first'],
  ['{{inputs.parameters.a}}'],
  ['tab\tinside'],
  ['😀 é'],
  [''],
  [{ a: [], b: {}, c: [[1, 2], [{ d: 'e\nf' }]] }],
])('%j', (value) => {
  expect(parse(blockYaml({ value }))).toEqual({ value });
});
