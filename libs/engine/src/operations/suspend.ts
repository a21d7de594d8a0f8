import type { NodeStatus, Parameter, Workflow } from '@argosy/api';
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
  const waiting = Object.values(nodes).filter((node) => node.type === 'Suspend' && node.phase === 'Running');
  const picked = matches ? waiting.filter(matches) : waiting;
  if (matches && picked.length === 0)
    return { ok: false, message: `currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: ${selector}` };
  for (const node of picked) {
    const parameters = matches ? node.outputs?.parameters : suppliedValues(node);
    if (typeof parameters === 'string') return { ok: false, message: parameters };
    const message = [node.message, by].filter((part) => part).join('; ');
    nodes[node.id] = {
      ...node,
      phase: 'Succeeded',
      finishedAt: timestamp,
      ...(message && { message }),
      ...(parameters && { outputs: { ...node.outputs, parameters } }),
    };
  }
  const resumed = matches ? workflow : { ...workflow, spec: without(workflow.spec, 'suspend') };
  return { ok: true, workflow: picked.length > 0 ? withNodes(resumed, nodes) : resumed };
}

/** Outputs that nobody set take their default, or that of the input of the same name (acceptance 4-077). */
function suppliedValues({ outputs, inputs }: NodeStatus): readonly Parameter[] | string | undefined {
  const filled: Parameter[] = [];
  for (const parameter of outputs?.parameters ?? []) {
    const value =
      parameter.value ??
      parameter.valueFrom?.default ??
      parameter.default ??
      inputs?.parameters?.find(({ name }) => name === parameter.name)?.default;
    if (value === undefined && parameter.valueFrom?.supplied)
      return `raw output parameter '${parameter.name}' has not been set and does not have a default value`;
    filled.push(value === undefined ? parameter : { ...without(parameter, 'valueFrom'), value });
  }
  return outputs?.parameters ? filled : undefined;
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
  const picked = Object.values(nodes).filter((node) => node.type === 'Suspend' && node.phase === 'Running' && options.matches(node));
  if (picked.length === 0)
    return {
      ok: false,
      message: `currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: ${options.selector}`,
    };
  for (const node of picked) {
    const parameters = withValues(node, options.outputParameters ?? {});
    if (typeof parameters === 'string') return { ok: false, message: parameters };
    const message = [node.message, options.message].filter((part) => part).join('; ');
    nodes[node.id] = {
      ...node,
      ...(message && { message }),
      ...(parameters && { outputs: { ...node.outputs, parameters } }),
      ...(options.phase && { phase: options.phase, finishedAt: options.timestamp }),
    };
  }
  return { ok: true, workflow: withNodes(workflow, nodes) };
}

function withValues({ outputs }: NodeStatus, values: Readonly<Record<string, string>>): readonly Parameter[] | string | undefined {
  const names = Object.keys(values);
  if (names.length > 0 && !outputs?.parameters?.length)
    return 'cannot set output parameters because node is not expecting any raw parameters';
  for (const name of names) {
    const parameter = outputs?.parameters?.find((one) => one.name === name);
    if (!parameter) return `node is not expecting output parameter '${name}'`;
    if (!parameter.valueFrom?.supplied)
      return `cannot set output parameter '${name}' because it does not use valueFrom.raw or it was already set`;
  }
  return outputs?.parameters?.map((parameter) => {
    const value = values[parameter.name];
    return value === undefined ? parameter : { ...without(parameter, 'valueFrom'), value };
  });
}
