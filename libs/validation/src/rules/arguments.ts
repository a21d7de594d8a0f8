import type { Arguments, Artifact, Parameter } from '@argosy/api';
import { declarations, hasContent } from '@argosy/templates';
import type { Context } from '../context.ts';
import { Failure, type Place } from '../failure.ts';
import { checkParameterName, requireNames } from '../names.ts';

/** Arguments of workflows, steps and tasks (acceptance 12-011 to 12-013). `prefix` ends with a dot: `spec.arguments.` */
export function checkArguments(
  context: Context,
  args: Arguments | undefined,
  { prefix, at, allowEmpty }: { readonly prefix: string; readonly at: Place; readonly allowEmpty: boolean },
): void {
  const { parameters, artifacts } = declarations(args);
  requireNames(parameters, `${prefix}parameters`, { at: [...at, 'parameters'], check: checkParameterName });
  requireNames(artifacts, `${prefix}artifacts`, { at: [...at, 'artifacts'], check: checkParameterName });
  for (const [index, parameter] of parameters.entries())
    checkParameter(context, parameter, { name: `${prefix}${parameter.name}`, at: [...at, 'parameters', index], allowEmpty });
  for (const [index, artifact] of artifacts.entries())
    checkArtifact(artifact, { name: `${prefix}${artifact.name}`, at: [...at, 'artifacts', index], allowEmpty });
}

interface Argument {
  readonly name: string;
  readonly at: Place;
  readonly allowEmpty: boolean;
}

/** Where outputs come from; nothing that could be known before a step runs. */
const laterSources = ['path', 'jsonPath', 'jqFilter', 'parameter', 'event'] as const;

function checkParameter(context: Context, parameter: Parameter, { name, at, allowEmpty }: Argument): void {
  const { value, valueFrom } = parameter;
  if (valueFrom && laterSources.some((source) => valueFrom[source]))
    throw new Failure(`${name}.valueFrom only allows: default, configMapKeyRef and supplied`, [...at, 'valueFrom']);
  checkEnum(parameter, { name, at, allowEmpty: allowEmpty || context.mode === 'lint' });
  if (value === undefined && !valueFrom && !allowEmpty)
    throw new Failure(`${name}.value or ${name}.valueFrom is required`, at, `give it with -p ${parameter.name}=…`);
}

function checkEnum({ value, enum: choices }: Parameter, { name, at, allowEmpty }: Argument): void {
  if (!choices) return;
  if (choices.length === 0) throw new Failure(`${name}.enum should contain at least one value`, [...at, 'enum']);
  if (value === undefined) {
    if (!allowEmpty) throw new Failure(`${name}.value or ${name}.valueFrom is required`, at);
    return;
  }
  if (!value.includes('{{') && !choices.includes(value))
    throw new Failure(`${name}.value should be present in ${name}.enum list`, [...at, 'value'], `one of ${choices.join(', ')}`);
}

function checkArtifact(artifact: Artifact, { name, at, allowEmpty }: Argument): void {
  if (artifact.from && artifact.fromExpression)
    throw new Failure(`${name} shouldn't have both \`from\` and \`fromExpression\` in Artifact`, at);
  if (!artifact.from && !artifact.fromExpression && !hasContent(artifact) && !allowEmpty && !artifact.optional)
    throw new Failure(`${name}.from, artifact location, or key is required`, at);
}
