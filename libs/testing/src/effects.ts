import type { Action, PodFacts } from '@argosy/engine';
import type { Instant } from '@argosy/std';
import { acquire, lockState, release } from '@argosy/sync';
import type { World } from './world.ts';

type Effect<Kind extends Action['kind']> = (world: World, action: Extract<Action, { readonly kind: Kind }>) => boolean;

/** What each action does to a world; true where that changes something. */
const effects: { readonly [Kind in Action['kind']]: Effect<Kind> } = {
  CreatePod: (world, { pod, nodeId }) => {
    const name = pod.metadata.name ?? '';
    if (world.pods.has(name) || world.failures.has(nodeId)) return false;
    world.created.push(name);
    const facts = pendingPod(name, { nodeId, uid: `pod-${world.created.length}`, createdAt: world.now });
    world.pods.set(name, { pod, facts: { ...facts, labels: pod.metadata.labels ?? {} } });
    return true;
  },
  ReleasePod: (world, { podName }) => {
    const entry = world.pods.get(podName);
    if (!entry || entry.facts.labelledCompleted) return false;
    entry.facts = { ...entry.facts, labelledCompleted: true };
    return true;
  },
  TerminatePod: (world, { podName }) => {
    const entry = world.pods.get(podName);
    if (!entry || entry.facts.phase === 'Failed' || entry.facts.phase === 'Succeeded') return false;
    entry.facts = { ...entry.facts, phase: 'Failed' };
    return true;
  },
  DeletePod: (world, { podName }) => {
    if (podName !== world.agentPod?.name) return world.pods.delete(podName);
    world.agentPod = undefined;
    return true;
  },
  CreateClaim: (world, { claim }) => {
    const name = claim.metadata.name ?? '';
    if (world.claims.has(name) || world.failures.has(name)) return false;
    world.claims.add(name);
    return true;
  },
  DeleteClaim: (world, { name }) => world.claims.delete(name),
  AcquireLocks: (world, action) => {
    const before = lockState(world.locks, action.holder, world.limitOf)?.granted;
    world.locks = acquire(world.locks, action, world.limitOf);
    return before !== lockState(world.locks, action.holder, world.limitOf)?.granted;
  },
  ReleaseLocks: (world, { holder }) => {
    const before = world.locks;
    world.locks = release(before, holder, world.limitOf);
    return world.locks !== before;
  },
  SaveCache: (world, { configMap, key, entry }) => {
    const entries = world.caches.get(configMap) ?? {};
    world.caches.set(configMap, { ...entries, [key]: entry });
    return entries[key] !== entry;
  },
  CreatePodDisruptionBudget: (world) => {
    if (world.disruptionBudget || world.failures.has('podDisruptionBudget')) return false;
    world.disruptionBudget = true;
    return true;
  },
  DeletePodDisruptionBudget: (world) => {
    if (!world.disruptionBudget) return false;
    world.disruptionBudget = false;
    return true;
  },
  CreateAgent: (world, { nodeId, podName }) => {
    if (world.agentPod || world.failures.has(nodeId)) return false;
    world.agents++;
    world.agentPod = pendingPod(podName, { nodeId: '', uid: `agent-${world.agents}`, createdAt: world.now });
    return true;
  },
  WriteTasks: (world, { tasks, done }) => {
    world.taskSet ??= { tasks: new Map(), results: new Map(), completed: false };
    for (const [id, task] of Object.entries(tasks)) world.taskSet.tasks.set(id, task);
    for (const id of done) {
      world.taskSet.tasks.delete(id);
      world.taskSet.results.delete(id);
    }
    return true;
  },
  CompleteTaskSet: (world) => {
    if (!world.taskSet || world.taskSet.completed) return false;
    world.taskSet.completed = true;
    return true;
  },
  DeleteTaskResults: (world) => {
    const some = world.taskResults.size > 0;
    world.taskResults.clear();
    return some;
  },
};

/** Carries out one action; false when it changes nothing. */
export function carryOut(world: World, action: Action): boolean {
  return (effects[action.kind] as Effect<Action['kind']>)(world, action as never);
}

interface NewPod {
  readonly nodeId: string;
  readonly uid: string;
  readonly createdAt: Instant;
}

function pendingPod(name: string, pod: NewPod): PodFacts {
  return { name, ...pod, labels: {}, phase: 'Pending', containers: [], deleting: false, labelledCompleted: false, ready: false };
}
