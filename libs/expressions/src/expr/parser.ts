import type { Expression } from './ast.ts';
import { ExpressionError } from './expression-error.ts';
import { type Token, tokenize } from './lexer.ts';

/** Deepest nesting that is read. */
export const maxDepth = 200;

const precedence: Readonly<Record<string, number>> = {
  '|': 0,
  '||': 10,
  or: 10,
  '&&': 15,
  and: 15,
  '==': 20,
  '!=': 20,
  '<': 20,
  '>': 20,
  '<=': 20,
  '>=': 20,
  in: 20,
  'not in': 20,
  matches: 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  '..': 25,
  '+': 30,
  '-': 30,
  '*': 60,
  '/': 60,
  '%': 60,
  '**': 100,
  '^': 100,
  '??': 500,
};
const negatable = new Set(['in', 'matches', 'contains', 'startsWith', 'endsWith']);
const synonyms: Readonly<Record<string, string>> = { and: '&&', or: '||', '^': '**' };

/** Reads one expr-lang expression. Precedences are those of expr v1.17. Throws ExpressionError. */
export function parse(source: string, builtins: ReadonlySet<string>): Expression {
  const parser = new Parser(tokenize(source), builtins);
  return parser.parseAll();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #builtins: ReadonlySet<string>;
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], builtins: ReadonlySet<string>) {
    this.#tokens = tokens;
    this.#builtins = builtins;
  }

  parseAll(): Expression {
    const expression = this.#sequence();
    if (this.#token.kind !== 'end') throw this.#unexpected();
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#position] as Token;
  }

  #is(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#position++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected(` (expected "${text}")`);
  }

  #unexpected(more = ''): ExpressionError {
    const token = this.#token;
    return new ExpressionError(
      token.kind === 'end' ? `unexpected token EOF${more}` : `unexpected token ${kindName(token)}(${JSON.stringify(token.text)})${more}`,
      token.at,
    );
  }

  #sequence(): Expression {
    if (!this.#accept('let')) return this.#expression(0);
    const name = this.#token.text;
    if (this.#token.kind !== 'identifier') throw this.#unexpected();
    this.#position++;
    this.#expect('=');
    const value = this.#expression(0);
    this.#expect(';');
    return { kind: 'let', name, value, body: this.#sequence() };
  }

  #expression(minimum: number): Expression {
    if (++this.#depth > maxDepth) throw new ExpressionError(`expression is nested deeper than ${maxDepth}`, this.#token.at);
    let left = this.#is('if') ? this.#ifElse() : this.#unary();
    for (let operator = this.#binaryOperator(); operator !== undefined; operator = this.#binaryOperator()) {
      const level = precedence[operator.text] as number;
      if (level < minimum) break;
      this.#position += operator.width;
      left = operator.text === '|' ? this.#pipe(left) : this.#binary(operator, left, level);
    }
    if (minimum === 0) left = this.#conditional(left);
    this.#depth--;
    return left;
  }

  #binaryOperator(): { readonly text: string; readonly width: number; readonly negated: boolean; readonly at: number } | undefined {
    const token = this.#token;
    if (token.kind !== 'operator') return undefined;
    const next = this.#tokens[this.#position + 1];
    if (token.text === 'not' && next && negatable.has(next.text)) return { text: next.text, width: 2, negated: true, at: token.at };
    return token.text in precedence ? { text: token.text, width: 1, negated: false, at: token.at } : undefined;
  }

  #binary(
    operator: { readonly text: string; readonly negated: boolean; readonly at: number },
    left: Expression,
    level: number,
  ): Expression {
    const rightAssociative = operator.text === '**' || operator.text === '^';
    const right = this.#expression(rightAssociative ? level : level + 1);
    const name = synonyms[operator.text] ?? operator.text;
    const node: Expression = { kind: 'binary', operator: name, left, right, at: operator.at };
    return operator.negated ? { kind: 'unary', operator: '!', operand: node, at: operator.at } : node;
  }

  #conditional(test: Expression): Expression {
    if (!this.#accept('?')) return test;
    if (this.#accept(':')) return { kind: 'conditional', test, yes: test, no: this.#expression(0) };
    const yes = this.#expression(0);
    this.#expect(':');
    return { kind: 'conditional', test, yes, no: this.#expression(0) };
  }

  #ifElse(): Expression {
    this.#expect('if');
    const test = this.#expression(0);
    this.#expect('{');
    const yes = this.#sequence();
    this.#expect('}');
    this.#expect('else');
    if (this.#is('if')) return { kind: 'conditional', test, yes, no: this.#ifElse() };
    this.#expect('{');
    const no = this.#sequence();
    this.#expect('}');
    return { kind: 'conditional', test, yes, no };
  }

  #pipe(left: Expression): Expression {
    const { kind, text, at } = this.#token;
    if (kind !== 'identifier') throw this.#unexpected();
    this.#position++;
    if (this.#builtins.has(text))
      return this.#postfix({ kind: 'builtin', name: text, args: [left, ...(this.#is('(') ? this.#args() : [])], at });
    const callee: Expression = { kind: 'identifier', name: text, at };
    return this.#postfix({ kind: 'call', callee, args: [left, ...(this.#is('(') ? this.#args() : [])], at });
  }

  #unary(): Expression {
    const { at, text, kind } = this.#token;
    if (kind === 'operator' && (text === 'not' || text === '!')) {
      this.#position++;
      return { kind: 'unary', operator: '!', operand: this.#expression(text === 'not' ? 50 : 1000), at };
    }
    if (kind === 'operator' && (text === '-' || text === '+')) {
      this.#position++;
      return { kind: 'unary', operator: text, operand: this.#expression(90), at };
    }
    return this.#postfix(this.#primary());
  }

  #primary(): Expression {
    const token = this.#token;
    if (token.kind === 'number' || token.kind === 'string') {
      this.#position++;
      return { kind: 'literal', value: token.value };
    }
    if (token.kind === 'identifier') return this.#identifier(token);
    if (this.#accept('(')) {
      const inner = this.#sequence();
      this.#expect(')');
      return inner;
    }
    if (this.#is('[')) return this.#array();
    if (this.#is('{')) return this.#map();
    if (this.#accept('#')) return this.#pointer(token.at);
    if (this.#is('.')) return { kind: 'pointer', name: '', at: token.at };
    throw this.#unexpected();
  }

  #pointer(at: number): Expression {
    const token = this.#token;
    if (token.kind === 'identifier' && token.at === at + 1) {
      this.#position++;
      return { kind: 'pointer', name: token.text, at };
    }
    return { kind: 'pointer', name: '', at };
  }

  #identifier(token: Token): Expression {
    this.#position++;
    if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' };
    if (token.text === 'nil' || token.text === 'null') return { kind: 'literal', value: null };
    if (this.#is('(') && this.#builtins.has(token.text)) return { kind: 'builtin', name: token.text, args: this.#args(), at: token.at };
    return { kind: 'identifier', name: token.text, at: token.at };
  }

  #args(): Expression[] {
    this.#expect('(');
    const args: Expression[] = [];
    while (!this.#is(')')) {
      args.push(this.#is('{') ? this.#closureOrMap() : this.#argument());
      if (!this.#accept(',')) break;
    }
    this.#expect(')');
    return args;
  }

  /** A predicate may be written without braces: `filter(list, # > 1)`, `map(users, .name)`. */
  #argument(): Expression {
    const expression = this.#expression(0);
    return usesPointer(expression) ? { kind: 'closure', body: expression } : expression;
  }

  #closureOrMap(): Expression {
    const start = this.#position;
    try {
      return this.#map();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.#position = start;
    }
    this.#expect('{');
    const body = this.#sequence();
    this.#expect('}');
    return { kind: 'closure', body };
  }

  #array(): Expression {
    this.#expect('[');
    const items: Expression[] = [];
    while (!this.#is(']')) {
      items.push(this.#expression(0));
      if (!this.#accept(',')) break;
    }
    this.#expect(']');
    return { kind: 'array', items };
  }

  #map(): Expression {
    this.#expect('{');
    const entries: [Expression, Expression][] = [];
    while (!this.#is('}')) {
      const key = this.#mapKey();
      this.#expect(':');
      entries.push([key, this.#expression(0)]);
      if (!this.#accept(',')) break;
    }
    this.#expect('}');
    return { kind: 'map', entries };
  }

  #mapKey(): Expression {
    const token = this.#token;
    if (this.#accept('(')) {
      const key = this.#expression(0);
      this.#expect(')');
      return key;
    }
    if (token.kind === 'end' || (token.kind === 'operator' && !/^\w/.test(token.text))) throw this.#unexpected();
    this.#position++;
    return { kind: 'literal', value: token.kind === 'identifier' || token.kind === 'operator' ? token.text : String(token.value) };
  }

  #postfix(start: Expression): Expression {
    let expression = start;
    for (;;) {
      const { at } = this.#token;
      if (this.#is('.') || this.#is('?.')) expression = this.#member(expression);
      else if (this.#accept('?.[')) expression = this.#index(expression, true);
      else if (this.#accept('[')) expression = this.#index(expression, false);
      else if (this.#is('(') && (expression.kind === 'member' || expression.kind === 'identifier'))
        expression = { kind: 'call', callee: expression, args: this.#args(), at };
      else return expression;
    }
  }

  #member(object: Expression): Expression {
    const optional = this.#is('?.');
    this.#position++;
    const token = this.#token;
    if (optional && this.#accept('[')) return this.#index(object, true);
    if (token.kind !== 'identifier') throw this.#unexpected();
    this.#position++;
    return { kind: 'member', object, property: { kind: 'literal', value: token.text }, optional, at: token.at };
  }

  #index(object: Expression, optional: boolean): Expression {
    const { at } = this.#token;
    if (this.#accept(':')) return this.#sliceEnd(object, undefined, at);
    const property = this.#expression(0);
    if (this.#accept(':')) return this.#sliceEnd(object, property, at);
    this.#expect(']');
    return { kind: 'member', object, property, optional, at };
  }

  #sliceEnd(object: Expression, from: Expression | undefined, at: number): Expression {
    const to = this.#is(']') ? undefined : this.#expression(0);
    this.#expect(']');
    return { kind: 'slice', object, at, ...(from && { from }), ...(to && { to }) };
  }
}

function kindName(token: Token): string {
  return { number: 'Number', string: 'String', identifier: 'Identifier', operator: 'Operator', end: 'EOF' }[token.kind];
}

function usesPointer(expression: Expression): boolean {
  if (expression.kind === 'pointer') return true;
  if (expression.kind === 'closure') return false;
  return Object.values(expression).some((part) =>
    (Array.isArray(part) ? part.flat() : [part]).some((child) => isExpression(child) && usesPointer(child)),
  );
}

function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
