import { OperationalError } from '@argosy/std';

/** One requirement of a condition: `status.succeeded > 0`, `status.phase in (Succeeded, Failed)`, `metadata.deletionTimestamp`. */
export interface Requirement {
  readonly path: string;
  readonly operator: '==' | '!=' | '>' | '<' | 'in' | 'notin' | 'exists' | 'absent';
  readonly values: readonly string[];
}

/** Reads a condition, requirements separated by commas as in a label selector (acceptance 2-025). Throws `EXECUTOR_CONDITION`. */
export function parseCondition(text: string): readonly Requirement[] {
  const parts = text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.map(parseRequirement);
}

function parseRequirement(text: string): Requirement {
  const compared = /^(?<path>[^\s=!<>]+)\s*(?<operator>==|=|!=|>|<)\s*(?<value>[^\s=!<>]*)$/.exec(text)?.groups;
  if (compared) return requirement(compared, [compared['value'] ?? '']);
  const listed = /^(?<path>\S+)\s+(?<operator>in|notin)\s*\((?<values>[^)]*)\)$/.exec(text)?.groups;
  if (listed)
    return requirement(
      listed,
      (listed['values'] ?? '').split(',').map((item) => item.trim()),
    );
  const named = /^(?<operator>!?)\s*(?<path>[^\s=!<>(),]+)$/.exec(text)?.groups;
  if (named) return requirement({ ...named, operator: named['operator'] === '!' ? 'absent' : 'exists' }, []);
  throw new OperationalError(`cannot read the condition "${text}"`, { code: 'EXECUTOR_CONDITION', retry: 'never' });
}

function requirement({ path = '', operator = '' }: Readonly<Record<string, string>>, values: readonly string[]): Requirement {
  return { path, operator: operator === '=' ? '==' : (operator as Requirement['operator']), values };
}

/** True where the object has what the requirement asks for; what it has not is unequal to everything. */
export function holds({ path, operator, values }: Requirement, object: unknown): boolean {
  return operators[operator](textAt(object, path), values);
}

type Comparison = (value: string | undefined, values: readonly string[]) => boolean;

const isOneOf: Comparison = (value, values) => value !== undefined && values.includes(value);
const isNoneOf: Comparison = (value, values) => !isOneOf(value, values);
const operators: Readonly<Record<Requirement['operator'], Comparison>> = {
  exists: (value) => value !== undefined,
  absent: (value) => value === undefined,
  '==': isOneOf,
  in: isOneOf,
  '!=': isNoneOf,
  notin: isNoneOf,
  '>': (value, [limit]) => isWhole(value) && isWhole(limit) && Number(value) > Number(limit),
  '<': (value, [limit]) => isWhole(value) && isWhole(limit) && Number(value) < Number(limit),
};

/** A requirement as it is shown in messages. */
export function requirementText({ path, operator, values }: Requirement): string {
  if (operator === 'exists') return path;
  if (operator === 'absent') return `!${path}`;
  return operator === 'in' || operator === 'notin' ? `${path} ${operator} (${values.join(',')})` : `${path}${operator}${values[0] ?? ''}`;
}

/** The value at a dotted path as text; numbers lead into lists, `\.` is a dot of a name, `#` is the length of a list. */
function textAt(object: unknown, path: string): string | undefined {
  let value = object;
  for (const name of path.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'))) {
    if (name === '#' && Array.isArray(value)) value = value.length;
    else value = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

function isWhole(text: string | undefined): boolean {
  return text !== undefined && /^-?\d+$/.test(text);
}
