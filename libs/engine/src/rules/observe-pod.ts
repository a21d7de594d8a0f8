import type { NodeOutputs, NodeStatus, Template } from '@argosy/api';
import { toRfc3339Seconds } from '@argosy/std';
import type { Draft } from '../draft.ts';
import { saveMemo } from '../execute/memoize.ts';
import { isCompleted, isFulfilled } from '../nodes/phases.ts';
import type { ContainerFacts, NodeId, PodFacts, TaskResultFacts } from '../observation.ts';
import { inferFailure, type Verdict } from './infer-failure.ts';
import { awaitReplacement, isRestartable, restartPod } from './restart-pod.ts';
import { resourcesDurationOf } from './resources-duration.ts';

/** Carries what is seen of a pod over to its node (acceptance 13.5, 13.10). */
export function observePod(draft: Draft, node: NodeStatus, template: Template): NodeStatus {
  const pod = draft.observation.pods.get(node.id);
  if (pod === undefined) return missingPod(draft, node);
  if (isCompleted(node)) return node;
  if (pod.uid === node.restartingPodUID) return awaitReplacement(draft, node, pod);
  observeContainerNodes(draft, node, { pod, template });
  switch (pod.phase) {
    case 'Pending':
      return pending(draft, node, pod);
    case 'Unknown':
      return draft.finish(node.id, 'Error', `Unexpected pod phase for ${pod.name}: ${pod.phase}`);
    case 'Running':
      return running(draft, node, { pod, template });
    case 'Succeeded':
    case 'Failed':
      return ended(draft, node, { pod, template });
  }
}

interface Seen {
  readonly pod: PodFacts;
  readonly template: Template;
}

/** A pod that was seen and is gone was deleted by somebody; one that was just started may not be in the cache yet (acceptance 13-097). */
function missingPod(draft: Draft, node: NodeStatus): NodeStatus {
  if (node.phase !== 'Running') return node;
  const since = Date.parse(node.startedAt ?? '') || 0;
  const { recentlyStarted } = draft.observation.policy;
  if (draft.now - since < recentlyStarted) {
    draft.wake(since + recentlyStarted);
    draft.explain('pod', node.id, 'its pod is not in the cache yet');
    return node;
  }
  draft.update(node.id, { daemoned: undefined, taskResultSynced: undefined });
  for (const child of draft.childrenOf(node))
    if (child.type === 'Container' && !isCompleted(child)) draft.finish(child.id, 'Error', 'container deleted');
  return draft.finish(node.id, 'Error', 'pod deleted');
}

function pending(draft: Draft, node: NodeStatus, pod: PodFacts): NodeStatus {
  const reason = pendingReason(pod);
  if (reason !== undefined) draft.explain('pod', node.id, reason);
  return draft.update(node.id, { message: reason });
}

/** What keeps a pod from running, as its containers or the scheduler say it. */
export function pendingReason({ containers, unschedulable, message }: PodFacts): string | undefined {
  for (const { state } of containers) {
    if (state.kind === 'waiting' && state.reason !== '') return state.message === '' ? state.reason : `${state.reason}: ${state.message}`;
  }
  return unschedulable ?? message;
}

function running(draft: Draft, node: NodeStatus, { pod, template }: Seen): NodeStatus {
  if (couldNotStart(pod)) return endStuckPod(draft, node, { pod, template });
  const fields: Partial<NodeStatus> = {
    phase: 'Running',
    message: node.phase === 'Pending' ? undefined : node.message,
    ...(pod.hostNodeName && { hostNodeName: pod.hostNodeName }),
  };
  const { progress } = resultOf(draft, node.id, pod) ?? {};
  const updated = draft.update(node.id, { ...fields, ...(progress && { progress }) });
  if (!template.daemon) return updated;
  if (!pod.ready || updated.daemoned) return updated;
  draft.urgent = true;
  return draft.update(node.id, { daemoned: true, podIP: pod.ip });
}

/** A container that was never started leaves no trace in the pod's volume: the executor beside it would wait for ever (ADR 0011). */
function couldNotStart({ containers }: PodFacts): boolean {
  const hasExecutor = containers.some(({ name, init, state }) => !init && name === 'wait' && state.kind === 'running');
  return hasExecutor && containers.some(({ init, state }) => !init && state.kind === 'terminated' && startFailures.has(state.reason));
}

const startFailures: ReadonlySet<string> = new Set(['StartError', 'ContainerCannotRun']);

function endStuckPod(draft: Draft, node: NodeStatus, { pod, template }: Seen): NodeStatus {
  const { phase, message } = inferFailure(pod, template, draft.observation.workflow.metadata.namespace);
  draft.act({ kind: 'TerminatePod', nodeId: node.id, podName: pod.name, grace: 0 });
  return draft.finish(node.id, phase === 'Succeeded' ? 'Error' : phase, message);
}

function ended(draft: Draft, node: NodeStatus, { pod, template }: Seen): NodeStatus {
  if (isRestartable(draft, node, pod)) return restartPod(draft, node, pod);
  const result = resultOf(draft, node.id, pod);
  const verdict = verdictOf(draft, { pod, template });
  if (awaitsReport(draft, { pod, result, verdict })) {
    draft.explain('pod', node.id, 'its outputs have not been reported yet');
    return draft.update(node.id, { phase: 'Running' });
  }
  draft.update(node.id, { ...endOf(draft, node, { pod, result }), message: verdict.message });
  const isBroken = result?.phase === 'Error' && verdict.phase === 'Succeeded';
  const finished = draft.finish(node.id, isBroken ? 'Error' : verdict.phase, verdict.message ?? result?.message);
  if (verdict.phase === 'Succeeded') saveMemo(draft, finished);
  return finished;
}

