import type { DAGTask, NodeStatus, Template } from '@argosy/api';
import { evaluateDepends, Scope } from '@argosy/expressions';
import { resolveTemplate } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { bareNameHolds, taskResultHolds } from '../execute/depends-results.ts';
import { openBoundary } from '../execute/open-boundary.ts';
import { errorNode, failToStart, templateFields } from '../execute/template-nodes.ts';
import { expandStep, isLoop, itemScope } from '../execute/expand.ts';
import { endsByFailure, failFastMessage } from '../execute/fail-fast.ts';
import { finishGroup } from '../execute/group-outputs.ts';
import { groupHooksDone, runHooks } from '../execute/hooks.ts';
import { addAggregate, addNode, aggregateProblem } from '../execute/node-scope.ts';
import type { Execution } from '../execute/request.ts';
import { type RunStep, runStep } from '../execute/run-step.ts';
import { taskGraph } from '../execute/task-graph.ts';
import { outboundNodes } from '../nodes/outbound.ts';
import { isFailed, isFulfilled } from '../nodes/phases.ts';
import { phaseOfDag } from './dag-phase.ts';
import { type DagRun, nodeNameOf, nodeOf } from './dag-run.ts';

/** Tasks that start as soon as what they depend on allows it (acceptance 4.2, 13.7). */
export function executeDag(draft: Draft, execution: Execution): NodeStatus {
  const node = openBoundary(draft, execution, 'DAG');
  const graph = taskGraph(execution.template);
  if (!graph.ok) return failToStart(draft, { ...execution.request, nodeName: execution.nodeName }, graph.message);
  const run: DagRun = { draft, execution, graph: graph.graph, dag: node, visited: new Set() };
  for (const target of graph.graph.targets) visit(run, target);
  const phase = phaseOfDag(run);
  if (phase !== 'Succeeded' && endsByFailure(draft, execution.template, node.id)) return draft.finish(node.id, 'Failed', failFastMessage);
  if (phase === 'Running') return draft.node(node.id) as NodeStatus;
  draft.update(node.id, { outboundNodes: outboundOf(run) });
  return phase === 'Succeeded' ? succeed(run) : draft.finish(node.id, phase);
}

function succeed(run: DagRun): NodeStatus {
  const { draft, execution, graph } = run;
  const problem = resultProblem(run, graph.tasks.keys());
  if (problem) return failToStart(draft, { ...execution.request, nodeName: execution.nodeName }, problem);
  return finishGroup(draft, execution, dagScope(run));
}

/** Looks at what a task depends on first, then at the task, without recursion: graphs may be thousands deep. */
function visit(run: DagRun, target: string): void {
  const stack: { readonly task: string; readonly ready: boolean }[] = [{ task: target, ready: false }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.ready) runTask(run, run.graph.tasks.get(top.task) as DAGTask);
    else if (!run.visited.has(top.task)) {
      run.visited.add(top.task);
      const dependencies = run.graph.dependencies(top.task).filter((dependency) => !run.visited.has(dependency));
      stack.push({ task: top.task, ready: true }, ...dependencies.map((task) => ({ task, ready: false })));
    }
  }
}

function runTask(run: DagRun, task: DAGTask): void {
  const node = nodeOf(run, task.name);
  if (node && isFulfilled(node) && !node.daemoned) {
    runTaskHooks(run, task);
    return;
  }
  if (node === undefined) {
    const readiness = readinessOf(run, task);
    if (readiness === 'wait') return;
    if (readiness === 'omit') {
      omit(run, task);
      return;
    }
  }
  const problem = node === undefined ? resultProblem(run, run.graph.ancestors(task.name)) : undefined;
  if (problem) refuse(run, task, problem);
  else launch(run, task);
  runTaskHooks(run, task);
}

function launch(run: DagRun, task: DAGTask): void {
  let scope: Scope | undefined;
  const lazyScope = (): Scope => (scope ??= taskScope(run, task));
  if (isLoop(task)) runLoop(run, task, lazyScope);
  else {
    const ran = runTaskStep(run, { step: task, nodeName: nodeNameOf(run, task.name), scope: lazyScope });
    if (ran) connect(run, task, ran);
  }
}

