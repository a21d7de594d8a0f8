/** What a lookup knows: a value, that there is none, or that nobody has looked yet. */
export type Known<Value> = { readonly value: Value } | undefined | 'unread';

/**
 * A map that is looked up in something else and remembers what was asked for in vain, so that a decision can be taken again once that
 * was read. Names in templates may be computed, so nobody can tell before.
 */
export class WantedMap<Value> extends Map<string, Value> {
  readonly wanted = new Set<string>();
  readonly #find: (name: string) => Known<Value>;

  constructor(find: (name: string) => Known<Value>) {
    super();
    this.#find = find;
  }

  override get(name: string): Value | undefined {
    if (super.has(name)) return super.get(name);
    const known = this.#find(name);
    if (known === 'unread') this.wanted.add(name);
    else if (known !== undefined) super.set(name, known.value);
    return super.get(name);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}
