import type { NodeStatus, Workflow } from '@argosy/api';
import { type NodeState, nodeStateOf } from '@argosy/graph';
import { fromRfc3339 } from '@argosy/std';

/** A step of one or both runs, by its name without the run's own. */
export interface ComparedStep {
  readonly name: string;
  readonly left?: StepFacts;
  readonly right?: StepFacts;
  /** How much longer the right one took, in milliseconds. */
  readonly delta?: number;
}

export interface StepFacts {
  readonly state: NodeState;
  readonly duration?: number;
}

export interface ComparedParameter {
  readonly name: string;
  readonly left?: string;
  readonly right?: string;
}

/** Steps of both runs side by side: what differs in phase first, then by how much longer or shorter they took. */
export function comparedSteps(left: Workflow, right: Workflow): ComparedStep[] {
  const [before, after] = [factsByName(left), factsByName(right)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .map((name) => comparedStep(name, before.get(name), after.get(name)))
    .sort((one, two) => weight(two) - weight(one) || (one.name < two.name ? -1 : 1));
}

/** Parameters that the runs do not have in common. */
export function comparedParameters(left: Workflow, right: Workflow): ComparedParameter[] {
  const [before, after] = [parameterValues(left), parameterValues(right)];
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
  return names.map((name) => {
    const [own, other] = [before.get(name), after.get(name)];
    return { name, ...(own !== undefined && { left: own }), ...(other !== undefined && { right: other }) };
  });
}

function comparedStep(name: string, left: StepFacts | undefined, right: StepFacts | undefined): ComparedStep {
  const delta = left?.duration !== undefined && right?.duration !== undefined ? right.duration - left.duration : undefined;
  return { name, ...(left && { left }), ...(right && { right }), ...(delta !== undefined && { delta }) };
}

function weight({ left, right, delta }: ComparedStep): number {
  return left?.state === right?.state ? Math.abs(delta ?? 0) : Number.MAX_SAFE_INTEGER;
}

function factsByName({ metadata, status }: Workflow): Map<string, StepFacts> {
  const prefix = metadata.name ?? '';
  const facts = new Map<string, StepFacts>();
  for (const node of Object.values(status?.nodes ?? {})) {
    const name = node.name.startsWith(prefix) ? node.name.slice(prefix.length).replace(/^\./, '') : node.name;
    if (name !== '' && !GROUPS.has(node.type)) facts.set(name, factsOf(node));
  }
  return facts;
}

const GROUPS: ReadonlySet<string> = new Set(['StepGroup', 'TaskGroup']);

function factsOf(node: NodeStatus): StepFacts {
  const [start, end] = [fromRfc3339(node.startedAt), fromRfc3339(node.finishedAt)];
  return { state: nodeStateOf(node), ...(start !== undefined && end !== undefined && { duration: end - start }) };
}

function parameterValues({ spec, status }: Workflow): Map<string, string> {
  const all = [...(status?.storedWorkflowTemplateSpec?.arguments?.parameters ?? []), ...(spec.arguments?.parameters ?? [])];
  return new Map(all.map(({ name, value, default: given }) => [name, String(value ?? given ?? '')]));
}
