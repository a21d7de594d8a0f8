import { Failure, type Place } from './failure.ts';

const fieldName = /^[a-zA-Z0-9][-a-zA-Z0-9]*$/;
const parameterName = /^[-a-zA-Z0-9_]+$/;
const longest = 128;
const fieldNameRule =
  "name must consist of alpha-numeric characters or '-', and must start with an alpha-numeric character (e.g. My-name1-2, 123-NAME)";

/** Names of templates, steps and tasks. */
export function checkFieldName(name: string): string | undefined {
  const wrong = name.length > longest ? [`must be no more than ${longest} bytes`] : [];
  if (!fieldName.test(name)) wrong.push(fieldNameRule);
  return wrong.length > 0 ? wrong.join(';') : undefined;
}

/** Names of steps and tasks may hold tags: what is left of them must be a name. */
export function checkDynamicName(name: string): string | undefined {
  return checkFieldName(withoutTags(name));
}

/** Names of parameters and artifacts. */
export function checkParameterName(name: string): string | undefined {
  return parameterName.test(name)
    ? undefined
    : "Parameter/Artifact name must consist of alpha-numeric characters, '_' or '-' e.g. my_param_1, MY-PARAM-1";
}

/** Names of outputs may hold tags as well: the same template gives one output for each item. */
export function checkOutputName(name: string): string | undefined {
  return checkParameterName(withoutTags(name));
}

function withoutTags(name: string): string {
  return name.replaceAll(/\{\{[^{}]*\}\}/g, 'x');
}

/** Every item of a list has a name, that is valid and its own (acceptance 12-010). */
export function requireNames(
  items: readonly { readonly name?: string | undefined }[],
  prefix: string,
  { at, check }: { readonly at: Place; readonly check: (name: string) => string | undefined },
): void {
  const seen = new Set<string>();
  for (const [index, { name = '' }] of items.entries()) {
    if (name === '') throw new Failure(`${prefix}[${index}].name is required`, [...at, index]);
    const wrong = check(name);
    if (wrong) throw new Failure(`${prefix}[${index}].name: '${name}' is invalid: ${wrong}`, [...at, index, 'name']);
    if (seen.has(name)) throw new Failure(`${prefix}[${index}].name '${name}' is not unique`, [...at, index, 'name']);
    seen.add(name);
  }
}
