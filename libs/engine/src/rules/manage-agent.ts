import type { NodeStatus, Template } from '@argosy/api';
import type { Draft } from '../draft.ts';
import { agentIdOf, agentPodName } from '../nodes/names.ts';
import { finalPhases, isActive, isCompleted } from '../nodes/phases.ts';
import { isAgentNode } from './observe-agent.ts';

/** An agent is there as long as something waits for it; it is told what to do, and that the workflow has ended (acceptance 6-047, 6-052). */
export function manageAgent(draft: Draft): void {
  if (finalPhases.has(draft.status.phase ?? '')) return dismissAgent(draft);
  const open = draft.nodes().filter((node) => isAgentNode(node) && isActive(node));
  const tasks = newTasks(draft);
  const done = doneTasks(draft);
  if (Object.keys(tasks).length > 0 || done.length > 0) draft.act({ kind: 'WriteTasks', tasks, done });
  if (open.length > 0) employAgent(draft);
}

function newTasks({ agentTasks, observation }: Draft): Readonly<Record<string, Template>> {
  const known = observation.agent?.tasks;
  return Object.fromEntries([...agentTasks].filter(([id]) => !known?.has(id)));
}

/** What has ended leaves the task set, so that it stays small. */
function doneTasks(draft: Draft): readonly string[] {
  const ended = (node: NodeStatus | undefined): boolean => node === undefined || isCompleted(node);
  return [...(draft.observation.agent?.tasks ?? [])].filter((id) => ended(draft.node(id)));
}

function employAgent(draft: Draft): void {
  const { agent, policy } = draft.observation;
  if (policy.agent?.external) return;
  const [nodeId, podName] = [agentIdOf(draft.workflowName), agentPodName(draft.workflowName)];
  const pod = agent?.pod;
  if (pod === undefined) draft.act({ kind: 'CreateAgent', nodeId, podName, spec: draft.spec });
  // It failed those that waited for it; who comes after gets a new one.
  else if (pod.phase === 'Failed' || pod.phase === 'Succeeded') draft.act({ kind: 'DeletePod', nodeId, podName, uid: pod.uid, after: 0 });
}

/** Nothing more will be asked of the agent. */
export function dismissAgent(draft: Draft): void {
  const { agent } = draft.observation;
  if (!agent) return;
  if (!agent.completed) draft.act({ kind: 'CompleteTaskSet' });
  const nodeId = agentIdOf(draft.workflowName);
  if (agent.pod && !agent.pod.deleting) draft.act({ kind: 'DeletePod', nodeId, podName: agent.pod.name, uid: agent.pod.uid, after: 0 });
}
