import { expect, test } from 'vitest';
import { evaluateCondition } from './govaluate.ts';

test.each([
  ['heads == heads', true],
  ['tails == heads', false],
  ['"a b" == "a b"', true],
  ['1 < 2 && 3 >= 3', true],
  ['!(1 == 2)', true],
  ["'x' in ('x', 'y')", true],
  ['2 + 3 * 4 == 14', true],
  ['abc =~ "^a"', true],
  ['true', true],
  ['false || true', true],
  ["'' == ''", true],
  ['1 != 2', true],
  ['1 > 2 ? false : true', true],
  ["'a b' !~ '^b' ? 1 == 1 : false", true],
  ["'🙂' == '🙂'", true],
])('%s is %s [3-048] [3-049]', (condition, value) => {
  expect(evaluateCondition(condition)).toEqual({ ok: true, value });
});

test('what gives no boolean is an error [3-050]', () => {
  expect(evaluateCondition('1 + 1')).toEqual({ ok: false, message: "Expected boolean evaluation for '1 + 1'. Got 2" });
});

test.each(['', '1 ==', '== 1', '(1'])('%j cannot be read', (condition) => {
  expect(evaluateCondition(condition).ok).toBe(false);
});

test.each([
  [
    '{{x}} == y',
    `Invalid 'when' expression '{{x}} == y': Invalid token: '{{x}}' (hint: try wrapping the affected expression in quotes ("))`,
  ],
  ['a ==', "Invalid 'when' expression 'a ==': Unexpected end of expression"],
  [
    'foo-bar == x',
    `Failed to evaluate 'when' expresion 'foo-bar == x': Value 'foo' cannot be used with the modifier '-', it is not a number (hint: put text with -, / or : in quotes ("))`,
  ],
])('[3-051] what is wrong with %j', (condition, message) => {
  expect(evaluateCondition(condition)).toEqual({ ok: false, message });
});
