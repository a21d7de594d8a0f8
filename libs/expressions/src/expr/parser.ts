import type { Expression } from './ast.ts';
import { ExpressionError } from './expression-error.ts';
import { type Token, tokenize } from './lexer.ts';
import { negatable, precedence, synonyms } from './operators.ts';
import { TokenReader } from './token-reader.ts';

/** Deepest nesting that is read. */
export const maxDepth = 200;

/** Reads one expr-lang expression. Precedences are those of expr v1.17. Throws ExpressionError. */
export function parse(source: string, builtins: ReadonlySet<string>): Expression {
  const parser = new Parser(new TokenReader(tokenize(source)), builtins);
  return parser.parseAll();
}

class Parser {
  readonly #tokens: TokenReader;
  readonly #builtins: ReadonlySet<string>;
  #depth = 0;

  constructor(tokens: TokenReader, builtins: ReadonlySet<string>) {
    this.#tokens = tokens;
    this.#builtins = builtins;
  }

  parseAll(): Expression {
    const expression = this.#sequence();
    if (this.#tokens.current.kind !== 'end') throw this.#tokens.unexpected();
    return expression;
  }

  #sequence(): Expression {
    if (!this.#tokens.accept('let')) return this.#expression(0);
    const name = this.#tokens.current.text;
    if (this.#tokens.current.kind !== 'identifier') throw this.#tokens.unexpected();
    this.#tokens.position++;
    this.#tokens.expect('=');
    const value = this.#expression(0);
    this.#tokens.expect(';');
    return { kind: 'let', name, value, body: this.#sequence() };
  }

  #expression(minimum: number): Expression {
    if (++this.#depth > maxDepth) throw new ExpressionError(`expression is nested deeper than ${maxDepth}`, this.#tokens.current.at);
    let left = this.#tokens.is('if') ? this.#ifElse() : this.#unary();
    for (let operator = this.#binaryOperator(); operator !== undefined; operator = this.#binaryOperator()) {
      const level = precedence[operator.text] as number;
      if (level < minimum) break;
      this.#tokens.position += operator.width;
      left = operator.text === '|' ? this.#pipe(left) : this.#binary(operator, left, level);
    }
    if (minimum === 0) left = this.#conditional(left);
    this.#depth--;
    return left;
  }

  #binaryOperator(): { readonly text: string; readonly width: number; readonly negated: boolean; readonly at: number } | undefined {
    const token = this.#tokens.current;
    if (token.kind !== 'operator') return undefined;
    const next = this.#tokens.following;
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
    if (!this.#tokens.accept('?')) return test;
    if (this.#tokens.accept(':')) return { kind: 'conditional', test, yes: test, no: this.#expression(0) };
    const yes = this.#expression(0);
    this.#tokens.expect(':');
    return { kind: 'conditional', test, yes, no: this.#expression(0) };
  }

  #ifElse(): Expression {
    this.#tokens.expect('if');
    const test = this.#expression(0);
    this.#tokens.expect('{');
    const yes = this.#sequence();
    this.#tokens.expect('}');
    this.#tokens.expect('else');
    if (this.#tokens.is('if')) return { kind: 'conditional', test, yes, no: this.#ifElse() };
    this.#tokens.expect('{');
    const no = this.#sequence();
    this.#tokens.expect('}');
    return { kind: 'conditional', test, yes, no };
  }

  #pipe(left: Expression): Expression {
    const { kind, text, at } = this.#tokens.current;
    if (kind !== 'identifier') throw this.#tokens.unexpected();
    this.#tokens.position++;
    if (this.#builtins.has(text))
      return this.#postfix({ kind: 'builtin', name: text, args: [left, ...(this.#tokens.is('(') ? this.#args() : [])], at });
    const callee: Expression = { kind: 'identifier', name: text, at };
    return this.#postfix({ kind: 'call', callee, args: [left, ...(this.#tokens.is('(') ? this.#args() : [])], at });
  }

  #unary(): Expression {
    const { at, text, kind } = this.#tokens.current;
    if (kind === 'operator' && (text === 'not' || text === '!')) {
      this.#tokens.position++;
      return { kind: 'unary', operator: '!', operand: this.#expression(text === 'not' ? 50 : 1000), at };
    }
    if (kind === 'operator' && (text === '-' || text === '+')) {
      this.#tokens.position++;
      return { kind: 'unary', operator: text, operand: this.#expression(90), at };
    }
    return this.#postfix(this.#primary());
  }

  #primary(): Expression {
    const token = this.#tokens.current;
    if (token.kind === 'number' || token.kind === 'string') {
      this.#tokens.position++;
      return { kind: 'literal', value: token.value };
    }
    if (token.kind === 'identifier') return this.#identifier(token);
    if (this.#tokens.accept('(')) {
      const inner = this.#sequence();
      this.#tokens.expect(')');
      return inner;
    }
    if (this.#tokens.is('[')) return this.#array();
    if (this.#tokens.is('{')) return this.#map();
    if (this.#tokens.accept('#')) return this.#pointer(token.at);
    if (this.#tokens.is('.')) return { kind: 'pointer', name: '', at: token.at };
    throw this.#tokens.unexpected();
  }

  #pointer(at: number): Expression {
    const token = this.#tokens.current;
    if (token.kind === 'identifier' && token.at === at + 1) {
      this.#tokens.position++;
      return { kind: 'pointer', name: token.text, at };
    }
    return { kind: 'pointer', name: '', at };
  }

  #identifier(token: Token): Expression {
    this.#tokens.position++;
    if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' };
    if (token.text === 'nil' || token.text === 'null') return { kind: 'literal', value: null };
    if (this.#tokens.is('(') && this.#builtins.has(token.text))
      return { kind: 'builtin', name: token.text, args: this.#args(), at: token.at };
    return { kind: 'identifier', name: token.text, at: token.at };
  }

  #args(): Expression[] {
    this.#tokens.expect('(');
    const args: Expression[] = [];
    while (!this.#tokens.is(')')) {
      args.push(this.#tokens.is('{') ? this.#closureOrMap() : this.#argument());
      if (!this.#tokens.accept(',')) break;
    }
    this.#tokens.expect(')');
    return args;
  }

  /** A predicate may be written without braces: `filter(list, # > 1)`, `map(users, .name)`. */
  #argument(): Expression {
    const expression = this.#expression(0);
    return usesPointer(expression) ? { kind: 'closure', body: expression } : expression;
  }

  #closureOrMap(): Expression {
    const start = this.#tokens.position;
    try {
      return this.#map();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.#tokens.position = start;
    }
    this.#tokens.expect('{');
    const body = this.#sequence();
    this.#tokens.expect('}');
    return { kind: 'closure', body };
  }

  #array(): Expression {
    this.#tokens.expect('[');
    const items: Expression[] = [];
    while (!this.#tokens.is(']')) {
      items.push(this.#expression(0));
      if (!this.#tokens.accept(',')) break;
    }
    this.#tokens.expect(']');
    return { kind: 'array', items };
  }

  #map(): Expression {
    this.#tokens.expect('{');
    const entries: [Expression, Expression][] = [];
    while (!this.#tokens.is('}')) {
      const key = this.#mapKey();
      this.#tokens.expect(':');
      entries.push([key, this.#expression(0)]);
      if (!this.#tokens.accept(',')) break;
    }
    this.#tokens.expect('}');
    return { kind: 'map', entries };
  }

  #mapKey(): Expression {
    const token = this.#tokens.current;
    if (this.#tokens.accept('(')) {
      const key = this.#expression(0);
      this.#tokens.expect(')');
      return key;
    }
    if (token.kind === 'end' || (token.kind === 'operator' && !/^\w/.test(token.text))) throw this.#tokens.unexpected();
    this.#tokens.position++;
    return { kind: 'literal', value: token.kind === 'identifier' || token.kind === 'operator' ? token.text : String(token.value) };
  }

  #postfix(start: Expression): Expression {
    let expression = start;
    for (;;) {
      const { at } = this.#tokens.current;
      if (this.#tokens.is('.') || this.#tokens.is('?.')) expression = this.#member(expression);
      else if (this.#tokens.accept('?.[')) expression = this.#index(expression, true);
      else if (this.#tokens.accept('[')) expression = this.#index(expression, false);
      else if (this.#tokens.is('(') && (expression.kind === 'member' || expression.kind === 'identifier'))
        expression = { kind: 'call', callee: expression, args: this.#args(), at };
      else return expression;
    }
  }

  #member(object: Expression): Expression {
    const optional = this.#tokens.is('?.');
    this.#tokens.position++;
    const token = this.#tokens.current;
    if (optional && this.#tokens.accept('[')) return this.#index(object, true);
    if (token.kind !== 'identifier') throw this.#tokens.unexpected();
    this.#tokens.position++;
    return { kind: 'member', object, property: { kind: 'literal', value: token.text }, optional, at: token.at };
  }

  #index(object: Expression, optional: boolean): Expression {
    const { at } = this.#tokens.current;
    if (this.#tokens.accept(':')) return this.#sliceEnd(object, undefined, at);
    const property = this.#expression(0);
    if (this.#tokens.accept(':')) return this.#sliceEnd(object, property, at);
    this.#tokens.expect(']');
    return { kind: 'member', object, property, optional, at };
  }

  #sliceEnd(object: Expression, from: Expression | undefined, at: number): Expression {
    const to = this.#tokens.is(']') ? undefined : this.#expression(0);
    this.#tokens.expect(']');
    return { kind: 'slice', object, at, ...(from && { from }), ...(to && { to }) };
  }
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
