import type { Instant } from '@argosy/std';

/** Where functions that are not pure take their values from. */
export interface EvaluationContext {
  readonly now: Instant;
  /** Seed of uuids and random functions; the same seed gives the same values in the same order. */
  readonly seed: string;
  /** Counts draws within one evaluation. */
  readonly draws: { count: number };
}

export interface Builtin {
  readonly description: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  /** Closures arrive as `(item, index, acc?) => value`. */
  readonly call: (args: readonly unknown[], context: EvaluationContext, at: number) => unknown;
}

export type Predicate = (item: unknown, index: number, acc?: unknown) => unknown;

/** A function of a fixed number of arguments. */
export function builtin(description: string, args: number | readonly [number, number], call: Builtin['call']): Builtin {
  const [minArgs, maxArgs] = typeof args === 'number' ? [args, args] : args;
  return { description, minArgs, maxArgs, call };
}
