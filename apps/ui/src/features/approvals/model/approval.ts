import type { NodeStatus, Parameter, Workflow } from '@argosy/api';
import { isActiveSuspendNode } from '@argosy/graph';
import { argo } from '../../../api/client.ts';
import { fieldOf, type ParameterField, type ParameterValues } from '../../submit/model/parameters.ts';

/** A suspended step that someone may resume. */
export interface Approval {
  readonly workflow: Workflow;
  readonly node: NodeStatus;
}

export function approvalsOf(workflows: readonly Workflow[]): Approval[] {
  return workflows.flatMap((workflow) =>
    Object.values(workflow.status?.nodes ?? {})
      .filter(isActiveSuspendNode)
      .map((node) => ({ workflow, node })),
  );
}

/** What is to be entered before it goes on: outputs that are supplied, with what the inputs of the same name tell of them. */
export function suppliedFields({ inputs, outputs }: NodeStatus): ParameterField[] {
  const known = new Map((inputs?.parameters ?? []).map((parameter) => [parameter.name, parameter]));
  return (outputs?.parameters ?? [])
    .filter(({ valueFrom }) => valueFrom?.supplied !== undefined)
    .map((parameter) => fieldOf(merged(known.get(parameter.name), parameter)));
}

/** Sets the outputs, then lets the step go on. */
export async function resumeNode({ workflow, node }: Approval, values: ParameterValues): Promise<void> {
  const ref = { namespace: workflow.metadata.namespace ?? '', name: workflow.metadata.name ?? '' };
  const nodeFieldSelector = `id=${node.id}`;
  if (Object.keys(values).length > 0) await argo.workflows.set(ref, { nodeFieldSelector, outputParameters: JSON.stringify(values) });
  await argo.workflows.resume(ref, { nodeFieldSelector });
}

function merged(input: Parameter | undefined, output: Parameter): Parameter {
  const { valueFrom: _, ...own } = output;
  return { ...input, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)), name: output.name };
}
