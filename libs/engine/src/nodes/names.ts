import { fnv1a32 } from '@argosy/std';

/** `<workflow>` for the root, else `<workflow>-<fnv1a32 of the node name>` (acceptance 13-001). */
export function nodeIdOf(workflow: string, nodeName: string): string {
  return nodeName === workflow ? workflow : `${workflow}-${fnv1a32(nodeName)}`;
}

const maxPrefix = 242;

/** The name of a node's pod; v1 is the node id (acceptance 13-004). */
export function podNameOf({
  workflow,
  nodeName,
  template,
  format,
}: {
  readonly workflow: string;
  readonly nodeName: string;
  readonly template: string;
  readonly format: string;
}): string {
  if (format === 'v1') return nodeIdOf(workflow, nodeName);
  if (nodeName === workflow) return workflow;
  const prefix = template === '' ? workflow : `${workflow}-${template}`;
  return `${prefix.slice(0, maxPrefix)}-${fnv1a32(nodeName)}`;
}

/** The part of a node name that people see: without the boundary's name and the group's index (acceptance 13-019). */
export function displayNameOf(nodeName: string, boundaryName: string | undefined): string {
  if (boundaryName === undefined || !nodeName.startsWith(boundaryName)) return nodeName;
  const rest = nodeName.slice(boundaryName.length);
  return rest.replace(/^(\[\d+\])?\./, '');
}

/** The index in `step(3:item)`, for ordering expanded nodes. */
export function loopIndexOf(nodeName: string): number {
  const match = /\((\d+):[^(]*$/.exec(nodeName);
  return match ? Number(match[1]) : -1;
}

/** Under this id the agent's pod is noted, and its name (acceptance 6-047). */
export function agentIdOf(workflow: string): string {
  return nodeIdOf(workflow, 'agent');
}

/** `<workflow>-<fnv1a32 of "agent">-agent` (acceptance 6-047). */
export function agentPodName(workflow: string): string {
  return `${agentIdOf(workflow)}-agent`;
}
