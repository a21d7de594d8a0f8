import { describe, expect, test } from 'vitest';
import { changedParameters, fieldOf, parametersOf, prefilled, problemOf, valuesOf } from './parameters.ts';

describe('[10-031] parameters of the submit form', () => {
  test.each([
    [{ name: 'a', enum: ['x', 'y'], value: 'x' }, 'choice'],
    [{ name: 'a', value: 'true' }, 'switch'],
    [{ name: 'a', default: '12' }, 'number'],
    [{ name: 'a', value: '{"b": 1}' }, 'json'],
    [{ name: 'a', value: 'one\ntwo' }, 'lines'],
    [{ name: 'a' }, 'text'],
  ])('%j is asked for with a %s', (parameter, widget) => {
    expect(fieldOf(parameter).widget).toBe(widget);
  });

  test('a default in the template is not lost when the workflow gives only a value', () => {
    const [field] = parametersOf(
      { arguments: { parameters: [{ name: 'mode', default: 'full', enum: ['full', 'delta'], description: 'What to load' }] } },
      { arguments: { parameters: [{ name: 'mode', value: 'delta' }] } },
    );
    expect(field).toEqual({
      name: 'mode',
      description: 'What to load',
      choices: ['full', 'delta'],
      initial: 'delta',
      required: false,
      widget: 'choice',
    });
  });

  test('only what was changed is sent', () => {
    const fields = parametersOf({
      arguments: {
        parameters: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
      },
    });
    expect(changedParameters(fields, { ...valuesOf(fields), b: '3' })).toEqual(['b=3']);
  });

  test.each([
    [{ name: 'a' }, '', 'Required'],
    [{ name: 'a', value: '1' }, 'x', 'Not a number'],
    [{ name: 'a', value: '[]' }, '[', 'Not valid JSON'],
    [{ name: 'a', enum: ['x'] }, 'y', 'Not one of the choices'],
    [{ name: 'a', value: '1' }, '2.5', undefined],
  ])('%j with %j: %s', (parameter, value, want) => {
    expect(problemOf(fieldOf(parameter), value)).toBe(want);
  });

  test('values come from the address', () => {
    expect(prefilled(new URLSearchParams('template=t&parameters[day]=mon&parameters[n]=3'))).toEqual({ day: 'mon', n: '3' });
  });
});
