import type { NodeStatus, Template } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import { planPod } from '@argosy/pod-plan';
import { fromRfc3339, type Instant } from '@argosy/std';
import type { Draft } from '../draft.ts';
import { capturesResult } from '../execute/captures-result.ts';
import { executableNode, failToStart } from '../execute/template-nodes.ts';
import { memoMiss } from '../execute/memoize.ts';
import { podName } from '../execute/prepare-template.ts';
import type { Execution } from '../execute/request.ts';
import { observePod } from '../rules/observe-pod.ts';

/** Creates the node and asks for its pod; once the pod is seen, follows it. */
export function executePod(draft: Draft, execution: Execution): NodeStatus {
  const { nodeName, template } = execution;
  let node = draft.nodeByName(nodeName);
  // A pod that ran and is gone is not made again: what it did would be done twice.
  if (node && (draft.observation.pods.has(node.id) || node.phase !== 'Pending')) return observePod(draft, node, template);
  if (node === undefined) {
    node = executableNode(draft, execution, { type: 'Pod', phase: 'Pending' });
    node = draft.update(node.id, { progress: '0/1', ...literalOutputs(template), ...memoMiss(execution) });
    if (template.containerSet) addContainerNodes(draft, node, template);
    draft.urgent = true;
  }
  const failure = draft.observation.failures.get(node.id);
  if (failure && !failure.transient) return failToStart(draft, { ...execution.request, nodeName }, failure.message);
  if (failure) {
    node = draft.update(node.id, { message: failure.message });
    draft.explain('pod', node.id, failure.message);
  }
  return requestPod(draft, execution, node);
}

/** Output parameters whose value is given need nobody to report them: a pod without an executor has them, too. */
function literalOutputs({ outputs }: Template): Pick<NodeStatus, 'outputs'> {
  const parameters = (outputs?.parameters ?? []).filter(({ value, valueFrom }) => value !== undefined && valueFrom === undefined);
  return parameters.length > 0 ? { outputs: { parameters } } : {};
}

export function observeRunningPod(draft: Draft, node: NodeStatus, template: Template): NodeStatus {
  return observePod(draft, node, template);
}

function requestPod(draft: Draft, execution: Execution, node: NodeStatus): NodeStatus {
  const { observation, spec } = draft;
  const { request, template } = execution;
  const deadline = podDeadline(draft, execution, node);
  if (deadline !== undefined && deadline <= draft.now)
    return draft.finish(node.id, 'Failed', isTimedOut(draft, template, node) ? 'timeout' : 'Step exceeded its deadline');
  const planned = planPod({
    workflow: observation.workflow,
    spec,
    template,
    node,
    podName: podName(draft, request, execution.nodeName),
    ...(request.boundaryTemplate && { boundaryTemplate: request.boundaryTemplate }),
    ...(request.callerScope && { callerScope: request.callerScope }),
    includeScriptOutput: capturesResult(execution),
    onExit: request.onExit,
    ...(deadline !== undefined && { deadline }),
    now: draft.now,
    failedHosts: execution.failedHosts,
    globals: draft.globals,
    ...(observation.policy.artifactRepository && { artifactRepository: observation.policy.artifactRepository }),
    policy: observation.policy.pods,
  });
  if (!planned.ok) return failToStart(draft, { ...request, nodeName: execution.nodeName }, planned.message);
  draft.act({ kind: 'CreatePod', nodeId: node.id, pod: planned.pod });
  return node;
}

/** The earliest of the ends that the workflow, the template and the attempt set (acceptance 6-018). */
function podDeadline(draft: Draft, { request, template, attemptDeadline }: Execution, node: NodeStatus): Instant | undefined {
  const ends: Instant[] = [];
  const { activeDeadlineSeconds } = draft.spec;
  const started = fromRfc3339(draft.status.startedAt);
  if (activeDeadlineSeconds !== undefined && started !== undefined && !request.onExit) ends.push(started + activeDeadlineSeconds * 1000);
  const timeout = timeoutEnd(template, node);
  if (timeout !== undefined) ends.push(timeout);
  if (attemptDeadline !== undefined) ends.push(attemptDeadline);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function timeoutEnd({ timeout }: Template, { startedAt }: NodeStatus): Instant | undefined {
  const length = timeout ? parseDuration(timeout) : undefined;
  const started = fromRfc3339(startedAt);
  return length === undefined || started === undefined ? undefined : started + length;
}

function isTimedOut(draft: Draft, template: Template, node: NodeStatus): boolean {
  const end = timeoutEnd(template, node);
  return end !== undefined && end <= draft.now;
}

/** One Container node for each container of a set, linked by their dependencies (acceptance 2-019). */
function addContainerNodes(draft: Draft, node: NodeStatus, { containerSet }: Template): void {
  const containers = containerSet?.containers ?? [];
  const { templateName, templateScope } = node;
  const extra = { ...(templateName && { templateName }), ...(templateScope && { templateScope }) };
  for (const { name } of containers)
    draft.create({ name: `${node.name}.${name}`, type: 'Container', phase: 'Pending', boundaryID: node.id, extra });
  for (const { name, dependencies = [] } of containers) {
    const own = draft.id(`${node.name}.${name}`);
    const before = dependencies.map((dependency) => draft.id(`${node.name}.${dependency}`));
    for (const parent of before.length > 0 ? before : [node.id]) draft.addChild(parent, own);
  }
}
