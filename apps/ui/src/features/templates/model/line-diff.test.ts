import { expect, test } from 'vitest';
import { diffHunks, lineDiff } from './line-diff.ts';

const SIGNS = { same: ' ', added: '+', removed: '-' } as const;
const written = (before: string, after: string): string =>
  lineDiff(before, after)
    .map(({ kind, text }) => SIGNS[kind] + text)
    .join('|');

test.each([
  ['a\nb\nc', 'a\nb\nc', ' a| b| c'],
  ['a\nb\nc', 'a\nx\nc', ' a|-b|+x| c'],
  ['a\nc', 'a\nb\nc', ' a|+b| c'],
  ['a\nb\nc\nd', 'b\nd', '-a| b|-c| d'],
  ['', 'a', '-|+a'],
])('from %j to %j', (before, after, want) => {
  expect(written(before, after)).toBe(want);
});

test('only what is near a change is shown', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  const changed = lines.with(20, 'new').join('\n');
  const hunks = diffHunks(lineDiff(lines.join('\n'), changed), 2);
  expect(hunks.map((line) => line?.text ?? '…')).toEqual(['…', 'line 18', 'line 19', 'line 20', 'new', 'line 21', 'line 22', '…']);
});
