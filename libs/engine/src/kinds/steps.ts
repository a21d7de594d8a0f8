import type { NodeStatus, Template, WorkflowStep } from '@argosy/api';
import { Scope } from '@argosy/expressions';
import { resolveTemplate } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { openBoundary } from '../execute/open-boundary.ts';
import { failToStart } from '../execute/template-nodes.ts';
import { type Expansion, expandStep, isLoop, itemScope } from '../execute/expand.ts';
import { endsByFailure, failFastMessage } from '../execute/fail-fast.ts';
import { groupHooksDone, runHooks } from '../execute/hooks.ts';
import { addAggregate, addNode, aggregateProblem } from '../execute/node-scope.ts';
import { finishGroup } from '../execute/group-outputs.ts';
import type { Execution } from '../execute/request.ts';
import { runStep } from '../execute/run-step.ts';
import { outboundNodes } from '../nodes/outbound.ts';
import { isCompleted, isFailed, isFulfilled } from '../nodes/phases.ts';

/** Groups of steps one after the other, the steps of a group side by side (acceptance 4.1, 13.6). */
export function executeSteps(draft: Draft, execution: Execution): NodeStatus {
  const node = openBoundary(draft, execution, 'Steps');
  for (const [index, steps] of (execution.template.steps ?? []).entries()) {
    const group = openGroup(draft, execution, index);
    const problem = isCompleted(group) ? undefined : runGroup(draft, execution, { group, steps, index });
    if (problem) return failToStart(draft, { ...execution.request, nodeName: execution.nodeName }, problem);
    const done = draft.node(group.id) as NodeStatus;
    if (!isSuccessful(done) && endsByFailure(draft, execution.template, node.id)) {
      draft.finish(group.id, 'Failed', failFastMessage);
      return draft.finish(node.id, 'Failed', failFastMessage);
    }
    if (!isFulfilled(done)) return draft.node(node.id) as NodeStatus;
    if (isFailed(done)) return endSteps(draft, execution, done);
  }
  return endSteps(draft, execution, undefined);
}

/** The results of a loop are needed as a list as soon as it has ended. */
function resultProblem(draft: Draft, group: NodeStatus, steps: readonly WorkflowStep[]): string | undefined {
  if (!isSuccessful(draft.node(group.id) as NodeStatus)) return undefined;
  for (const step of steps) {
    const problem = isLoop(step) ? aggregateProblem(childrenOfStep(draft, group, step)) : undefined;
    if (problem) return problem;
  }
  return undefined;
}

const isSuccessful = (group: NodeStatus): boolean => isFulfilled(group) && !isFailed(group);

interface Group {
  readonly group: NodeStatus;
  readonly steps: readonly WorkflowStep[];
  readonly index: number;
}

const groupName = (nodeName: string, index: number): string => `${nodeName}[${index}]`;

/** The node of a group; it follows what the group before ended with (acceptance 13-026, 13-027). */
function openGroup(draft: Draft, { nodeName }: Execution, index: number): NodeStatus {
  const name = groupName(nodeName, index);
  const existing = draft.nodeByName(name);
  if (existing) return existing;
  const steps = draft.nodeByName(nodeName) as NodeStatus;
  const group = draft.create({
    name,
    type: 'StepGroup',
    phase: 'Running',
    boundaryID: steps.id,
    extra: { templateScope: steps.templateScope, nodeFlag: {} },
  });
  const before = index === 0 ? undefined : draft.nodeByName(groupName(nodeName, index - 1));
  if (before === undefined) draft.addChild(steps.id, group.id);
  else for (const id of outboundNodes(draft, before)) draft.addChild(id, group.id);
  return group;
}

