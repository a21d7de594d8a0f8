import type { Template } from '@argosy/api';
import type { ContainerFacts, PodFacts } from '../observation.ts';

export interface Verdict {
  readonly phase: 'Succeeded' | 'Failed' | 'Error';
  readonly message?: string;
}

const executors: ReadonlySet<string> = new Set(['wait', 'supervisor']);

/** Why a pod failed, in the words that users and tools know (acceptance 13-086 to 13-095). */
export function inferFailure(pod: PodFacts, template: Template, namespace = ''): Verdict {
  if (pod.message) return { phase: 'Failed', message: pod.message };
  if (pod.containers.length === 0)
    return { phase: 'Failed', message: `can't find failed message for pod ${pod.name} namespace ${namespace}` };
  const mains = new Set(template.containerSet?.containers.map(({ name }) => name) ?? ['main']);
  for (const container of inOrder(pod.containers, mains)) {
    const verdict = verdictOf(container, mains);
    if (verdict) return verdict;
  }
  return withoutFailure(pod, mains);
}

/** Init containers first, then main, the executor, and sidecars. */
function inOrder(containers: readonly ContainerFacts[], mains: ReadonlySet<string>): ContainerFacts[] {
  const rank = ({ name, init }: ContainerFacts): number => (init ? 0 : mains.has(name) ? 1 : executors.has(name) ? 2 : 3);
  return containers.toSorted((a, b) => rank(a) - rank(b));
}

function verdictOf({ name, init, state }: ContainerFacts, mains: ReadonlySet<string>): Verdict | undefined {
  if (state.kind === 'waiting')
    return { phase: 'Error', message: `Pod failed before ${name} container starts due to ${state.reason}: ${state.message}` };
  if (state.kind !== 'terminated' || state.exitCode === 0) return undefined;
  const message = failureText(name, state);
  if (init ? name === 'init' : executors.has(name)) return { phase: 'Error', message };
  const isMain = !init && mains.has(name);
  return isMain || !wasKilled(state) ? { phase: 'Failed', message } : undefined;
}

type Terminated = Extract<ContainerFacts['state'], { kind: 'terminated' }>;

function failureText(name: string, { reason, exitCode, message }: Terminated): string {
  return `${name}: ${reason || 'Error'} (exit code ${exitCode})${message === '' ? '' : `: ${message}`}`;
}

/** A sidecar that is killed at the end did nothing wrong. */
function wasKilled({ exitCode }: Terminated): boolean {
  return exitCode === 137 || exitCode === 143;
}

function withoutFailure({ containers }: PodFacts, mains: ReadonlySet<string>): Verdict {
  const ended = (accept: (name: string) => boolean): boolean =>
    containers.filter(({ name, init }) => !init && accept(name)).every(({ state }) => state.kind === 'terminated' && state.exitCode === 0);
  const [mainDone, waitDone] = [ended((name) => mains.has(name)), ended((name) => executors.has(name))];
  if (mainDone && waitDone) return { phase: 'Succeeded' };
  if (mainDone) return { phase: 'Failed', message: 'pod failed: wait container did not complete successfully' };
  return {
    phase: 'Failed',
    message: waitDone
      ? 'pod failed: main container did not complete successfully'
      : 'pod failed: neither main nor wait container completed successfully',
  };
}