/** A task whose template cannot be carried out says so itself (acceptance 4-019). */
function runTaskStep(run: DagRun, step: Pick<RunStep, 'step' | 'nodeName' | 'scope'>): NodeStatus | undefined {
  const { draft } = run;
  const ran = runStep(draft, { ...common(run), ...step });
  if (!ran || !isFailed(ran) || !draft.failedToStart.delete(ran.name)) return ran;
  return draft.update(ran.id, { message: `task '${ran.name}' errored: ${ran.message ?? ''}` });
}

/** Nothing can be made of what the task's own fields say. */
function refuse(run: DagRun, task: DAGTask, message: string): void {
  const { draft, dag, execution } = run;
  const request = {
    nodeName: nodeNameOf(run, task.name),
    boundaryID: dag.id,
    holder: task,
    templateScope: execution.resolved.scope,
    nodeFlag: {},
  };
  connect(run, task, errorNode(draft, request, message));
}

/** Why the results of one of these loops cannot become a list. */
function resultProblem(run: DagRun, names: Iterable<string>): string | undefined {
  for (const name of names) {
    const node = nodeOf(run, name);
    const problem = node?.type === 'TaskGroup' ? aggregateProblem(run.draft.childrenOf(node)) : undefined;
    if (problem) return problem;
  }
  return undefined;
}

function common({ draft, execution, dag }: DagRun): {
  readonly templateScope: Execution['resolved']['scope'];
  readonly boundaryID: string;
  readonly boundaryTemplate: Template;
  readonly onExit: boolean;
} {
  const { id } = draft.node(dag.id) as NodeStatus;
  return {
    templateScope: execution.resolved.scope,
    boundaryID: id,
    boundaryTemplate: execution.template,
    onExit: execution.request.onExit,
  };
}

/** A task may start when everything it depends on has ended, hooks included, and its condition holds (acceptance 13-060). */
function readinessOf(run: DagRun, task: DAGTask): 'start' | 'wait' | 'omit' {
  const { draft, graph } = run;
  for (const dependency of graph.dependencies(task.name)) {
    const node = nodeOf(run, dependency);
    if (node === undefined || !isFulfilled(node) || !groupHooksDone(draft, node)) return 'wait';
  }
  const depends = graph.depends(task.name);
  if (depends === undefined) return 'start';
  const holds = evaluateDepends(depends, (name, result) => {
    const node = nodeOf(run, name) as NodeStatus;
    return result === undefined ? bareNameHolds(node, graph.tasks.get(name)?.continueOn) : taskResultHolds(draft, node, result);
  });
  return holds ? 'start' : 'omit';
}

function omit(run: DagRun, task: DAGTask): void {
  const { draft, dag, execution } = run;
  const request = { ...execution.request, holder: task, templateScope: execution.resolved.scope };
  const node = draft.create({
    name: nodeNameOf(run, task.name),
    type: 'Skipped',
    phase: 'Omitted',
    boundaryID: dag.id,
    message: 'omitted: depends condition not met',
    extra: { ...templateFields(request), nodeFlag: {} },
  });
  connect(run, task, node);
}

/** A task without dependencies follows the DAG node, others what their dependencies end with (acceptance 13-026). */
function connect({ draft, graph, dag, ...run }: DagRun, task: DAGTask, node: NodeStatus): void {
  const dependencies = graph.dependencies(task.name);
  if (dependencies.length === 0) draft.addChild(dag.id, node.id);
  for (const dependency of dependencies) {
    const before = nodeOf({ draft, graph, dag, ...run }, dependency);
    if (before) for (const id of outboundNodes(draft, before)) draft.addChild(id, node.id);
  }
}

