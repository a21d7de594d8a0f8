import type { NodeStatus, Parameter, Workflow } from '@argosy/api';
import { suppliedOutputs } from '../nodes/supplied-outputs.ts';
import { isOver, type NodeSelector, type OperationResult, withNodes, without } from './operation.ts';

/** Keeps a workflow from starting anything new (acceptance 4-076). */
export function suspendWorkflow(workflow: Workflow): OperationResult {
  if (isOver(workflow)) return { ok: false, message: 'cannot suspend completed workflows' };
  return { ok: true, workflow: { ...workflow, spec: { ...workflow.spec, suspend: true } } };
}

export interface ResumeOptions {
  /** Resumes only suspend nodes that match. */
  readonly matches?: NodeSelector | undefined;
  readonly selector?: string | undefined;
  readonly timestamp: string;
  /** `Resumed by: map[User:…]` */
  readonly by?: string | undefined;
}

/** Lets a suspended workflow, and the suspend nodes in it, go on (acceptance 4-072, 4-074, 13-109). */
export function resumeWorkflow(workflow: Workflow, { matches, selector = '', timestamp, by }: ResumeOptions): OperationResult {
  const nodes = { ...workflow.status?.nodes };
  const picked = waitingNodes(workflow, matches);
  if (matches && picked.length === 0) return nothingMatches(selector);
  for (const node of picked) {
    const parameters = matches ? declaredOutputs(node) : suppliedOutputs(node);
    if (typeof parameters === 'string') return { ok: false, message: parameters };
    nodes[node.id] = { ...withFields(node, { message: by, parameters }), phase: 'Succeeded', finishedAt: timestamp };
  }
  const resumed = matches ? workflow : { ...workflow, spec: without(workflow.spec, 'suspend') };
  return { ok: true, workflow: picked.length > 0 ? withNodes(resumed, nodes) : resumed };
}

function declaredOutputs({ outputs }: NodeStatus): readonly Parameter[] | undefined {
  return outputs?.parameters;
}

/** The suspend nodes that wait, those that match where somebody picks. */
function waitingNodes({ status }: Workflow, matches: NodeSelector | undefined): NodeStatus[] {
  const waiting = Object.values(status?.nodes ?? {}).filter((node) => node.type === 'Suspend' && node.phase === 'Running');
  return matches ? waiting.filter(matches) : waiting;
}

function nothingMatches(selector: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message: `currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: ${selector}` };
}

/** A node with a message after the one it has, and other parameters. */
function withFields(
  node: NodeStatus,
  { message: added, parameters }: { readonly message: string | undefined; readonly parameters: readonly Parameter[] | undefined },
): NodeStatus {
  const message = [node.message, added].filter((part) => part).join('; ');
  return { ...node, ...(message && { message }), ...(parameters && { outputs: { ...node.outputs, parameters } }) };
}

export interface SetOptions {
  readonly matches: NodeSelector;
  readonly selector: string;
  readonly phase?: 'Succeeded' | 'Failed' | 'Error' | undefined;
  readonly message?: string | undefined;
  readonly outputParameters?: Readonly<Record<string, string>> | undefined;
  readonly timestamp: string;
}

/** Sets outputs, message or phase of suspend nodes that wait (acceptance 4-128). */
export function setNodes(workflow: Workflow, options: SetOptions): OperationResult {
  const nodes = { ...workflow.status?.nodes };
  const picked = waitingNodes(workflow, options.matches);
  if (picked.length === 0) return nothingMatches(options.selector);
  for (const node of picked) {
    const parameters = withValues(node, options.outputParameters ?? {});
    if (typeof parameters === 'string') return { ok: false, message: parameters };
    nodes[node.id] = {
      ...withFields(node, { message: options.message, parameters }),
      ...(options.phase && { phase: options.phase, finishedAt: options.timestamp }),
    };
  }
  return { ok: true, workflow: withNodes(workflow, nodes) };
}

function withValues({ outputs }: NodeStatus, values: Readonly<Record<string, string>>): readonly Parameter[] | string | undefined {
  const names = Object.keys(values);
  const expected = outputs?.parameters;
  if (!expected?.length)
    return names.length > 0 ? 'cannot set output parameters because node is not expecting any raw parameters' : expected;
  const problem = names.map((name) => refusalToSet(expected, name)).find((message) => message !== undefined);
  if (problem !== undefined) return problem;
  return expected.map((parameter) => {
    const value = values[parameter.name];
    return value === undefined ? parameter : { ...without(parameter, 'valueFrom'), value };
  });
}

function refusalToSet(expected: readonly Parameter[], name: string): string | undefined {
  const parameter = expected.find((one) => one.name === name);
  if (!parameter) return `node is not expecting output parameter '${name}'`;
  if (parameter.valueFrom?.supplied) return undefined;
  return `cannot set output parameter '${name}' because it does not use valueFrom.raw or it was already set`;
}
