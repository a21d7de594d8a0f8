import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyMergePatch, mergePatchBetween } from './merge-patch.ts';

test.each([
  ['nothing changed', { a: { b: 1 } }, { a: { b: 1 } }, undefined],
  ['one field of many', { a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 2, d: 4 } }, { b: { d: 4 } }],
  ['a removed field', { a: 1, b: 2 }, { a: 1 }, { b: null }],
  ['null means absent', { a: 1 }, { a: null }, { a: null }],
  ['absent stays absent', { a: 1 }, { a: 1, b: undefined, c: null }, undefined],
  ['lists are whole', { a: [1, 2] }, { a: [1, 2, 3] }, { a: [1, 2, 3] }],
  ['equal lists are left out', { a: [{ b: 1 }] }, { a: [{ b: 1 }] }, undefined],
  ['nulls of a new object are dropped', {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  ['an object replaces a scalar', { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
  ['an emptied object', { a: { b: 1 } }, { a: {} }, { a: { b: null } }],
  ['a new empty object', {}, { a: {} }, { a: {} }],
])('%s', (_name, from, to, want) => {
  expect(mergePatchBetween(from, to)).toEqual(want);
});

test('identical parts are not walked', () => {
  const shared = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('walked');
      },
    },
  );
  expect(mergePatchBetween({ shared, a: 1 }, { shared, a: 2 })).toEqual({ a: 2 });
});

test('applying the patch gives the target', () => {
  const value = fc.letrec((tie) => ({
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 3 }),
    any: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.string({ maxLength: 2 }), fc.array(fc.integer(), { maxLength: 2 }), tie('object')),
  })).object;
  fc.assert(
    fc.property(value, value, (from, to) => {
      const patch = mergePatchBetween(from, to);
      expect(JSON.stringify(sorted(patch === undefined ? from : applyMergePatch(from, patch)))).toBe(JSON.stringify(sorted(to)));
    }),
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