/** Gives a message where the group is over and nothing can follow it. */
function runGroup(draft: Draft, execution: Execution, { group, steps, index }: Group): string | undefined {
  let scope: Scope | undefined;
  const lazyScope = (): Scope => (scope ??= stepScope(draft, execution, index));
  let held = false;
  for (const step of steps) {
    const expansion = expandStep(draft, step, lazyScope);
    if (!expansion.ok) {
      draft.finish(group.id, 'Error', expansion.message);
      return undefined;
    }
    const ran = runExpanded(draft, execution, { group, step, expansion, lazyScope });
    noteRefusal(draft, group, { steps, children: ran.children });
    draft.addChildren(
      group.id,
      ran.children.map(({ id }) => id),
    );
    held ||= ran.held;
  }
  const hooksDone = runStepHooks(draft, execution, { group, steps, lazyScope });
  if (!held && hooksDone) judgeGroup(draft, group, steps);
  return resultProblem(draft, group, steps);
}

interface ExpandedGroupStep {
  readonly group: NodeStatus;
  readonly step: WorkflowStep;
  readonly expansion: Extract<Expansion, { readonly ok: true }>;
  readonly lazyScope: () => Scope;
}

/** Runs a step, or each item of its loop; `held`: some of them cannot start yet. */
function runExpanded(
  draft: Draft,
  execution: Execution,
  { group, step, expansion, lazyScope }: ExpandedGroupStep,
): { readonly children: readonly NodeStatus[]; readonly held: boolean } {
  if (expansion.steps.length === 0) return { children: [skipEmpty(draft, group, step)], held: false };
  const children: NodeStatus[] = [];
  const wanted = expansion.steps
    .map(({ name, item }) => ({ nodeName: `${group.name}.${name}`, item }))
    .filter(({ nodeName }) => mayRun(draft, group, nodeName));
  for (const { nodeName, item } of wanted) {
    const child = runStep(draft, {
      ...commonRun(draft, execution),
      step,
      nodeName,
      scope: expansion.looped ? () => itemScope(lazyScope(), item) : lazyScope,
    });
    if (child) children.push(child);
    else if (isFull(draft, execution)) break;
  }
  return { children, held: children.length < wanted.length };
}

/** A group in which a step could not be carried out starts no others. */
function mayRun(draft: Draft, { id }: NodeStatus, nodeName: string): boolean {
  return draft.node(id)?.message === undefined || draft.nodeByName(nodeName) !== undefined;
}

/** A step that cannot be carried out makes its group an Error, once those beside it have ended (acceptance 4-007). */
function noteRefusal(
  draft: Draft,
  group: NodeStatus,
  { steps, children }: { readonly steps: readonly WorkflowStep[]; readonly children: readonly NodeStatus[] },
): void {
  const refused = children.find(
    (child) => isFailed(child) && (child.type === 'Skipped' || draft.failedToStart.has(child.name)) && !isTolerated(child, group, steps),
  );
  if (!refused || draft.node(group.id)?.message !== undefined) return;
  const { name, message = '' } = refused;
  draft.update(group.id, {
    message: draft.failedToStart.has(name) ? `step group deemed errored due to child ${name} error: ${message}` : message,
  });
}

/** Once a limit is reached nothing else of the group can start: there is no use in looking at the other items. */
function isFull(draft: Draft, { template }: Execution): boolean {
  const { parallelism } = draft.spec;
  const steps = template.parallelism;
  return steps === undefined && parallelism !== undefined && draft.activePods >= parallelism;
}

function commonRun(
  draft: Draft,
  { nodeName, resolved, template, request }: Execution,
): {
  readonly templateScope: Execution['resolved']['scope'];
  readonly boundaryID: string;
  readonly boundaryTemplate: Template;
  readonly onExit: boolean;
} {
  return { templateScope: resolved.scope, boundaryID: draft.id(nodeName), boundaryTemplate: template, onExit: request.onExit };
}

function skipEmpty(draft: Draft, group: NodeStatus, step: WorkflowStep): NodeStatus {
  const name = `${group.name}.${step.name ?? ''}`;
  return (
    draft.nodeByName(name) ??
    draft.create({
      name,
      type: 'Skipped',
      phase: 'Skipped',
      boundaryID: group.boundaryID,
      message: 'Skipped, empty params',
      extra: { ...(step.template && { templateName: step.template }), templateScope: group.templateScope, nodeFlag: {} },
    })
  );
}

