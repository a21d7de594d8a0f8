import type { NodeStatus, Workflow } from '@argosy/api';

/** What an operation gives: the workflow as it should be stored, or why it cannot be done. */
export type OperationResult<T = object> =
  | ({ readonly ok: true; readonly workflow: Workflow } & T)
  | { readonly ok: false; readonly message: string };

/** Picks nodes; without one an operation is about all nodes that it can be about. */
export type NodeSelector = (node: NodeStatus) => boolean;

const finalPhases: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error']);

export function isOver({ metadata, status }: Workflow): boolean {
  return metadata.labels?.['workflows.argoproj.io/completed'] === 'true' || finalPhases.has(status?.phase ?? '');
}

/** A workflow with other nodes. */
export function withNodes(workflow: Workflow, nodes: Readonly<Record<string, NodeStatus>>): Workflow {
  return { ...workflow, status: { ...workflow.status, nodes } };
}

/** A copy without fields that are undefined, so that a merge patch and a comparison see the same. */
export function without<T extends object>(value: T, ...fields: readonly (keyof T)[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !fields.includes(key as keyof T))) as T;
}
