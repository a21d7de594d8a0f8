import { type JsonNumber, numberOf } from './json-number.ts';

export type JsonValue = string | number | boolean | null | JsonNumber | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonResult = { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly message: string };

/** Reads JSON without changing any number; what is wrong with a text is said in the words of Go, which tools match (acceptance 13-018, 13-071). */
export function readJson(text: string): JsonResult {
  const reader = new Reader(text);
  try {
    return { ok: true, value: reader.document() };
  } catch (error) {
    if (error instanceof JsonProblem) return { ok: false, message: error.message };
    throw error;
  }
}

class JsonProblem extends Error {}

/** Deepest nesting that is read. Go stops at 10,000; what walks through values here does so on the stack. */
const maxDepth = 1_000;

const literals: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('after top-level value');
    return value;
  }

  #value(): JsonValue {
    this.#space();
    const next = this.#text.charAt(this.#at);
    if (next === '{' || next === '[') return this.#nested(next);
    if (next === '"') return this.#string();
    if (next === '-' || isDigit(next)) return numberOf(this.#number());
    for (const [word, value] of literals) if (next === word.charAt(0)) return this.#literal(word, value);
    return this.#fail('looking for beginning of value');
  }

  #nested(opening: '{' | '['): JsonValue {
    if (++this.#depth > maxDepth) this.#fail('exceeded max depth');
    const value = opening === '{' ? this.#object() : this.#list();
    this.#depth--;
    return value;
  }

  #object(): JsonValue {
    const members: [string, JsonValue][] = [];
    this.#at++;
    this.#space();
    if (this.#takes('}')) return {};
    do {
      this.#space();
      if (this.#text.charAt(this.#at) !== '"') this.#fail('looking for beginning of object key string');
      const key = this.#string();
      this.#space();
      if (!this.#takes(':')) this.#fail('after object key');
      members.push([key, this.#value()]);
      this.#space();
    } while (this.#takes(','));
    if (!this.#takes('}')) this.#fail('after object key:value pair');
    return Object.fromEntries(members);
  }

  #list(): JsonValue {
    const items: JsonValue[] = [];
    this.#at++;
    this.#space();
    if (this.#takes(']')) return items;
    do {
      items.push(this.#value());
      this.#space();
    } while (this.#takes(','));
    if (!this.#takes(']')) this.#fail('after array element');
    return items;
  }

  #string(): string {
    const start = this.#at++;
    for (let char = this.#text.charAt(this.#at); char !== '"'; char = this.#text.charAt(this.#at)) {
      if (char < ' ') this.#fail('in string literal');
      this.#at++;
      if (char === '\\') this.#escape();
    }
    this.#at++;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #escape(): void {
    const char = this.#text.charAt(this.#at);
    if (char === '' || !'"\\/bfnrtu'.includes(char)) this.#fail('in string escape code');
    this.#at++;
    if (char !== 'u') return;
    for (const end = this.#at + 4; this.#at < end; this.#at++)
      if (!/[0-9a-fA-F]/.test(this.#text.charAt(this.#at))) this.#fail('in \\u hexadecimal character escape');
  }

  #number(): string {
    const start = this.#at;
    this.#takes('-');
    if (!this.#takes('0')) this.#digits('in numeric literal');
    if (this.#takes('.')) this.#digits('after decimal point in numeric literal');
    if (this.#takes('e') || this.#takes('E')) {
      if (!this.#takes('+')) this.#takes('-');
      this.#digits('in exponent of numeric literal');
    }
    return this.#text.slice(start, this.#at);
  }

  #digits(context: string): void {
    if (!isDigit(this.#text.charAt(this.#at))) this.#fail(context);
    while (isDigit(this.#text.charAt(this.#at))) this.#at++;
  }

  #literal<T>(word: string, value: T): T {
    for (const char of word) if (!this.#takes(char)) this.#fail(`in literal ${word} (expecting '${char}')`);
    return value;
  }

  #takes(char: string): boolean {
    if (this.#text.charAt(this.#at) !== char) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    while (' \t\r\n'.includes(this.#text.charAt(this.#at)) && this.#at < this.#text.length) this.#at++;
  }

  #fail(context: string): never {
    if (this.#at >= this.#text.length) throw new JsonProblem('unexpected end of JSON input');
    throw new JsonProblem(`invalid character ${quoted(this.#text.charAt(this.#at))} ${context}`);
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9' && char.length === 1;
}

function quoted(char: string): string {
  if (char === "'") return String.raw`'\''`;
  return char === '"' ? `'"'` : `'${JSON.stringify(char).slice(1, -1)}'`;
}
