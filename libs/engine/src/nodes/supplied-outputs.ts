import type { NodeStatus, Parameter } from '@argosy/api';
import { declarations } from '@argosy/templates';

/**
 * The output parameters of a suspended node that goes on: what nobody set takes its default, or that of the input of the same name
 * (acceptance 4-077). A text says which one has neither.
 */
export function suppliedOutputs({ outputs, inputs }: NodeStatus): readonly Parameter[] | string | undefined {
  if (!outputs?.parameters) return undefined;
  const filled: Parameter[] = [];
  for (const parameter of outputs.parameters) {
    const value = parameter.value ?? defaultOf(parameter, inputs);
    if (value === undefined && parameter.valueFrom?.supplied)
      return `raw output parameter '${parameter.name}' has not been set and does not have a default value`;
    const { valueFrom: _, ...rest } = parameter;
    filled.push(value === undefined ? parameter : { ...rest, value });
  }
  return filled;
}

function defaultOf({ name, valueFrom, default: fallback }: Parameter, inputs: NodeStatus['inputs']): string | undefined {
  return valueFrom?.default ?? fallback ?? declarations(inputs).parameters.find((input) => input.name === name)?.default;
}
