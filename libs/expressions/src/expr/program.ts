import { LRUCache } from 'lru-cache';
import type { Instant } from '@argosy/std';
import type { Expression } from './ast.ts';
import { compile, type Evaluate } from './evaluator.ts';
import { ExpressionError, withinStack } from './expression-error.ts';
import { builtins } from './functions/index.ts';
import { parse } from './parser.ts';

export interface EvaluationInput {
  readonly now: Instant;
  /** Seed of random functions. */
  readonly seed: string;
}

/** A compiled expression. `references` are the member paths it reads, `steps.a.outputs.result`; optional ones are guarded by `??` or `?.`. */
export interface Program {
  readonly source: string;
  readonly references: readonly Reference[];
  /** Throws ExpressionError when the expression cannot be evaluated over `env`. */
  evaluate(env: Readonly<Record<string, unknown>>, input: EvaluationInput): unknown;
}

export interface Reference {
  readonly path: readonly string[];
  readonly optional: boolean;
}

const cache = new LRUCache<string, Program | ExpressionError>({ max: 2000 });
const names = new Set(Object.keys(builtins));

/** Compiles an expr-lang expression, or throws ExpressionError. Compiled programs and errors are cached by source. */
export function compileExpression(source: string): Program {
  const known = cache.get(source);
  if (known instanceof ExpressionError) throw known;
  if (known) return known;
  try {
    const program = withinStack(source, () => build(source));
    cache.set(source, program);
    return program;
  } catch (error) {
    if (error instanceof ExpressionError) cache.set(source, error);
    throw error;
  }
}

function build(source: string): Program {
  const tree = parse(source, names);
  const evaluate: Evaluate = compile(tree);
  return {
    source,
    references: collectReferences(tree),
    evaluate: (env, { now, seed }) =>
      withinStack(source, () =>
        evaluate({ env, context: { now, seed: `${seed}/${source}`, draws: { count: 0 } }, locals: {}, budget: { steps: 0 } }),
      ),
  };
}

function collectReferences(tree: Expression): Reference[] {
  const found: Reference[] = [];
  walk(tree, false, found);
  return found;
}

function walk(node: Expression, optional: boolean, found: Reference[]): void {
  const path = memberPath(node);
  if (path) {
    found.push({ path: path.names, optional: optional || path.optional });
    return;
  }
  if (node.kind === 'binary' && node.operator === '??') {
    walk(node.left, true, found);
    walk(node.right, optional, found);
    return;
  }
  for (const child of children(node)) walk(child, optional, found);
}

function memberPath(node: Expression): { readonly names: readonly string[]; readonly optional: boolean } | undefined {
  if (node.kind === 'identifier') return { names: [node.name], optional: false };
  if (node.kind !== 'member' || node.property.kind !== 'literal' || typeof node.property.value !== 'string') return undefined;
  const owner = memberPath(node.object);
  return owner && { names: [...owner.names, node.property.value], optional: owner.optional || node.optional };
}

function children(node: Expression): Expression[] {
  return Object.values(node)
    .flatMap((part): unknown[] => (Array.isArray(part) ? part.flat() : [part]))
    .filter((part): part is Expression => typeof part === 'object' && part !== null && 'kind' in part);
}
