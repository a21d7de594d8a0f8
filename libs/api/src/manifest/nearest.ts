/** The candidate that differs least from a word, when it differs little enough to be what was meant. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = candidate.toLowerCase() === word.toLowerCase() ? 0 : editDistance(word, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Letters that are wrong, missing, too many, or two neighbours the wrong way round. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const swapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      const replaced = (row[j] as number) + (a[i] === b[j] ? 0 : 1);
      const least = Math.min(replaced, (row[j + 1] as number) + 1, (next[j] as number) + 1);
      next.push(swapped ? Math.min(least, (before[j - 1] as number) + 1) : least);
    }
    [before, row] = [row, next];
  }
  return row[b.length] as number;
}
