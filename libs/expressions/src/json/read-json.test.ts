import { expect, test } from 'vitest';
import { JsonNumber } from './json-number.ts';
import { readJson } from './read-json.ts';

test.each(['null', 'true', '[]', '{}', ' [1, -2.5, "a\\u00e9\\n", {"k": [false]}] ', '"\\"\\\\"', '0', '1e+21'])(
  'reads %s as JSON.parse does',
  (text) => {
    expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
  },
);

test.each(['1.0', '12345678901234567890', '1E3', '-0'])('[13-018] the number %s stays as it is written', (text) => {
  expect(readJson(`[${text}]`)).toEqual({ ok: true, value: [new JsonNumber(text)] });
});

test.each([
  ['hello', "invalid character 'h' looking for beginning of value"],
  ['', 'unexpected end of JSON input'],
  ['[1,', 'unexpected end of JSON input'],
  ['"open', 'unexpected end of JSON input'],
  ['12 apples', "invalid character 'a' after top-level value"],
  ['01', "invalid character '1' after top-level value"],
  ['[1 2]', "invalid character '2' after array element"],
  ['{a: 1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a": 1 "b"}', `invalid character '"' after object key:value pair`],
  ['trap', "invalid character 'a' in literal true (expecting 'u')"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ["'a'", String.raw`invalid character '\'' looking for beginning of value`],
])('[13-071] what is wrong with %j', (text, message) => {
  expect(readJson(text)).toEqual({ ok: false, message });
});

test.each([
  ['[', ']'],
  ['{"a":', '}'],
])('[13-071] what is nested too deeply in %s is refused, not a crash', (open, close) => {
  const nested = (depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`;
  expect(readJson(nested(1_000)).ok).toBe(true);
  expect(readJson(nested(100_000))).toEqual({ ok: false, message: `invalid character '${open.charAt(0)}' exceeded max depth` });
});
