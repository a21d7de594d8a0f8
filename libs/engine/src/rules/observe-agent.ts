import type { NodeResult, NodeStatus } from '@argosy/api';
import { fromRfc3339 } from '@argosy/std';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { saveMemo } from '../execute/memoize.ts';
import { agentIdOf } from '../nodes/names.ts';
import { isCompleted } from '../nodes/phases.ts';
import type { PodFacts } from '../observation.ts';
import { inferFailure } from './infer-failure.ts';
import { pendingReason } from './observe-pod.ts';

/** Carries what the agent reports over to its nodes; without an agent they are Errors (acceptance 6-048, 6-051). */
export function observeAgent(draft: Draft): RuleOutcome {
  for (const node of draft.nodes()) {
    if (!isAgentNode(node) || isCompleted(node)) continue;
    const result = draft.observation.agent?.results.get(node.id);
    if (result) apply(draft, node, result);
    if (!isCompleted(draft.node(node.id) as NodeStatus)) observeAgentPod(draft, node);
  }
  return 'continue';
}

/** True for nodes that the agent carries out. */
export function isAgentNode({ type }: NodeStatus): boolean {
  return type === 'HTTP' || type === 'Plugin';
}

function apply(draft: Draft, node: NodeStatus, { phase = 'Pending', message, outputs, progress }: NodeResult): void {
  // What kept it waiting says nothing about its end.
  const told = message || (isCompleted({ phase }) ? undefined : node.message);
  const seen = draft.update(node.id, { ...(outputs && { outputs }), ...(progress && { progress }), message: told });
  if (!isCompleted({ phase })) {
    draft.update(node.id, { phase: phase === 'Running' ? 'Running' : seen.phase });
    return;
  }
  const finished = draft.finish(node.id, phase, message ?? undefined);
  saveMemo(draft, finished);
}

function observeAgentPod(draft: Draft, node: NodeStatus): void {
  const { agent, failures } = draft.observation;
  if (agent?.pod) return followAgentPod(draft, node, agent.pod);
  const failure = failures.get(agentIdOf(draft.workflowName));
  draft.explain('agent', node.id, failure?.message ?? 'the agent has not answered yet');
  if (failure && !failure.transient) draft.finish(node.id, 'Error', `create agent pod failed with reason:"${failure.message}"`);
}

function followAgentPod(draft: Draft, node: NodeStatus, pod: PodFacts): void {
  if (pod.phase === 'Failed') {
    if (wasWaitingFor(node, pod)) draft.finish(node.id, 'Error', `agent pod failed with reason:"${failureOf(pod)}"`);
    return;
  }
  const reason = pod.phase === 'Pending' ? pendingReason(pod) : undefined;
  const complaint = complaintOf(pod);
  // It is started again and again: what it lacks may come, and until then the node says what that is.
  if (complaint !== undefined) draft.update(node.id, { message: `the agent failed: ${complaint}` });
  draft.explain('agent', node.id, reason === undefined ? 'the agent has not answered yet' : `the agent waits: ${reason}`);
}

/** What an agent said when it failed that the kubelet starts again. */
function complaintOf({ containers }: PodFacts): string | undefined {
  const main = containers.find(({ name, init }) => !init && name === 'main')?.state;
  if (main?.kind === 'waiting') return main.last;
  return main?.kind === 'terminated' && main.exitCode !== 0 ? main.message : undefined;
}

/** An attempt that began after the pod had failed waits for the next one. */
function wasWaitingFor({ startedAt }: NodeStatus, { containers }: PodFacts): boolean {
  const ends = containers.flatMap(({ state }) => (state.kind === 'terminated' && state.finishedAt !== undefined ? [state.finishedAt] : []));
  return ends.length === 0 || (fromRfc3339(startedAt) ?? 0) < Math.max(...ends);
}

function failureOf(pod: PodFacts): string {
  return pod.containers.length === 0 ? (pod.message ?? pod.reason ?? '') : (inferFailure(pod, {}).message ?? '');
}
