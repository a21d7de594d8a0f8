export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Longer texts than this are compared as they stand, line by line; the table below grows with the product of both. */
const MOST_LINES = 2000;

/** The lines of both texts, with what was taken away and put in; the least of it. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return [
    ...left.slice(0, start).map(same),
    ...middleDiff(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...left.slice(left.length - end).map(same),
  ];
}

/** Only what changed, with a few lines around. `undefined` stands for lines left out. */
export function diffHunks(lines: readonly DiffLine[], around = 3): (DiffLine | undefined)[] {
  const near = (index: number): boolean => lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same');
  return lines.reduce<(DiffLine | undefined)[]>((shown, line, index) => {
    if (near(index)) shown.push(line);
    else if (shown.length === 0 || shown.at(-1) !== undefined) shown.push(undefined);
    return shown;
  }, []);
}

function middleDiff(left: readonly string[], right: readonly string[]): DiffLine[] {
  if (left.length > MOST_LINES || right.length > MOST_LINES) {
    return [...left.map((text): DiffLine => ({ kind: 'removed', text })), ...right.map((text): DiffLine => ({ kind: 'added', text }))];
  }
  const lengths = commonLengths(left, right);
  const width = right.length + 1;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const down = lengths[(i + 1) * width + j] ?? -1;
    const across = lengths[i * width + j + 1] ?? -1;
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ kind: 'same', text: left[i++] as string });
      j++;
    } else if (i < left.length && (j >= right.length || down >= across)) lines.push({ kind: 'removed', text: left[i++] as string });
    else lines.push({ kind: 'added', text: right[j++] as string });
  }
  return lines;
}

/** Length of the longest common part from each pair of places on. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint16Array {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i] === right[j]
          ? (lengths[(i + 1) * width + j + 1] as number) + 1
          : Math.max(lengths[(i + 1) * width + j] as number, lengths[i * width + j + 1] as number);
    }
  }
  return lengths;
}
