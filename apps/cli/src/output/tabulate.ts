// Elastic tab stops as Go's text/tabwriter lays them out, because scripts cut columns out of what Argo prints.

/** What a terminal takes as a colour and not as text. */
const COLOUR = new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*m`, 'g');

/**
 * Turns tab characters into columns. A cell is text that ends in a tab; what follows the last tab of a line belongs to no
 * column. A column is as wide as its widest cell in consecutive lines that have it, plus `padding` blanks.
 */
export function tabulate(text: string, padding: number): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = columnWidths(lines, padding);
  return lines.map((cells, line) => joinCells(cells, widths[line] ?? [])).join('\n');
}

/** How many columns of the terminal a text takes, colour codes aside. */
function visibleWidth(text: string): number {
  return [...text.replace(COLOUR, '')].length;
}

function columnWidths(lines: readonly string[][], padding: number): number[][] {
  const widths: number[][] = lines.map(() => []);
  const columns = Math.max(0, ...lines.map((cells) => cells.length - 1));
  for (let column = 0; column < columns; column++) {
    for (const [start, end] of blocksWith(lines, column)) {
      const width = Math.max(...lines.slice(start, end).map((cells) => visibleWidth(cells[column] ?? ''))) + padding;
      for (let line = start; line < end; line++) (widths[line] as number[])[column] = width;
    }
  }
  return widths;
}

/** Runs of lines that have a tab-terminated cell in this column. */
function blocksWith(lines: readonly string[][], column: number): [number, number][] {
  const blocks: [number, number][] = [];
  for (const [line, cells] of lines.entries()) {
    if (cells.length - 1 <= column) continue;
    const last = blocks.at(-1);
    if (last && last[1] === line) last[1] = line + 1;
    else blocks.push([line, line + 1]);
  }
  return blocks;
}

function joinCells(cells: readonly string[], widths: readonly number[]): string {
  const last = cells.length - 1;
  return cells.map((cell, column) => (column === last ? cell : cell + ' '.repeat((widths[column] ?? 0) - visibleWidth(cell)))).join('');
}
