import type { Arguments, LifecycleHook, NodeStatus, Template, WorkflowStep } from '@argosy/api';
import { compileExpression, ExpressionError, firstMissing, mayHoldTags, Scope, substitute } from '@argosy/expressions';
import type { TemplateScope } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { isCompleted, isFulfilled } from '../nodes/phases.ts';
import type { NodeId } from '../observation.ts';
import { executeTemplate } from './execute-template.ts';
import { failToStart } from './template-nodes.ts';
import { addNode } from './node-scope.ts';
import { absentArguments, absentTags, resolveArguments } from './run-step.ts';

export interface RunHooks {
  readonly step: WorkflowStep;
  readonly node: NodeStatus;
  /** `steps.<name>` or `tasks.<name>`: how the hooked node is called in expressions. */
  readonly prefix: string;
  readonly scope: () => Scope;
  readonly templateScope: TemplateScope;
  readonly boundaryID: NodeId;
  readonly boundaryTemplate: Template;
  readonly onExit: boolean;
}

/** Runs the hooks of a step or task whose time has come. True when none of them is still under way (acceptance 4.11). */
export function runHooks(draft: Draft, run: RunHooks): boolean {
  const node = draft.node(run.node.id) as NodeStatus;
  if (node.phase === 'Skipped' || node.phase === 'Omitted') return true;
  const hooks = Object.entries(run.step.hooks ?? {}).filter(([name]) => name !== 'exit' || !run.step.onExit);
  if (run.step.onExit) hooks.push(['exit', { template: run.step.onExit }]);
  let done = true;
  for (const [name, hook] of hooks) done = runHook(draft, { ...run, node }, { name, hook }) && done;
  return done;
}

function runHook(draft: Draft, run: RunHooks, { name, hook }: { readonly name: string; readonly hook: LifecycleHook }): boolean {
  const { node } = run;
  const nodeName = name === 'exit' ? `${node.name}.onExit` : `${node.name}.hooks.${name}`;
  if (draft.nodeByName(nodeName) === undefined && !isDue(draft, run, { name, hook, nodeName })) return true;
  const ran = startHook(draft, run, { name, hook, nodeName });
  if (ran) draft.addChild(node.id, ran.id);
  return ran !== undefined && isFulfilled(ran);
}

interface NamedHook {
  readonly name: string;
  readonly hook: LifecycleHook;
  readonly nodeName: string;
}

function startHook(draft: Draft, run: RunHooks, { name, hook, nodeName }: NamedHook): NodeStatus | undefined {
  const { templateScope, boundaryID, boundaryTemplate } = run;
  const isExit = name === 'exit';
  const scope = hookScope(draft, run);
  const given = hook.arguments ?? (isExit && run.step.onExit ? draft.spec.arguments : undefined);
  const substituted = substitute({ arguments: given }, { scope, input: draft.input });
  const missing = absentArguments(substituted.problems);
  const args = resolveArguments(draft, substituted.value.arguments, { scope, absent: missing });
  const base = { nodeName, holder: hook, templateScope, boundaryID, nodeFlag: { hooked: true } };
  if (typeof args === 'string') return failToStart(draft, base, args);
  return executeTemplate(draft, { ...base, args, boundaryTemplate, onExit: run.onExit || isExit, absent: absentTags(given, missing) });
}

/** The arguments of a hook of the workflow, with all tags resolved; without any it gets those of the workflow (acceptance 4-089). */
export function workflowHookArguments(draft: Draft, { arguments: given }: LifecycleHook, scope: Scope): Arguments | string {
  if (!given?.parameters?.length && !given?.artifacts?.length) return { ...draft.spec.arguments, parameters: draft.parameters };
  const { value, problems } = substitute(given, { scope, input: draft.input });
  const problem = problems.find(({ kind, tag }) => kind === 'expression' || tag.startsWith('workflow.outputs.parameters.'));
  return problem ? problem.message : resolveArguments(draft, value, { scope, absent: new Set() });
}

/** The exit hook waits for the end of its node; others for their expression to become true. */
function isDue(draft: Draft, run: RunHooks, { name, hook, nodeName }: NamedHook): boolean {
  if (name === 'exit' && !(isCompleted(run.node) && isFulfilled(run.node))) return false;
  if (draft.spec.shutdown && (draft.spec.shutdown === 'Terminate' || name !== 'exit')) return false;
  if (!hook.expression) {
    if (name === 'exit') return true;
    failToStart(
      draft,
      { nodeName, holder: hook, templateScope: run.templateScope, boundaryID: run.boundaryID, nodeFlag: { hooked: true } },
      `Expression required for hook ${nodeName}`,
    );
    return false;
  }
  const verdict = evaluateHook(draft, hook.expression, hookScope(draft, run));
  if (typeof verdict === 'boolean') return verdict;
  draft.explain('hook', run.node.id, verdict);
  return false;
}

/** The value of a hook's expression; a message when it cannot be evaluated. What is not known yet counts as false. */
export function evaluateHook(draft: Draft, expression: string, scope: Scope): boolean | string {
  try {
    const source = mayHoldTags(expression) ? substitute(expression, { scope, input: draft.input }).value : expression;
    const program = compileExpression(source);
    if (firstMissing(program, scope.environment())) return false;
    const value = program.evaluate(scope.environment(), draft.input);
    return typeof value === 'boolean' ? value : `hook expression '${expression}' gives no boolean`;
  } catch (error) {
    if (error instanceof ExpressionError) return `hook expression '${expression}': ${error.message}`;
    throw error;
  }
}

/** A hook sees what its step saw, and the hooked node itself (acceptance 3-026). */
function hookScope(draft: Draft, run: RunHooks): Scope {
  const scope = new Scope(run.scope());
  addNode(draft, scope, { prefix: run.prefix, node: draft.node(run.node.id) as NodeStatus });
  return scope;
}

/** True when all hooks that were started for a node have ended. */
export function groupHooksDone(draft: Draft, node: NodeStatus): boolean {
  return draft.childrenOf(draft.node(node.id) as NodeStatus).every((child) => !child.nodeFlag?.hooked || isFulfilled(child));
}
