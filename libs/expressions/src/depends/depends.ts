import { ExpressionError, withinStack } from '../expr/expression-error.ts';

/** What `depends` may ask of a task, `A.Succeeded`. */
export type DependsResult = 'Succeeded' | 'Failed' | 'Errored' | 'Skipped' | 'Omitted' | 'Daemoned' | 'AnySucceeded' | 'AllFailed';
const results: ReadonlySet<string> = new Set([
  'Succeeded',
  'Failed',
  'Errored',
  'Skipped',
  'Omitted',
  'Daemoned',
  'AnySucceeded',
  'AllFailed',
] satisfies DependsResult[]);

export type DependsNode =
  | { readonly kind: 'task'; readonly task: string; readonly result?: DependsResult }
  | { readonly kind: 'not'; readonly operand: DependsNode }
  | { readonly kind: 'and' | 'or'; readonly left: DependsNode; readonly right: DependsNode };

const tokenPattern = /\s+|(&&|\|\||!|\(|\))|([a-zA-Z0-9_-]+(?:\.[a-zA-Z]+)?)/y;

/** Reads depends logic; throws ExpressionError. A bare task name means Succeeded, Skipped or Daemoned (acceptance 3-055). */
export function parseDepends(source: string): DependsNode {
  return withinStack(source, () => parse(source));
}

function parse(source: string): DependsNode {
  const tokens = tokenize(source);
  let at = 0;
  const or = (): DependsNode => {
    let left = and();
    while (tokens[at] === '||') {
      at++;
      left = { kind: 'or', left, right: and() };
    }
    return left;
  };
  const and = (): DependsNode => {
    let left = not();
    while (tokens[at] === '&&') {
      at++;
      left = { kind: 'and', left, right: not() };
    }
    return left;
  };
  const not = (): DependsNode => {
    const token = tokens[at++];
    if (token === '!') return { kind: 'not', operand: not() };
    if (token !== '(') return readTask(token, source);
    const inner = or();
    if (tokens[at++] !== ')') throw new ExpressionError(`unbalanced parenthesis in depends logic '${source}'`);
    return inner;
  };
  const tree = or();
  if (at < tokens.length) throw new ExpressionError(`unexpected '${tokens[at] ?? ''}' in depends logic '${source}'`);
  return tree;
}

/** The tasks that depends logic names, each once, in order. */
export function dependsTasks(node: DependsNode): string[] {
  const names = new Set<string>();
  const visit = (part: DependsNode): void => {
    if (part.kind === 'task') names.add(part.task);
    else if (part.kind === 'not') visit(part.operand);
    else {
      visit(part.left);
      visit(part.right);
    }
  };
  visit(node);
  return [...names];
}

/** The references `task.Result` in order, with repetitions, for validation. */
export function dependsReferences(node: DependsNode): { readonly task: string; readonly result?: DependsResult }[] {
  if (node.kind === 'task') return [node];
  return node.kind === 'not' ? dependsReferences(node.operand) : [...dependsReferences(node.left), ...dependsReferences(node.right)];
}

/** Evaluates depends logic; `holds` tells whether a task has the result, `undefined` meaning the bare name. */
export function evaluateDepends(node: DependsNode, holds: (task: string, result: DependsResult | undefined) => boolean): boolean {
  switch (node.kind) {
    case 'task':
      return holds(node.task, node.result);
    case 'not':
      return !evaluateDepends(node.operand, holds);
    case 'and':
      return evaluateDepends(node.left, holds) && evaluateDepends(node.right, holds);
    case 'or':
      return evaluateDepends(node.left, holds) || evaluateDepends(node.right, holds);
  }
}

function tokenize(source: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < source.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(source);
    if (!match) throw new ExpressionError(`unexpected '${source.slice(at)}' in depends logic '${source}'`);
    const token = match[1] ?? match[2];
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function readTask(token: string | undefined, source: string): DependsNode {
  if (token === undefined || /^[&|)]/.test(token)) throw new ExpressionError(`depends logic '${source}' is not complete`);
  const [task = '', result] = token.split('.');
  if (result === undefined) return { kind: 'task', task };
  if (!results.has(result)) throw new ExpressionError(`task result '${result}' for task '${task}' is invalid`);
  return { kind: 'task', task, result: result as DependsResult };
}