function runStepHooks(
  draft: Draft,
  execution: Execution,
  { group, steps, lazyScope }: { readonly group: NodeStatus; readonly steps: readonly WorkflowStep[]; readonly lazyScope: () => Scope },
): boolean {
  let done = true;
  for (const step of steps) {
    if (!step.hooks && !step.onExit) continue;
    for (const child of childrenOfStep(draft, group, step)) {
      done =
        runHooks(draft, { ...commonRun(draft, execution), step, node: child, prefix: `steps.${step.name ?? ''}`, scope: lazyScope }) &&
        done;
    }
  }
  return done;
}

function childrenOfStep(draft: Draft, group: NodeStatus, step: WorkflowStep): NodeStatus[] {
  const name = `${group.name}.${step.name ?? ''}`;
  return draft.childrenOf(draft.node(group.id) as NodeStatus).filter((child) => child.name === name || child.name.startsWith(`${name}(`));
}

/** The group ends when all of its children have: failed with the first child that is not tolerated (acceptance 13-052). */
function judgeGroup(draft: Draft, group: NodeStatus, steps: readonly WorkflowStep[]): void {
  const current = draft.node(group.id) as NodeStatus;
  const children = draft.childrenOf(current);
  if (isCompleted(current) || !children.every((child) => isFulfilled(child) && groupHooksDone(draft, child))) return;
  const failed = children.find((child) => isFailed(child) && !isTolerated(child, group, steps));
  if (current.message !== undefined) draft.finish(group.id, 'Error');
  else if (failed) draft.finish(group.id, 'Failed', `child '${failed.id}' failed`);
  else draft.finish(group.id, 'Succeeded');
}

function isTolerated(child: NodeStatus, group: NodeStatus, steps: readonly WorkflowStep[]): boolean {
  const step = steps.find(({ name = '' }) => child.name === `${group.name}.${name}` || child.name.startsWith(`${group.name}.${name}(`));
  return (child.phase === 'Failed' && step?.continueOn?.failed === true) || (child.phase === 'Error' && step?.continueOn?.error === true);
}

/** What a step of group `index` may read: inputs, globals, and the steps of all earlier groups (acceptance 3-024). */
function stepScope(draft: Draft, execution: Execution, index: number): Scope {
  const scope = new Scope(execution.scope);
  for (const [before, steps] of (execution.template.steps ?? []).slice(0, index).entries()) {
    const group = draft.nodeByName(groupName(execution.nodeName, before));
    if (group === undefined) continue;
    for (const step of steps) addStep(draft, scope, { execution, group, step });
  }
  return scope;
}

function addStep(
  draft: Draft,
  scope: Scope,
  { execution, group, step }: { readonly execution: Execution; readonly group: NodeStatus; readonly step: WorkflowStep },
): void {
  const prefix = `steps.${step.name ?? ''}`;
  const node = draft.nodeByName(`${group.name}.${step.name ?? ''}`);
  const found = resolveTemplate(draft.source, step, execution.resolved.scope);
  const template = found.ok ? found.value.template : undefined;
  if (node) addNode(draft, scope, { prefix, node, template });
  if (node && node.message !== 'Skipped, empty params') return;
  addNode(draft, scope, { prefix, node: group });
  addAggregate(
    scope,
    prefix,
    childrenOfStep(draft, group, step).filter(({ type }) => type !== 'Skipped'),
  );
}

function endSteps(draft: Draft, execution: Execution, failed: NodeStatus | undefined): NodeStatus {
  const node = draft.nodeByName(execution.nodeName) as NodeStatus;
  const groups = (execution.template.steps ?? [])
    .map((_, index) => draft.nodeByName(groupName(execution.nodeName, index)))
    .filter((group) => group !== undefined);
  const last = groups.at(-1);
  const outbound = last === undefined ? [] : draft.childrenOf(last).flatMap((child) => outboundNodes(draft, child));
  draft.update(node.id, { outboundNodes: last !== undefined && outbound.length === 0 ? [last.id] : [...new Set(outbound)] });
  if (failed) return draft.finish(node.id, 'Failed', failed.message);
  return finishGroup(draft, execution, stepScope(draft, execution, groups.length));
}
