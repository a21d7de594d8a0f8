import type { NodeOutputs, Pod } from '@argosy/api';
import type { ContainerFacts, PodFacts } from '@argosy/engine';
import type { Instant } from '@argosy/std';
import type { Outcome } from './mock.ts';

/** A pod that has just started: nothing of it really runs. */
export function startedPod(pod: Pod, nodeId: string, now: Instant): PodFacts {
  const name = pod.metadata.name ?? '';
  return {
    name,
    uid: `uid-${name}`,
    nodeId,
    phase: 'Running',
    containers: containersOf(pod, (container) => ({ ...container, ready: true, state: { kind: 'running', startedAt: now } })),
    ip: '10.0.0.1',
    hostNodeName: 'simulated',
    createdAt: now,
    labels: {},
    deleting: false,
    labelledCompleted: false,
    ready: true,
  };
}

/** The same pod after its containers have ended. */
export function endedPod(
  facts: PodFacts,
  pod: Pod,
  end: { readonly outcome: Outcome; readonly outputs: NodeOutputs; readonly now: Instant },
): PodFacts {
  const { outcome, outputs, now } = end;
  // An error is not the program's: it ended well, and something around it did not.
  const exitCode = outcome.exitCode ?? (outcome.phase === 'Failed' ? 1 : 0);
  const failed = exitCode !== 0;
  const ended = (container: Pick<ContainerFacts, 'name' | 'init' | 'resources'>): ContainerFacts => {
    const own = container.init || EXECUTOR.has(container.name) ? 0 : exitCode;
    return {
      ...container,
      ready: false,
      state: {
        kind: 'terminated',
        exitCode: own,
        reason: own === 0 ? 'Completed' : own === 137 && /OOMKilled/.test(outcome.message ?? '') ? 'OOMKilled' : 'Error',
        message: own === 0 ? '' : (outcome.message ?? ''),
        startedAt: facts.createdAt,
        finishedAt: now,
      },
    };
  };
  return {
    ...facts,
    phase: failed ? 'Failed' : 'Succeeded',
    ready: false,
    containers: containersOf(pod, ended),
    report: {
      nodeId: facts.nodeId,
      completed: true,
      outputs,
      ...(outcome.phase === 'Error' && { phase: 'Error', message: outcome.message ?? 'mocked error' }),
    },
  };
}

/** A pod that was told to end, or whose time is over. */
export function stoppedPod(facts: PodFacts, pod: Pod, { now, reason }: { readonly now: Instant; readonly reason?: string }): PodFacts {
  const ended = endedPod(facts, pod, { outcome: { exitCode: 143, takes: 0 }, outputs: {}, now });
  return reason === undefined ? ended : { ...ended, reason, message: 'Pod was active on the node longer than the specified deadline' };
}

const EXECUTOR: ReadonlySet<string> = new Set(['init', 'wait']);

function containersOf(
  { spec }: Pod,
  describe: (container: Pick<ContainerFacts, 'name' | 'init' | 'resources'>) => ContainerFacts,
): ContainerFacts[] {
  const init = (spec?.initContainers ?? []).map(({ name, resources }) => ({ name: name ?? '', init: true, resources: resources ?? {} }));
  const main = (spec?.containers ?? []).map(({ name, resources }) => ({ name: name ?? '', init: false, resources: resources ?? {} }));
  return [...init, ...main].map(describe);
}