/** The nodes of a looped task hang under a TaskGroup (acceptance 13-036). */
function runLoop(run: DagRun, task: DAGTask, scope: () => Scope): void {
  const { draft, dag, execution } = run;
  const name = nodeNameOf(run, task.name);
  const request = { ...execution.request, holder: task, templateScope: execution.resolved.scope };
  const expansion = expandStep(draft, task, scope);
  if (!expansion.ok) {
    refuse(run, task, expansion.message);
    return;
  }
  if (draft.nodeByName(name) === undefined) {
    const { templateName, templateRef, templateScope } = templateFields(request);
    if (expansion.steps.length === 0) {
      connect(
        run,
        task,
        draft.create({
          name,
          type: 'Skipped',
          phase: 'Skipped',
          boundaryID: dag.id,
          message: 'Skipped, empty params',
          extra: { ...(templateName && { templateName }), templateScope, nodeFlag: {} },
        }),
      );
      return;
    }
    connect(
      run,
      task,
      draft.create({
        name,
        type: 'TaskGroup',
        phase: 'Running',
        boundaryID: dag.id,
        extra: { ...(templateName && { templateName }), ...(templateRef && { templateRef }), templateScope, nodeFlag: {} },
      }),
    );
  }
  runItems(run, task, { names: expansion.steps, scope });
}

function runItems(
  run: DagRun,
  task: DAGTask,
  { names, scope }: { readonly names: readonly { readonly name: string; readonly item?: unknown }[]; readonly scope: () => Scope },
): void {
  const { draft } = run;
  const group = nodeOf(run, task.name) as NodeStatus;
  const children: NodeStatus[] = [];
  for (const { name, item } of names) {
    const child = runTaskStep(run, { step: task, nodeName: nodeNameOf(run, name), scope: () => itemScope(scope(), item) });
    if (child) children.push(child);
  }
  draft.addChildren(
    group.id,
    children.map(({ id }) => id),
  );
  // Before the group is judged: an item that has just ended starts its exit hook now, and the group waits for it.
  const hooksDone = runTaskHooks(run, task);
  if (!hooksDone || children.length < names.length) return;
  if (!children.every((child) => isFulfilled(draft.node(child.id) as NodeStatus) && groupHooksDone(draft, child))) return;
  const failed = children.findLast((child) => isFailed(draft.node(child.id) as NodeStatus));
  draft.finish(group.id, failed?.phase ?? 'Succeeded');
}

/** True when no hook of the task, or of its items, is under way. */
function runTaskHooks(run: DagRun, task: DAGTask): boolean {
  const { draft } = run;
  const node = nodeOf(run, task.name);
  if (node === undefined || (!task.hooks && !task.onExit)) return true;
  const hooked = node.type === 'TaskGroup' ? draft.childrenOf(node).filter((child) => !child.nodeFlag?.hooked) : [node];
  return hooked
    .map((child) =>
      runHooks(draft, { ...common(run), step: task, node: child, prefix: `tasks.${task.name}`, scope: () => taskScope(run, task) }),
    )
    .every(Boolean);
}

/** Inputs, globals, and the tasks that this one depends on, directly or not (acceptance 13-068). */
function taskScope(run: DagRun, task: DAGTask): Scope {
  const names = run.graph.ancestors(task.name);
  return scopeOf(run, names);
}

function dagScope(run: DagRun): Scope {
  return scopeOf(run, [...run.graph.tasks.keys()]);
}

function scopeOf(run: DagRun, names: Iterable<string>): Scope {
  const { draft, execution, graph } = run;
  const scope = new Scope(execution.scope);
  const nodes = [...names]
    .map((name) => ({ name, node: nodeOf(run, name) }))
    .filter((entry): entry is { readonly name: string; readonly node: NodeStatus } => entry.node !== undefined);
  nodes.sort((a, b) => ((a.node.finishedAt ?? '') < (b.node.finishedAt ?? '') ? -1 : 1));
  for (const { name, node } of nodes) {
    const prefix = `tasks.${name}`;
    const found = resolveTemplate(draft.source, graph.tasks.get(name) as DAGTask, execution.resolved.scope);
    addNode(draft, scope, { prefix, node, template: found.ok ? found.value.template : undefined });
    if (node.type === 'TaskGroup' || node.message === 'Skipped, empty params') {
      addAggregate(scope, prefix, draft.childrenOf(node));
    }
  }
  return scope;
}

function outboundOf(run: DagRun): string[] {
  return [
    ...new Set(
      run.graph.targets.flatMap((target) => {
        const node = nodeOf(run, target);
        return node === undefined ? [] : outboundNodes(run.draft, node);
      }),
    ),
  ];
}
