import type { Arguments, Parameter, Template, ValueFrom } from '@argosy/api';
import { hasContent, templateKind } from '@argosy/templates';
import type { Context } from '../context.ts';
import { Failure, type Place } from '../failure.ts';
import { checkParameterName, requireNames } from '../names.ts';
import { checkArtifactLocation, checkArtifactPath } from './artifact-paths.ts';

/** Inputs have names of their own and are all supplied (acceptance 12-014, 12-024). */
export function checkInputs(context: Context, template: Template, { args, at }: { readonly args: Arguments; readonly at: Place }): void {
  const prefix = `templates.${template.name ?? ''}`;
  const { inputs } = template;
  requireNames(inputs?.parameters ?? [], `${prefix}.inputs.parameters`, { at: [...at, 'inputs', 'parameters'], check: checkParameterName });
  requireNames(inputs?.artifacts ?? [], `${prefix}.inputs.artifacts`, { at: [...at, 'inputs', 'artifacts'], check: checkParameterName });
  for (const [index, input] of (inputs?.parameters ?? []).entries()) {
    const given = args.parameters?.some(({ name }) => name === input.name);
    if (!given && input.value === undefined && input.default === undefined && input.valueFrom === undefined)
      throw new Failure(`${prefix} inputs.parameters.${input.name} was not supplied`, [...at, 'inputs', 'parameters', index]);
  }
  for (const [index, input] of (inputs?.artifacts ?? []).entries()) {
    const place = [...at, 'inputs', 'artifacts', index];
    checkArtifactPath(template, input, { ref: `inputs.artifacts.${input.name}`, at: place });
    if (input.from || input.fromExpression) throw new Failure(`${prefix}.inputs.artifacts.${input.name}.from not valid in inputs`, place);
    checkArtifactLocation(input, `${prefix}.inputs.artifacts.${input.name}`, place);
    const given = args.artifacts?.some(({ name }) => name === input.name);
    if (!given && !hasContent(input) && !input.optional && context.mode !== 'lint')
      throw new Failure(`${prefix} inputs.artifacts.${input.name} was not supplied`, place);
  }
}

type Source = 'path' | 'jsonPath' | 'jqFilter' | 'parameter' | 'expression' | 'supplied' | 'event';
const sources: readonly Source[] = ['path', 'jsonPath', 'jqFilter', 'parameter', 'expression', 'supplied', 'event'];

/** Outputs have names of their own and a source that their template can have (acceptance 12-025). */
export function checkOutputs(template: Template, at: Place): void {
  const prefix = `templates.${template.name ?? ''}.outputs`;
  const { outputs } = template;
  requireNames(outputs?.parameters ?? [], `${prefix}.parameters`, { at: [...at, 'outputs', 'parameters'], check: checkParameterName });
  requireNames(outputs?.artifacts ?? [], `${prefix}.artifacts`, { at: [...at, 'outputs', 'artifacts'], check: checkParameterName });
  for (const [index, artifact] of (outputs?.artifacts ?? []).entries()) {
    const place = [...at, 'outputs', 'artifacts', index];
    checkArtifactPath(template, artifact, { ref: `outputs.artifacts.${artifact.name}`, at: place });
    checkGlobalName(artifact.globalName, `${prefix}.artifacts.${artifact.name}`, place);
  }
  for (const [index, parameter] of (outputs?.parameters ?? []).entries())
    checkOutput(template, parameter, { name: `${prefix}.parameters.${parameter.name}`, at: [...at, 'outputs', 'parameters', index] });
}

function checkOutput(
  template: Template,
  { value, valueFrom, globalName }: Parameter,
  { name, at }: { readonly name: string; readonly at: Place },
): void {
  checkGlobalName(globalName, name, at);
  if (!valueFrom) {
    if (value === undefined) throw new Failure(`${name} does not have valueFrom or value specified`, at);
    return;
  }
  if (value !== undefined) throw new Failure(`${name} has both valueFrom and value specified, choose one`, at);
  const given = sources.filter((source) => valueFrom[source] !== undefined && valueFrom[source] !== '');
  if (given.length === 0)
    throw new Failure(`${name} valueFrom type unspecified. choose one of: path, jqFilter, jsonPath, parameter, raw, expression`, [
      ...at,
      'valueFrom',
    ]);
  if (given.length > 1)
    throw new Failure(`${name} multiple valueFrom types specified. choose one of: path, jqFilter, jsonPath, parameter, raw, expression`, [
      ...at,
      'valueFrom',
    ]);
  checkFit(template, valueFrom, { name, at });
}

function checkGlobalName(globalName: string | undefined, name: string, at: Place): void {
  const wrong = globalName && !globalName.includes('{{') ? checkParameterName(globalName) : undefined;
  if (wrong) throw new Failure(`${name}.globalName: ${wrong}`, [...at, 'globalName']);
}

function checkFit(template: Template, valueFrom: ValueFrom, { name, at }: { readonly name: string; readonly at: Place }): void {
  const kind = templateKind(template);
  const place = [...at, 'valueFrom'];
  if ((kind === 'container' || kind === 'script') && !valueFrom.path)
    throw new Failure(`${name}.path must be specified for ${kind === 'script' ? 'Script' : 'Container'} templates`, place);
  if (kind === 'resource' && !valueFrom.jqFilter && !valueFrom.jsonPath)
    throw new Failure(`${name} .jqFilter or jsonPath must be specified for Resource templates`, place);
  if ((kind === 'steps' || kind === 'dag') && !valueFrom.parameter && !valueFrom.expression)
    throw new Failure(`${name}.parameter or expression must be specified for ${kind === 'steps' ? 'Steps' : 'DAG'} templates`, place);
}
