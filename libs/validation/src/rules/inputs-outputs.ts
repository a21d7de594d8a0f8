import type { Arguments, Artifact, Parameter, Template, ValueFrom } from '@argosy/api';
import { declarations, hasContent, type TemplateKind, templateKind } from '@argosy/templates';
import type { Context } from '../context.ts';
import { Failure, type Place } from '../failure.ts';
import { checkOutputName, checkParameterName, requireNames } from '../names.ts';
import { checkArtifactLocation, checkArtifactPath } from './artifact-paths.ts';

/** Inputs have names of their own and are all supplied (acceptance 12-014, 12-024). */
export function checkInputs(context: Context, template: Template, { args, at }: { readonly args: Arguments; readonly at: Place }): void {
  const prefix = `templates.${template.name ?? ''}`;
  const [declared, given] = [declarations(template.inputs), declarations(args)];
  const inside = (list: string): Place => [...at, 'inputs', list];
  requireNames(declared.parameters, `${prefix}.inputs.parameters`, { at: inside('parameters'), check: checkParameterName });
  requireNames(declared.artifacts, `${prefix}.inputs.artifacts`, { at: inside('artifacts'), check: checkParameterName });
  for (const [index, input] of declared.parameters.entries())
    if (!hasName(given.parameters, input.name) && !hasOwnValue(input))
      throw new Failure(`${prefix} inputs.parameters.${input.name} was not supplied`, [...inside('parameters'), index]);
  for (const [index, input] of declared.artifacts.entries()) {
    const place = [...inside('artifacts'), index];
    checkInputArtifact(template, input, place);
    const isNeeded = !hasContent(input) && !input.optional && context.mode !== 'lint';
    if (isNeeded && !hasName(given.artifacts, input.name))
      throw new Failure(`${prefix} inputs.artifacts.${input.name} was not supplied`, place);
  }
}

function hasName(list: readonly { readonly name: string }[], wanted: string): boolean {
  return list.some(({ name }) => name === wanted);
}

function hasOwnValue({ value, default: fallback, valueFrom }: Parameter): boolean {
  return value !== undefined || fallback !== undefined || valueFrom !== undefined;
}

function checkInputArtifact(template: Template, input: Artifact, at: Place): void {
  const name = `inputs.artifacts.${input.name}`;
  const full = `templates.${template.name ?? ''}.${name}`;
  checkArtifactPath(template, input, { ref: name, at });
  if (input.from || input.fromExpression) throw new Failure(`${full}.from not valid in inputs`, at);
  checkArtifactLocation(input, full, at);
}

type Source = 'path' | 'jsonPath' | 'jqFilter' | 'parameter' | 'expression' | 'supplied' | 'event';
const sources: readonly Source[] = ['path', 'jsonPath', 'jqFilter', 'parameter', 'expression', 'supplied', 'event'];

/** Outputs have names of their own and a source that their template can have (acceptance 12-025). */
export function checkOutputs(template: Template, at: Place): void {
  const prefix = `templates.${template.name ?? ''}.outputs`;
  const { parameters, artifacts } = declarations(template.outputs);
  requireNames(parameters, `${prefix}.parameters`, { at: [...at, 'outputs', 'parameters'], check: checkOutputName });
  requireNames(artifacts, `${prefix}.artifacts`, { at: [...at, 'outputs', 'artifacts'], check: checkOutputName });
  for (const [index, artifact] of artifacts.entries()) {
    const place = [...at, 'outputs', 'artifacts', index];
    checkArtifactPath(template, artifact, { ref: `outputs.artifacts.${artifact.name}`, at: place });
    checkGlobalName(artifact.globalName, `${prefix}.artifacts.${artifact.name}`, place);
  }
  for (const [index, parameter] of parameters.entries())
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
  const fit = fits[templateKind(template) ?? 'suspend'];
  if (fit && !fit.sources.some((source) => valueFrom[source])) throw new Failure(`${name}${fit.message}`, [...at, 'valueFrom']);
}

interface Fit {
  readonly sources: readonly Source[];
  readonly message: string;
}

/** What the outputs of each kind of template can come from; kinds without a row take any. */
const fits: { readonly [K in TemplateKind]?: Fit } = {
  container: { sources: ['path'], message: '.path must be specified for Container templates' },
  script: { sources: ['path'], message: '.path must be specified for Script templates' },
  resource: { sources: ['jqFilter', 'jsonPath'], message: ' .jqFilter or jsonPath must be specified for Resource templates' },
  steps: { sources: ['parameter', 'expression'], message: '.parameter or expression must be specified for Steps templates' },
  dag: { sources: ['parameter', 'expression'], message: '.parameter or expression must be specified for DAG templates' },
};
