import { describe, expect, test } from 'vitest';
import { buildEnvironment } from '../environment/environment.ts';
import cases from '../testdata/expr.json' with { type: 'json' };
import { ExpressionError } from './expression-error.ts';
import { compileExpression } from './program.ts';

const environment = buildEnvironment(Object.entries(cases.scope));
const evaluate = (source: string): unknown => compileExpression(source).evaluate(environment, { now: 0, seed: 'seed' });

describe('expr-lang', () => {
  test.each(cases.values as [string, unknown][])('%s is %j', (source, value) => {
    expect(evaluate(source)).toEqual(value);
  });

  test.each(cases.errors as [string, string][])('%s fails: %s', (source, message) => {
    expect(() => evaluate(source)).toThrow(ExpressionError);
    expect(() => evaluate(source)).toThrow(message);
  });
});
