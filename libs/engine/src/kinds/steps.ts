import type { NodeStatus, Template, WorkflowStep } from '@argosy/api';
import { Scope } from '@argosy/expressions';
import { resolveTemplate } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { executableNode } from '../execute/template-nodes.ts';
import { type Expansion, expandStep, itemScope } from '../execute/expand.ts';
import { endsByFailure, failFastMessage } from '../execute/fail-fast.ts';
import { groupHooksDone, runHooks } from '../execute/hooks.ts';
import { memoMiss } from '../execute/memoize.ts';
import { addAggregate, addNode } from '../execute/node-scope.ts';
import { finishGroup } from '../execute/group-outputs.ts';
import type { Execution } from '../execute/request.ts';
import { runStep } from '../execute/run-step.ts';
import { outboundNodes } from '../nodes/outbound.ts';
import { isCompleted, isFailed, isFulfilled } from '../nodes/phases.ts';

/** Groups of steps one after the other, the steps of a group side by side (acceptance 4.1, 13.6). */
export function executeSteps(draft: Draft, execution: Execution): NodeStatus {
  const opened = draft.nodeByName(execution.nodeName);
  const node = opened ?? draft.update(executableNode(draft, execution, { type: 'Steps', phase: 'Running' }).id, memoMiss(execution));
  if (node.phase === 'Pending') draft.update(node.id, { phase: 'Running' });
  const groups = execution.template.steps ?? [];
  for (const [index, steps] of groups.entries()) {
    const group = openGroup(draft, execution, index);
    if (!isCompleted(group)) runGroup(draft, execution, { group, steps, index });
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

function runGroup(draft: Draft, execution: Execution, { group, steps, index }: Group): void {
  let scope: Scope | undefined;
  const lazyScope = (): Scope => (scope ??= stepScope(draft, execution, index));
  let held = false;
  for (const step of steps) {
    const expansion = expandStep(draft, step, lazyScope);
    if (!expansion.ok) {
      draft.finish(group.id, 'Error', expansion.message);
      return;
    }
    const ran = runExpanded(draft, execution, { group, step, expansion, lazyScope });
    draft.addChildren(
      group.id,
      ran.children.map(({ id }) => id),
    );
    held ||= ran.held;
  }
  const hooksDone = runStepHooks(draft, execution, { group, steps, lazyScope });
  if (!held && hooksDone) judgeGroup(draft, group, steps);
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
  for (const { name, item } of expansion.steps) {
    const child = runStep(draft, {
      ...commonRun(draft, execution),
      step,
      nodeName: `${group.name}.${name}`,
      scope: expansion.looped ? () => itemScope(lazyScope(), item) : lazyScope,
    });
    if (child) children.push(child);
    else if (isFull(draft, execution)) break;
  }
  return { children, held: children.length < expansion.steps.length };
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
  for (const child of children) {
    if (!isFailed(child) || isTolerated(child, group, steps)) continue;
    draft.finish(group.id, 'Failed', `child '${child.id}' failed`);
    return;
  }
  draft.finish(group.id, 'Succeeded');
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
  const problem = addAggregate(
    scope,
    prefix,
    childrenOfStep(draft, group, step).filter(({ type }) => type !== 'Skipped'),
  );
  if (problem) draft.explain('aggregate', group.id, problem);
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
