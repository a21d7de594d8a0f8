import type { Arguments, Artifact, ConfigMapKeySelector, Inputs, Parameter, Template, ValueFrom } from '@argosy/api';
import { declarations } from './declarations.ts';

export interface InputSources {
  /** The data of a ConfigMap of the workflow's namespace with its labels, or undefined. */
  configMap(
    name: string,
  ): { readonly labels: Readonly<Record<string, string>>; readonly data: Readonly<Record<string, string>> } | undefined;
}

/** `missing` names the parameter that nobody supplied. */
export type InputsResult =
  | { readonly ok: true; readonly inputs: Inputs }
  | { readonly ok: false; readonly message: string; readonly missing?: string };

/** The inputs of a template from the arguments it is called with, its defaults and ConfigMaps, in that order (acceptance 3-022, 3-023). */
export function resolveInputs(template: Template, args: Arguments, sources: InputSources): InputsResult {
  const [declared, given] = [declarations(template.inputs), declarations(args)];
  const parameters: Parameter[] = [];
  for (const input of declared.parameters) {
    const resolved = resolveParameter(input, named(given.parameters, input.name), sources);
    if (resolved === undefined) return { ok: false, message: `inputs.parameters.${input.name} was not supplied`, missing: input.name };
    if (typeof resolved === 'string') return { ok: false, message: resolved };
    parameters.push(resolved);
  }
  const artifacts: Artifact[] = [];
  for (const input of declared.artifacts) {
    const resolved = resolveArtifact(input, named(given.artifacts, input.name));
    if (typeof resolved === 'string') return { ok: false, message: resolved };
    if (resolved) artifacts.push(resolved);
  }
  return { ok: true, inputs: { ...(parameters.length > 0 && { parameters }), ...(artifacts.length > 0 && { artifacts }) } };
}

function named<T extends { readonly name: string }>(list: readonly T[], wanted: string): T | undefined {
  return list.find(({ name }) => name === wanted);
}

type Given = Parameter | string | undefined;

function resolveParameter(input: Parameter, argument: Parameter | undefined, sources: InputSources): Given {
  return fromArgument(input, argument, sources) ?? ownValue(input) ?? fromSource(input, argument?.valueFrom, sources);
}

function fromArgument(input: Parameter, argument: Parameter | undefined, sources: InputSources): Given {
  if (argument?.value !== undefined) return { ...input, value: argument.value };
  return argument?.valueFrom?.configMapKeyRef ? fromConfigMap(input, argument, sources) : undefined;
}

function ownValue(input: Parameter): Given {
  if (input.value !== undefined) return input;
  return input.default === undefined ? undefined : { ...input, value: input.default };
}

/** `valueFrom` of the argument or, without one, of the input itself. */
function fromSource(input: Parameter, given: ValueFrom | undefined, sources: InputSources): Given {
  const from = given ?? input.valueFrom;
  if (from?.configMapKeyRef) return fromConfigMap(input, { ...input, valueFrom: from }, sources);
  if (from?.default !== undefined) return { ...input, value: from.default };
  return from?.supplied ? input : undefined;
}

function fromConfigMap(input: Parameter, holder: Parameter, sources: InputSources): Parameter | string {
  const read = readConfigMapKey(holder, sources);
  return read.ok ? { ...input, value: read.value } : `failed to retrieve inputs.parameters.${input.name} from ConfigMap: ${read.message}`;
}

/** The value of `valueFrom.configMapKeyRef`, or its default. The ConfigMap must carry the label configmap-type=Parameter. */
export function readConfigMapKey(
  { valueFrom }: Parameter,
  sources: InputSources,
): { readonly ok: true; readonly value: string } | { readonly ok: false; readonly message: string } {
  const reference: ConfigMapKeySelector = { key: '', ...valueFrom?.configMapKeyRef };
  const { name = '', key } = reference;
  const configMap = sources.configMap(name);
  if (configMap && configMap.labels['workflows.argoproj.io/configmap-type'] !== 'Parameter') {
    return {
      ok: false,
      message: `ConfigMap '${name}' needs to have the label workflows.argoproj.io/configmap-type: Parameter to load parameters`,
    };
  }
  const value = configMap?.data[key] ?? fallbackOf(valueFrom, reference);
  if (value !== undefined) return { ok: true, value };
  return { ok: false, message: configMap ? `config map '${name}' does not have the key '${key}'` : `configmaps "${name}" not found` };
}

function fallbackOf(valueFrom: ValueFrom | undefined, { optional }: ConfigMapKeySelector): string | undefined {
  return valueFrom?.default ?? (optional ? '' : undefined);
}

function resolveArtifact(input: Artifact, argument: Artifact | undefined): Artifact | string | undefined {
  if (argument && hasContent(argument)) {
    const { name: _name, path: _path, mode: _mode, recurseMode: _recurse, ...location } = argument;
    return { ...input, ...location, name: input.name, ...(input.optional !== undefined && { optional: input.optional }) };
  }
  if (hasContent(input)) return input;
  if (input.optional || argument?.optional) return undefined;
  return argument ? `input artifact '${input.name}' missing location information` : `inputs.artifacts.${input.name} was not supplied`;
}

const locations = ['s3', 'git', 'http', 'artifactory', 'hdfs', 'raw', 'oss', 'gcs', 'azure', 'plugin', 'local'] as const;

/** True when an artifact says where its content is. */
export function hasContent(artifact: Artifact): boolean {
  return locations.some((location) => artifact[location] !== undefined && artifact[location] !== null);
}
