import { ExpressionError } from './expression-error.ts';
import type { Token } from './lexer.ts';

/** Goes through tokens from left to right; the last one is the end. */
export class TokenReader {
  /** Of the current token; may be set back to read on from there again. */
  position = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.#tokens[this.position] as Token;
  }

  get following(): Token | undefined {
    return this.#tokens[this.position + 1];
  }

  /** Whether the current token is this operator. */
  is(text: string): boolean {
    return this.current.kind === 'operator' && this.current.text === text;
  }

  /** Steps over this operator, if it is the current one. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.position++;
    return true;
  }

  /** Steps over this operator; an ExpressionError where it is another. */
  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(` (expected "${text}")`);
  }

  /** The error that names the current token, in expr's words. */
  unexpected(more = ''): ExpressionError {
    const { kind, text, at } = this.current;
    return new ExpressionError(
      kind === 'end' ? `unexpected token EOF${more}` : `unexpected token ${kindNames[kind]}(${JSON.stringify(text)})${more}`,
      at,
    );
  }
}

const kindNames: Readonly<Record<Token['kind'], string>> = {
  number: 'Number',
  string: 'String',
  identifier: 'Identifier',
  operator: 'Operator',
  end: 'EOF',
};
