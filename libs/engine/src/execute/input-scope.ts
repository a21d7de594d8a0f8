import type { Artifact, Inputs, Parameter } from '@argosy/api';
import { Scope, substitute } from '@argosy/expressions';
import type { Draft } from '../draft.ts';

/**
 * Makes the inputs of a template variables of its body, `inputs.*`; `given` is what the caller passed in. Gives the parameters as they are
 * then. An optional artifact that nobody gave is `declared` and known as well, without content.
 */
export function addInputs(
  draft: Draft,
  scope: Scope,
  {
    declared,
    inputs,
    given,
  }: { readonly declared: Inputs | undefined; readonly inputs: Inputs | undefined; readonly given: readonly Parameter[] },
): readonly Parameter[] {
  const parameters = ownValuesResolved(draft, inputs?.parameters ?? [], { scope, given });
  for (const { name, value } of parameters) if (value !== undefined) scope.set(`inputs.parameters.${name}`, value);
  scope.set('inputs.parameters', JSON.stringify(parameters));
  addArtifacts(
    scope,
    declared?.artifacts?.filter(({ optional }) => optional),
  );
  addArtifacts(scope, inputs?.artifacts);
  return parameters;
}

function addArtifacts(scope: Scope, artifacts: readonly Artifact[] = []): void {
  for (const artifact of artifacts) {
    if (artifact.path) scope.set(`inputs.artifacts.${artifact.name}.path`, artifact.path);
    scope.set(`inputs.artifacts.${artifact.name}`, artifact as unknown as Readonly<Record<string, unknown>>);
  }
}

/**
 * Values that the template itself gives may hold tags: of the workflow, or of other inputs. They are replaced before the body sees them
 * (acceptance 3.2). Values that were passed in are data.
 */
function ownValuesResolved(
  draft: Draft,
  parameters: readonly Parameter[],
  { scope, given }: { readonly scope: Scope; readonly given: readonly Parameter[] },
): readonly Parameter[] {
  const passedIn = new Set(given.filter(({ value, valueFrom }) => value !== undefined || valueFrom).map(({ name }) => name));
  const isOpen = ({ name, value }: Parameter): boolean => value?.includes('{{') === true && !passedIn.has(name);
  if (!parameters.some(isOpen)) return parameters;
  const seen = new Scope(scope);
  const resolveAll = (list: readonly Parameter[]): readonly Parameter[] =>
    list.map((parameter) => {
      const resolved = isOpen(parameter) ? substitute(parameter, { scope: seen, input: draft.input }).value : parameter;
      if (resolved.value !== undefined) seen.set(`inputs.parameters.${resolved.name}`, resolved.value);
      return resolved;
    });
  // Twice, because an input may read one that is declared after it.
  return resolveAll(resolveAll(parameters));
}
