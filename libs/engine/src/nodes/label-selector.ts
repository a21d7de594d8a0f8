import type { LabelSelector, LabelSelectorRequirement } from '@argosy/api';

type Labels = Readonly<Record<string, string>>;

/** True for labels that Kubernetes' selector picks: all of `matchLabels` and all of `matchExpressions`. */
export function selectsLabels({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every((requirement) => meets(requirement, labels))
  );
}

const operators: Readonly<Record<string, (value: string | undefined, values: readonly string[]) => boolean>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
};

function meets({ key, operator, values = [] }: LabelSelectorRequirement, labels: Labels): boolean {
  return operators[operator]?.(labels[key], values) ?? false;
}
