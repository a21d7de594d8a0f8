import type { Artifact, NodeOutputs, Parameter, Template } from '@argosy/api';
import type { Outcome } from './mock.ts';

/** True for outcomes that are no success. */
export function hasFailed({ phase, exitCode = 0 }: Pick<Outcome, 'phase' | 'exitCode'>): boolean {
  return exitCode !== 0 || (phase !== undefined && phase !== 'Succeeded');
}

export interface MockedOutputs {
  readonly outputs: NodeOutputs;
  /** Output parameters for which there is no value. */
  readonly missing: readonly string[];
}

/** Outputs of a template: what the mock gives, defaults, and for artifacts the places where they would lie. */
export function mockedOutputs(template: Template | undefined, outcome: Outcome, folder: string): MockedOutputs {
  const { parameters: declared = [], artifacts = [] } = template?.outputs ?? {};
  const parameters = declared.map((parameter) => valued(parameter, outcome));
  const failed = hasFailed(outcome);
  return {
    outputs: {
      ...(outcome.result !== undefined && { result: outcome.result }),
      ...filled('parameters', parameters),
      ...filled('artifacts', failed ? [] : artifacts.map((artifact) => placed(artifact, folder))),
    },
    missing: failed ? [] : parameters.filter(({ value }) => value === undefined).map(({ name }) => name),
  };
}

function filled<T>(name: 'parameters' | 'artifacts', items: readonly T[]): { readonly [name: string]: readonly T[] } {
  return items.length > 0 ? { [name]: items } : {};
}

function valued({ name, valueFrom, value, globalName }: Parameter, { parameters = {} }: Outcome): Parameter {
  const given = parameters[name] ?? valueFrom?.default ?? value;
  return { name, ...(given !== undefined && { value: given }), ...(globalName && { globalName }) };
}

function placed({ name, path, globalName }: Artifact, folder: string): Artifact {
  return { name, ...(path && { path }), ...(globalName && { globalName }), s3: { key: `${folder}/${name}.tgz` } };
}
