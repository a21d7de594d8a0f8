import { expect, test } from 'vitest';
import { tabulate } from './tabulate.ts';

test.each([
  { title: 'a column is as wide as its widest cell and the padding', text: 'a\tb\nlong\tc', padding: 3, want: 'a      b\nlong   c' },
  { title: 'what follows the last tab belongs to no column', text: 'a\tvery long rest\nb\tc', padding: 1, want: 'a very long rest\nb c' },
  { title: 'a tab at the end of a line closes a column', text: 'a\tbb\t\nc\td\t', padding: 2, want: 'a  bb  \nc  d   ' },
  { title: 'a line without the column ends it', text: 'aaaa\tx\n\nb\ty', padding: 1, want: 'aaaa x\n\nb y' },
  { title: 'an empty column is as wide as the padding', text: '\tx\n\ty', padding: 2, want: '  x\n  y' },
  { title: 'characters count, not bytes', text: '✔ ü\tx\nabcd\ty', padding: 1, want: '✔ ü  x\nabcd y' },
  { title: 'colours have no width', text: '\u001b[31mred\u001b[0m\tx\nabcd\ty', padding: 1, want: '\u001b[31mred\u001b[0m  x\nabcd y' },
])('$title', ({ text, padding, want }) => {
  expect(tabulate(text, padding)).toBe(want);
});
