import { ExpressionError } from './expression-error.ts';

export type TokenKind = 'number' | 'string' | 'identifier' | 'operator' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** The value of a number or string literal. */
  readonly value?: string | number;
  readonly at: number;
}

const operators = [
  '?.[',
  '...',
  '**',
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '??',
  '?.',
  '..',
  '=>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '<',
  '>',
  '!',
  '?',
  ':',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
  '|',
  '#',
  ';',
  '=',
];
const wordOperators = new Set(['and', 'or', 'not', 'in', 'contains', 'startsWith', 'endsWith', 'matches', 'let', 'if', 'else']);
const numberPattern = /0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?/y;
const identifierPattern = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const spacePattern = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;

/** Splits an expr-lang source into tokens; throws ExpressionError with the position of what it cannot read. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    at += matchLength(spacePattern, source, at);
    if (at >= source.length) break;
    const token = readToken(source, at, tokens.at(-1));
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function readToken(source: string, at: number, before: Token | undefined): Token {
  if (/["'`]/.test(source[at] as string)) return readString(source, at);
  if (beginsNumber(source, at, before)) return readNumber(source, at);
  return readWord(source, at, before) ?? readOperator(source, at);
}

/** A digit, or a dot before one that does not follow another dot. */
function beginsNumber(source: string, at: number, before: Token | undefined): boolean {
  return /^(?:\d|\.\d)/.test(source.slice(at, at + 2)) && (source[at] !== '.' || before?.text !== '.');
}

/** Operators that are words are names after a dot. */
function readWord(source: string, at: number, before: Token | undefined): Token | undefined {
  const length = matchLength(identifierPattern, source, at);
  if (length === 0) return undefined;
  const text = source.slice(at, at + length);
  const afterDot = before?.text === '.' || before?.text === '?.';
  return { kind: wordOperators.has(text) && !afterDot ? 'operator' : 'identifier', text, at };
}

function readOperator(source: string, at: number): Token {
  const text = operators.find((candidate) => source.startsWith(candidate, at));
  if (text !== undefined) return { kind: 'operator', text, at };
  const character = source[at] as string;
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  throw new ExpressionError(`unrecognized character: U+${code} '${character}'`, at);
}

function readNumber(source: string, at: number): Token {
  let length = matchLength(numberPattern, source, at);
  let text = source.slice(at, at + length);
  // `1..3` is a range of integers, not the number `1.` followed by `.3`.
  const range = /^[\d_]+(?=\.\.)/.exec(source.slice(at));
  if (range) {
    text = range[0];
    length = text.length;
  }
  const value = Number(text.replaceAll('_', ''));
  if (length === 0 || Number.isNaN(value)) throw new ExpressionError(`bad number syntax: "${text}"`, at);
  return { kind: 'number', text, value, at };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '\\': '\\',
  '"': '"',
  "'": "'",
  '0': '\0',
};

function readString(source: string, at: number): Token {
  const quote = source[at] as string;
  let value = '';
  let next = at + 1;
  for (;;) {
    const character = source[next];
    if (character === undefined) throw new ExpressionError('literal not terminated', at);
    if (character === quote) break;
    if (character === '\\' && quote !== '`') {
      const escape = readEscape(source, next);
      value += escape.value;
      next += escape.length;
    } else {
      value += character;
      next++;
    }
  }
  return { kind: 'string', text: source.slice(at, next + 1), value, at };
}

function readEscape(source: string, at: number): { readonly value: string; readonly length: number } {
  const letter = source[at + 1] ?? '';
  const digits = letter === 'u' ? 4 : letter === 'x' ? 2 : letter === 'U' ? 8 : 0;
  if (digits > 0) {
    const hex = source.slice(at + 2, at + 2 + digits);
    if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < digits) throw new ExpressionError('invalid escape sequence', at);
    return { value: String.fromCodePoint(Number.parseInt(hex, 16)), length: digits + 2 };
  }
  const value = escapes[letter];
  if (value === undefined) throw new ExpressionError('invalid escape sequence', at);
  return { value, length: 2 };
}

function matchLength(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0].length ?? 0;
}
