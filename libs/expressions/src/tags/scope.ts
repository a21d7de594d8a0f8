import { buildEnvironment } from '../environment/environment.ts';

/** A variable that is known and has no value: the output of a skipped or omitted node without a default. */
export const absent: unique symbol = Symbol('absent');
export type Absent = typeof absent;

/** Text, an absent optional, or (for expressions only) an object such as an artifact. */
export type ScopeValue = string | Absent | Readonly<Record<string, unknown>>;

/** Variables by dotted name, `inputs.parameters.message`. A child scope sees its parent's variables. */
export class Scope {
  readonly #own = new Map<string, ScopeValue>();
  readonly #parent: Scope | undefined;
  #environment: Readonly<Record<string, unknown>> | undefined;

  constructor(parent?: Scope, entries: Iterable<readonly [string, ScopeValue]> = []) {
    this.#parent = parent;
    for (const [name, value] of entries) this.#own.set(name, value);
  }

  set(name: string, value: ScopeValue): void {
    this.#own.set(name, value);
    this.#environment = undefined;
  }

  get(name: string): ScopeValue | undefined {
    return this.#own.get(name) ?? this.#parent?.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** All variables; the own ones come last, so that they win. */
  *entries(): Iterable<readonly [string, ScopeValue]> {
    if (this.#parent) yield* this.#parent.entries();
    yield* this.#own.entries();
  }

  /** The nested environment for expressions; absent optionals are nil. Built once, after the scope is filled. */
  environment(): Readonly<Record<string, unknown>> {
    this.#environment ??= buildEnvironment(mapEntries(this.entries()));
    return this.#environment;
  }
}

function* mapEntries(entries: Iterable<readonly [string, ScopeValue]>): Iterable<readonly [string, unknown]> {
  for (const [name, value] of entries) yield [name, value === absent ? null : value];
}
