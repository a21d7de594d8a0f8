import { expect, it } from 'vitest';
import { tooLargeDocuments } from './document-size.ts';

const megabytes = (count: number, line: string): string => line.repeat(Math.ceil((count * 1024 * 1024) / line.length));

it.each<[string, string, readonly (number | undefined)[]]>([
  ['one large document', `kind: A\n${megabytes(4, 'some: text\n')}`, [1]],
  ['many small ones', megabytes(4, 'kind: A\nsome: text\n---\n'), []],
  ['a large one among small ones', `kind: A\n---\nkind: B\n${megabytes(4, 'some: text\n')}---\nkind: C\n`, [2]],
  ['one long line', `args: [${megabytes(4, '"x", ')}"x"]\n`, [1]],
  ['comments', megabytes(4, '# a comment that says nothing\n'), []],
  ['indentation', megabytes(4, `${' '.repeat(80)}a: b\n`), []],
])('finds documents that are too large: %s', (_, text, lines) => {
  expect(tooLargeDocuments(text, 'file').map(({ line }) => line)).toEqual(lines);
});
