import type { Io } from '../command.ts';

/**
 * A table as this output wants it. Argo pads the last column, and scripts may count on that; on a narrow terminal the blanks
 * would begin lines of their own.
 */
export function tableFor({ outputIsTerminal }: Pick<Io, 'outputIsTerminal'>, text: string): string {
  return outputIsTerminal ? text.replaceAll(/ +$/gm, '') : text;
}
