/** A selector as workloads and budgets have it. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

interface LabelRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Whether a selector chooses what has these labels; an empty one chooses everything. */
export function selects(selector: LabelSelector, labels: Readonly<Record<string, string>> | null | undefined): boolean {
  const present = labels ?? {};
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => present[key] === value) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => operators[operator]?.(present[key], values) ?? false)
  );
}

/** As the `selector` of a scale writes it: `app=web,tier in (a,b)`. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const equal = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...equal, ...matchExpressions.map((requirement) => texts[requirement.operator]?.(requirement) ?? '')].filter(Boolean).join(',');
}

const operators: Readonly<Record<string, (value: string | undefined, values: readonly string[]) => boolean>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
};

const texts: Readonly<Record<string, (requirement: LabelRequirement) => string>> = {
  In: ({ key, values = [] }) => `${key} in (${values.join(',')})`,
  NotIn: ({ key, values = [] }) => `${key} notin (${values.join(',')})`,
  Exists: ({ key }) => key,
  DoesNotExist: ({ key }) => `!${key}`,
};
