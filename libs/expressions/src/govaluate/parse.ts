import { ExpressionError } from '../expr/expression-error.ts';

export type ConditionNode =
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly ConditionNode[] }
  | { readonly kind: 'prefix'; readonly operator: string; readonly operand: ConditionNode }
  | { readonly kind: 'infix'; readonly operator: string; readonly left: ConditionNode; readonly right: ConditionNode };

interface Token {
  readonly kind: 'number' | 'string' | 'word' | 'operator';
  readonly text: string;
}

const levels: readonly (readonly string[])[] = [
  ['?', ':', '??'],
  ['||'],
  ['&&'],
  ['==', '!=', '>', '>=', '<', '<=', '=~', '!~', 'in'],
  ['&', '|', '^'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
];
const tokenPattern =
  /\s+|(0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?![\w.-]))|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|\[([^\]]*)\]|(==|!=|>=|<=|=~|!~|&&|\|\||\*\*|<<|>>|\?\?|[<>!+*/%^&|(),?:~-])|([\p{L}_][\p{L}\p{N}_.]*|\d[\w.:-]*)/uy;

/** Reads a condition; throws ExpressionError in govaluate's words. */
export function parseCondition(source: string): ConditionNode {
  const parser = { tokens: tokenize(source), at: 0 };
  const node = parseLevel(parser, 0);
  const rest = parser.tokens[parser.at];
  if (rest)
    throw new ExpressionError(
      rest.kind === 'operator'
        ? `Unable to use token '${rest.text}' here`
        : `Cannot transition token types from ${kindBefore(parser)} to ${govaluateKind(rest)} [${rest.text}]`,
    );
  return node;
}

interface Parser {
  readonly tokens: readonly Token[];
  at: number;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < source.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(source);
    if (!match) throw new ExpressionError(`Invalid token: '${source.slice(at).split(/\s/)[0] ?? ''}'`);
    const token = readToken(match);
    if (token) tokens.push(token);
  }
  return tokens;
}

function readToken([whole, number, double, single, bracketed, operator, word]: RegExpExecArray): Token | undefined {
  if (number !== undefined) return { kind: 'number', text: number };
  const quoted = double ?? single;
  if (quoted !== undefined) return { kind: 'string', text: quoted.replaceAll(/\\(.)/g, '$1') };
  if (bracketed !== undefined) return { kind: 'word', text: bracketed };
  if (operator !== undefined) return { kind: 'operator', text: operator };
  if (word !== undefined) return word.toLowerCase() === 'in' ? { kind: 'operator', text: 'in' } : { kind: 'word', text: word };
  if (/^\s+$/.test(whole)) return undefined;
  throw new ExpressionError(`Invalid token: '${whole}'`);
}

function parseLevel(parser: Parser, level: number): ConditionNode {
  const operators = levels[level];
  if (operators === undefined) return parsePrefix(parser);
  let left = parseLevel(parser, level + 1);
  for (let operator = peekOperator(parser); operator !== undefined && operators.includes(operator); operator = peekOperator(parser)) {
    parser.at++;
    left = { kind: 'infix', operator, left, right: parseLevel(parser, level + 1) };
  }
  return left;
}

function peekOperator(parser: Parser): string | undefined {
  const token = parser.tokens[parser.at];
  return token?.kind === 'operator' ? token.text : undefined;
}

function parsePrefix(parser: Parser): ConditionNode {
  const operator = peekOperator(parser);
  if (operator === '!' || operator === '-' || operator === '~') {
    parser.at++;
    return { kind: 'prefix', operator, operand: parsePrefix(parser) };
  }
  return parsePrimary(parser);
}

function parsePrimary(parser: Parser): ConditionNode {
  const token = parser.tokens[parser.at];
  if (token === undefined) throw new ExpressionError('Unexpected end of expression');
  parser.at++;
  if (token.kind === 'operator') {
    if (token.text === '(') return parseParentheses(parser);
    throw new ExpressionError(`Cannot transition token types from UNKNOWN [<nil>] to ${govaluateKind(token)} [${token.text}]`);
  }
  if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
  if (token.kind === 'word' && (token.text === 'true' || token.text === 'false')) return { kind: 'value', value: token.text === 'true' };
  return { kind: 'value', value: token.text };
}

function parseParentheses(parser: Parser): ConditionNode {
  const items: ConditionNode[] = [];
  while (peekOperator(parser) !== ')') {
    items.push(parseLevel(parser, 0));
    if (peekOperator(parser) === ',') parser.at++;
    else if (peekOperator(parser) !== ')') throw new ExpressionError('Unbalanced parenthesis');
  }
  parser.at++;
  return items.length === 1 ? (items[0] as ConditionNode) : { kind: 'list', items };
}

function kindBefore({ tokens, at }: Parser): string {
  const before = tokens[at - 1];
  return before ? `${govaluateKind(before)} [${before.text}]` : 'UNKNOWN';
}

function govaluateKind({ kind, text }: Token): string {
  if (kind === 'operator')
    return text === '(' ? 'CLAUSE' : ['==', '!=', '<', '>', '<=', '>=', '=~', '!~', 'in'].includes(text) ? 'COMPARATOR' : 'MODIFIER';
  return { number: 'NUMERIC', string: 'STRING', word: 'VARIABLE' }[kind];
}
