/** A piece of a line in one look. Colours are the sixteen by number, or a CSS colour. */
export interface AnsiSpan {
  readonly text: string;
  readonly colour?: number | string;
  readonly background?: number | string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly underline?: boolean;
}

type Look = Omit<AnsiSpan, 'text'>;

const ESCAPE = String.fromCharCode(27);
const SEQUENCE = new RegExp(`${ESCAPE}\\[([0-9;]*)([A-Za-z])`, 'g');

/** Splits a line at its SGR sequences; other escape sequences are taken out. */
export function ansiSpans(line: string): readonly AnsiSpan[] {
  if (!line.includes(ESCAPE)) return [{ text: line }];
  const spans: AnsiSpan[] = [];
  let look: Look = {};
  let end = 0;
  const push = (text: string): void => void (text !== '' && spans.push({ ...look, text }));
  for (const match of line.matchAll(SEQUENCE)) {
    push(line.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[2] === 'm') look = applied(look, (match[1] ?? '').split(';').map(Number));
  }
  push(line.slice(end));
  return spans;
}

/** The text without its escape sequences. */
export function plainText(line: string): string {
  return line.includes(ESCAPE) ? line.replace(SEQUENCE, '') : line;
}

function applied(look: Look, codes: readonly number[]): Look {
  let next = look;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] as number;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(index + 1));
      next = { ...next, [code === 38 ? 'colour' : 'background']: colour };
      index += used;
    } else {
      next = simple(next, code);
    }
  }
  return next;
}

const SWITCHES: Readonly<Record<number, (look: Look) => Look>> = {
  0: () => ({}),
  1: (look) => ({ ...look, bold: true }),
  2: (look) => ({ ...look, dim: true }),
  4: (look) => ({ ...look, underline: true }),
  22: ({ bold: _, dim: __, ...look }) => look,
  24: ({ underline: _, ...look }) => look,
  39: ({ colour: _, ...look }) => look,
  49: ({ background: _, ...look }) => look,
};

function simple(look: Look, code: number): Look {
  if (code >= 30 && code <= 37) return { ...look, colour: code - 30 };
  if (code >= 90 && code <= 97) return { ...look, colour: code - 82 };
  if (code >= 40 && code <= 47) return { ...look, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...look, background: code - 92 };
  return SWITCHES[code]?.(look) ?? look;
}

/** `5;n` of 256 colours, or `2;r;g;b`; with how many numbers it took. */
function extended([kind, ...values]: readonly number[]): readonly [number | string | undefined, number] {
  if (kind === 2) return [`rgb(${values.slice(0, 3).join(' ')})`, 4];
  if (kind !== 5) return [undefined, 0];
  const [index = 0] = values;
  if (index < 16) return [index, 2];
  if (index >= 232) return [`rgb(${Array.from({ length: 3 }, () => 8 + (index - 232) * 10).join(' ')})`, 2];
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return [`rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`, 2];
}
