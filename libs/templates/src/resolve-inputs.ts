import type { Arguments, Artifact, Inputs, Parameter, Template } from '@argosy/api';

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
  const parameters: Parameter[] = [];
  for (const input of template.inputs?.parameters ?? []) {
    const resolved = resolveParameter(
      input,
      args.parameters?.find(({ name }) => name === input.name),
      sources,
    );
    if (resolved === undefined) return { ok: false, message: `inputs.parameters.${input.name} was not supplied`, missing: input.name };
    if (typeof resolved === 'string') return { ok: false, message: resolved };
    parameters.push(resolved);
  }
  const artifacts: Artifact[] = [];
  for (const input of template.inputs?.artifacts ?? []) {
    const resolved = resolveArtifact(
      input,
      args.artifacts?.find(({ name }) => name === input.name),
    );
    if (typeof resolved === 'string') return { ok: false, message: resolved };
    if (resolved) artifacts.push(resolved);
  }
  return { ok: true, inputs: { ...(parameters.length > 0 && { parameters }), ...(artifacts.length > 0 && { artifacts }) } };
}

function resolveParameter(input: Parameter, argument: Parameter | undefined, sources: InputSources): Parameter | string | undefined {
  if (argument?.value !== undefined) return { ...input, value: argument.value };
  const from = argument?.valueFrom ?? (input.value === undefined ? input.valueFrom : undefined);
  if (argument?.valueFrom?.configMapKeyRef) return fromConfigMap(input, argument, sources);
  if (input.value !== undefined) return input;
  if (input.default !== undefined) return { ...input, value: input.default };
  if (from?.configMapKeyRef) return fromConfigMap(input, { ...input, valueFrom: from }, sources);
  if (from?.default !== undefined) return { ...input, value: from.default };
  if (from?.supplied) return input;
  return undefined;
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
  const { name = '', key = '', optional } = valueFrom?.configMapKeyRef ?? {};
  const configMap = sources.configMap(name);
  const fallback = valueFrom?.default;
  if (configMap && configMap.labels['workflows.argoproj.io/configmap-type'] !== 'Parameter') {
    return {
      ok: false,
      message: `ConfigMap '${name}' needs to have the label workflows.argoproj.io/configmap-type: Parameter to load parameters`,
    };
  }
  const value = configMap?.data[key] ?? fallback ?? (optional ? '' : undefined);
  if (value !== undefined) return { ok: true, value };
  return { ok: false, message: configMap ? `config map '${name}' does not have the key '${key}'` : `configmaps "${name}" not found` };
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
