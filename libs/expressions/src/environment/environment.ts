import { ExpressionError } from '../expr/expression-error.ts';
import { parseJson, parseNumber } from '../expr/functions/scalars.ts';
import { asString, toJson } from '../expr/values.ts';
import { evaluateJsonPath } from './json-path.ts';
import { sprig } from './sprig.ts';

type Callable = (args: readonly unknown[]) => unknown;

/** The functions that Argo adds to expr-lang. */
export const argoFunctions: Readonly<Record<string, unknown>> = {
  asInt: (([value]) => asInt(value)) satisfies Callable,
  asFloat: (([value]) => parseNumber(value, 'asFloat')) satisfies Callable,
  toJson: (([value]) => toJson(value)) satisfies Callable,
  jsonpath: (([text, path]) =>
    evaluateJsonPath(parseJson(asString(text, 'jsonpath'), 'jsonpath'), asString(path, 'jsonpath'))) satisfies Callable,
  sprig,
};

/**
 * The environment of an expression from a flat scope: `steps.a.outputs.result` becomes nested maps. Where both `a` and `a.b` exist,
 * the less specific one is dropped (acceptance 3-009).
 */
export function buildEnvironment(scope: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const root: Record<string, unknown> = { ...argoFunctions };
  for (const [name, value] of scope) place(root, name.split('.'), value);
  return root;
}

function place(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let owner = root;
  for (const name of path.slice(0, -1)) {
    const next = owner[name];
    if (isBranch(next)) owner = next;
    else {
      const branch: Branch = Object.assign(Object.create(null) as Record<string, unknown>, {});
      branches.add(branch);
      owner[name] = branch;
      owner = branch;
    }
  }
  const last = path.at(-1) as string;
  if (!isBranch(owner[last])) owner[last] = value;
}

type Branch = Record<string, unknown>;
const branches = new WeakSet<Branch>();

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && branches.has(value as Branch);
}

function asInt(value: unknown): number {
  const number = parseNumber(value, 'asInt');
  if (typeof value === 'string' && !/^\s*[+-]?\d+\s*$/.test(value))
    throw new ExpressionError(`asInt: ${JSON.stringify(value)} is not an integer`);
  return Math.trunc(number);
}
