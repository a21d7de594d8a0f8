type Labels = Readonly<Record<string, string>>;

interface Expression {
  readonly key?: unknown;
  readonly operator?: unknown;
  readonly values?: unknown;
}

/** Tells whether labels meet a `LabelSelector` of Kubernetes; without one all do. */
export function matchesSelector(selector: Readonly<Record<string, unknown>> | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return true;
  const equal = Object.entries((selector['matchLabels'] ?? {}) as Labels);
  const expressions = (selector['matchExpressions'] ?? []) as readonly Expression[];
  return equal.every(([key, value]) => labels[key] === value) && expressions.every((expression) => meets(expression, labels));
}

const OPERATORS: Readonly<Record<string, (value: string | undefined, values: readonly string[]) => boolean>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
};

function meets({ key, operator, values }: Expression, labels: Labels): boolean {
  return OPERATORS[String(operator)]?.(labels[String(key)], Array.isArray(values) ? values.map(String) : []) ?? false;
}
