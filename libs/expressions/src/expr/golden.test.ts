import fs from 'node:fs';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { buildEnvironment } from '../environment/environment.ts';
import { toJson } from './values.ts';
import { compileExpression } from './program.ts';

const cases = parse(fs.readFileSync(new URL('../../testdata/expr.yaml', import.meta.url), 'utf8')) as [string, unknown][];
const env = {
  ...buildEnvironment([]),
  map: { a: { b: 'deep' } },
  list: [3, 1, 2],
  users: [
    { name: 'al', age: 30 },
    { name: 'bo', age: 40 },
  ],
};
const input = { now: Date.UTC(2026, 10, 24, 10) as never, seed: 's' };

test.each(cases)('%s', (source, value) => {
  expect(JSON.parse(toJson(compileExpression(source).evaluate(env, input)))).toEqual(value);
});