/** What the end of a pod tells of its node, whatever came of it. */
function endOf(
  draft: Draft,
  node: NodeStatus,
  { pod, result }: { readonly pod: PodFacts; readonly result: TaskResultFacts | undefined },
): Partial<NodeStatus> {
  const outputs = outputsOf(node, pod, result);
  return {
    daemoned: undefined,
    ...(pod.hostNodeName && { hostNodeName: pod.hostNodeName }),
    ...(outputs && { outputs }),
    resourcesDuration: resourcesDurationOf(pod, draft.now),
    finishedAt: latestFinish(draft, pod),
    progress: result?.progress ?? node.progress,
    ...(result && { taskResultSynced: result.completed ? true : node.taskResultSynced }),
  };
}

function verdictOf(draft: Draft, { pod, template }: Seen): Verdict {
  return pod.phase === 'Succeeded' ? succeeded(template) : inferFailure(pod, template, draft.observation.workflow.metadata.namespace);
}

function succeeded(template: Template): { readonly phase: 'Succeeded' | 'Failed'; readonly message?: string } {
  // A daemon is there to stay: one that ends by itself has failed (acceptance 4-080).
  return template.daemon ? { phase: 'Failed' } : { phase: 'Succeeded' };
}

interface Ended {
  readonly pod: PodFacts;
  readonly result: TaskResultFacts | undefined;
  readonly verdict: Verdict;
}

/** A pod with an executor beside it is not done before the executor has reported; nor one whose outputs are elsewhere before they are seen. */
function awaitsReport(draft: Draft, ended: Ended): boolean {
  const { pod, verdict } = ended;
  if (isReportLost(draft, pod)) return false;
  if (pod.report?.stored) return draft.observation.taskResults.get(pod.nodeId)?.completed !== true;
  return verdict.phase === 'Succeeded' && awaitsExecutor(draft, ended);
}

function awaitsExecutor(draft: Draft, { pod, result }: Ended): boolean {
  const executor = pod.containers.find(({ name, init }) => !init && (name === 'wait' || name === 'supervisor'));
  if (executor === undefined || result?.completed) return false;
  return executor.state.kind !== 'terminated' || draft.observation.taskResults.get(pod.nodeId)?.completed === false;
}

/** What was not reported in this time after the end will not come any more (acceptance 13-046). */
export const reportTime = 600_000;

function isReportLost(draft: Draft, pod: PodFacts): boolean {
  const end = Date.parse(latestFinish(draft, pod)) + reportTime;
  if (end > draft.now) draft.wake(end);
  return end <= draft.now;
}

function resultOf(draft: Draft, id: NodeId, pod: PodFacts): TaskResultFacts | undefined {
  const reported = draft.observation.taskResults.get(id);
  if (!pod.report || !reported || pod.report.stored) return reported ?? pod.report;
  return { ...reported, ...pod.report };
}

function outputsOf(node: NodeStatus, pod: PodFacts, result: TaskResultFacts | undefined): NodeOutputs | undefined {
  const exitCode = exitCodeOf(pod);
  const merged: NodeOutputs = { ...node.outputs, ...result?.outputs, ...(exitCode !== undefined && { exitCode }) };
  return Object.keys(merged).length === 0 ? undefined : merged;
}

function exitCodeOf({ containers }: PodFacts): string | undefined {
  const main = containers.find(({ name, init }) => !init && name === 'main');
  return main?.state.kind === 'terminated' ? String(main.state.exitCode) : undefined;
}

/** When the last container ended; a pod without container statuses, or with one that still runs, ends now (acceptance 13-049). */
function latestFinish(draft: Draft, { containers }: PodFacts): string {
  if (containers.some(({ state }) => state.kind === 'running')) return draft.timestamp;
  const ends = containers
    .map(({ state }) => (state.kind === 'terminated' ? state.finishedAt : undefined))
    .filter((end) => end !== undefined);
  return ends.length === 0 ? draft.timestamp : toRfc3339Seconds(Math.max(...ends));
}

/** The nodes of the containers of a set follow their containers, and end with the pod at the latest (acceptance 2-019, 2-023). */
function observeContainerNodes(draft: Draft, node: NodeStatus, { pod, template }: Seen): void {
  for (const { name } of template.containerSet?.containers ?? []) {
    const child = draft.nodeByName(`${node.name}.${name}`);
    const container = pod.containers.find((candidate) => !candidate.init && candidate.name === name);
    if (child?.type !== 'Container' || isFulfilled(child)) continue;
    if (container) observeContainer(draft, child, container);
    if (pod.phase === 'Failed') endWithPod(draft, child.id);
  }
}

function endWithPod(draft: Draft, id: NodeId): void {
  if (!isCompleted(draft.node(id) as NodeStatus)) draft.finish(id, 'Failed', 'Pod Failed whilst container running');
}

function observeContainer(draft: Draft, node: NodeStatus, { name, state }: ContainerFacts): void {
  if (state.kind === 'running') draft.update(node.id, { phase: 'Running' });
  if (state.kind !== 'terminated') return;
  draft.update(node.id, {
    outputs: { exitCode: String(state.exitCode) },
    ...(state.finishedAt !== undefined && { finishedAt: toRfc3339Seconds(state.finishedAt) }),
  });
  if (state.exitCode === 0) draft.finish(node.id, 'Succeeded');
  else
    draft.finish(
      node.id,
      state.exitCode === 64 ? 'Error' : 'Failed',
      `${name}: ${state.reason} (exit code ${state.exitCode}): ${state.message}`,
    );
}
