import { describe, expect, test } from 'vitest';
import { parseDepends } from './depends/depends.ts';
import { buildEnvironment } from './environment/environment.ts';
import { ExpressionError } from './expr/expression-error.ts';
import { compileExpression } from './expr/program.ts';
import { evaluateCondition } from './govaluate/govaluate.ts';
import { parseTags } from './tags/parse-tags.ts';

const input = { now: 0 as never, seed: 's' };
const deep = 30_000;
const shapes = {
  parentheses: `${'('.repeat(deep)}1${')'.repeat(deep)}`,
  'open parentheses': '('.repeat(deep),
  sum: Array.from({ length: deep }, () => '1').join('+'),
  negations: `${'!'.repeat(deep)}true`,
  minuses: `${'-'.repeat(deep)}1`,
  members: `a${'.b'.repeat(deep)}`,
  lists: '['.repeat(deep),
  maps: '{a:'.repeat(deep),
  lets: 'let a = 1; '.repeat(8000),
  'else if': 'if a { 1 } else '.repeat(6000),
  pipes: `1${' | string()'.repeat(8000)}`,
  'too long': 'a'.repeat(200_000),
};

describe('what is too deep or too long is an error, never a crash', () => {
  test.each(Object.entries(shapes))('%s', (_, source) => {
    for (const run of [
      () => compileExpression(source).evaluate({ a: {} }, input),
      () => parseDepends(source),
      () => compileExpression(`map([1], ${source})`).evaluate({ a: {} }, input),
    ]) {
      try {
        run();
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
    }
    expect(evaluateCondition(source)).toHaveProperty('ok');
  });

  test.each([
    ["'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' matches '^(a+)+$'", false],
    ["sprig.regexMatch('(a|a)*b', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')", false],
  ])('a regular expression takes linear time: %s', (source, value) => {
    expect(compileExpression(source).evaluate(buildEnvironment([]), input)).toBe(value);
  });

  test('a loop in a loop ends after a million steps', () => {
    const source = 'map(1..9999, {map(1..9999, # * 2)})';
    expect(() => compileExpression(source).evaluate({}, input)).toThrow('more than 1000000 steps');
  });

  test('texts of nothing but braces are split', () => {
    const text = '{{='.repeat(50_000) + '}}'.repeat(50_000);
    expect(parseTags(text).length).toBeGreaterThan(0);
  });
});
