import type { Parameter, WorkflowSpec } from '@argosy/api';

/** How a parameter is best asked for; made out of its choices and its default. */
export type Widget = 'choice' | 'switch' | 'number' | 'json' | 'lines' | 'text';

export interface ParameterField {
  readonly name: string;
  readonly description?: string;
  readonly choices?: readonly string[];
  /** Value that counts when nothing is entered. */
  readonly initial: string;
  /** There is neither value nor default: it must be entered. */
  readonly required: boolean;
  readonly widget: Widget;
}

export type ParameterValues = Readonly<Record<string, string>>;

/** The parameters of one or more specs, later ones over earlier ones, with what is known of each kept. */
export function parametersOf(...specs: readonly (Pick<WorkflowSpec, 'arguments'> | undefined)[]): ParameterField[] {
  const byName = new Map<string, Parameter>();
  for (const spec of specs) {
    for (const parameter of spec?.arguments?.parameters ?? []) byName.set(parameter.name, { ...byName.get(parameter.name), ...parameter });
  }
  return [...byName.values()].map(fieldOf);
}

export function fieldOf(parameter: Parameter): ParameterField {
  const given = parameter.value ?? parameter.default;
  const initial = given === undefined || given === null ? '' : String(given);
  const choices = parameter.enum?.map(String);
  return {
    name: parameter.name,
    ...(parameter.description !== undefined && { description: String(parameter.description) }),
    ...(choices && { choices }),
    initial,
    required: given === undefined || given === null,
    widget: choices ? 'choice' : widgetFor(initial),
  };
}

export function valuesOf(fields: readonly ParameterField[], given: ParameterValues = {}): ParameterValues {
  return Object.fromEntries(fields.map(({ name, initial }) => [name, given[name] ?? initial]));
}

/** `name=value` for what differs from the defaults: what is not sent stays what the template says. */
export function changedParameters(fields: readonly ParameterField[], values: ParameterValues): string[] {
  return fields.filter(({ name, initial }) => (values[name] ?? '') !== initial).map(({ name }) => `${name}=${values[name] ?? ''}`);
}

/** What is wrong with a value, as a message; `undefined` where nothing is. */
export function problemOf(
  field: ParameterField,
  value: string,
): 'Required' | 'Not a number' | 'Not valid JSON' | 'Not one of the choices' | undefined {
  if (value === '') return field.required ? 'Required' : undefined;
  if (field.widget === 'number' && !isNumber(value)) return 'Not a number';
  if (field.widget === 'json' && !isJson(value)) return 'Not valid JSON';
  if (field.choices && !field.choices.includes(value)) return 'Not one of the choices';
  return undefined;
}

/** Values in an address: `parameters[name]=value`. */
export function prefilled(search: URLSearchParams): ParameterValues {
  const entries = [...search].map(([key, value]) => [/^parameters\[(.+)\]$/.exec(key)?.[1], value] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[0] !== undefined));
}

function widgetFor(initial: string): Widget {
  if (initial === 'true' || initial === 'false') return 'switch';
  if (initial !== '' && isNumber(initial)) return 'number';
  if (/^\s*[[{]/.test(initial) && isJson(initial)) return 'json';
  return initial.includes('\n') || initial.length > 80 ? 'lines' : 'text';
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
