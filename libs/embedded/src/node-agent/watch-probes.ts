import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from '@argosy/api';
import type { RunningContainer } from '../runtimes/container-runtime.ts';
import type { PodContext } from './container-runner.ts';
import type { ContainerState } from './pod-status.ts';
import { probeOnce, type ProbeTarget } from './probe.ts';

export interface ProbedContainer {
  readonly state: ContainerState;
  readonly running: RunningContainer;
  /** Ends the container, so that its restart policy decides. */
  readonly kill: () => void;
}

/** Startup first, then readiness and liveness side by side, until the container has ended. */
export async function watchProbes(context: PodContext, { state, running, kill }: ProbedContainer): Promise<void> {
  const { container } = state;
  const { startupProbe, readinessProbe, livenessProbe } = container;
  if (!startupProbe && !readinessProbe && !livenessProbe) return;
  const over = new AbortController();
  void running.exit.finally(() => over.abort());
  const target = { runtime: context.runtime, running, container, sandbox: context.sandbox };
  const watch = (kind: ProbeKind, probe: Probe, { onSuccess, onFailure }: Pick<Repeat, 'onSuccess' | 'onFailure'>): Promise<boolean> =>
    repeat(probe, { target, signal: over.signal, onSuccess, onFailure, onBad: (why) => context.event(unhealthy(kind, why)) });
  const killFor = (kind: ProbeKind) => (): void => {
    const message = `Container ${container.name} failed ${kind.toLowerCase()} probe, will be restarted`;
    context.event({ type: 'Normal', reason: 'Killing', message });
    kill();
  };
  const report = (change: () => void): void => {
    change();
    context.changed();
  };
  if (startupProbe && !(await watch('Startup', startupProbe, { onSuccess: () => 'stop', onFailure: killFor('Startup') }))) return;
  report(() => {
    state.started = true;
    state.ready = !readinessProbe;
  });
  if (readinessProbe)
    void watch('Readiness', readinessProbe, {
      onSuccess: () => report(() => (state.ready = true)),
      onFailure: () => report(() => (state.ready = false)),
    });
  if (livenessProbe) void watch('Liveness', livenessProbe, { onSuccess: () => undefined, onFailure: killFor('Liveness') });
}

type ProbeKind = 'Startup' | 'Readiness' | 'Liveness';

function unhealthy(kind: ProbeKind, why: string) {
  return { type: 'Warning', reason: 'Unhealthy', message: `${kind} probe failed: ${why}` } as const;
}

type Timing = 'initialDelaySeconds' | 'periodSeconds' | 'successThreshold' | 'failureThreshold';

function timingOf({
  initialDelaySeconds = 0,
  periodSeconds = 10,
  successThreshold = 1,
  failureThreshold = 3,
}: Probe): Readonly<Record<Timing, number>> {
  return { initialDelaySeconds, periodSeconds, successThreshold, failureThreshold };
}

interface Repeat {
  readonly target: ProbeTarget;
  readonly signal: AbortSignal;
  readonly onSuccess: () => 'stop' | undefined | void;
  /** So many bad answers in a row as the threshold says. */
  readonly onFailure: () => void;
  /** One bad answer. */
  readonly onBad: (why: string) => void;
}

/** Asks again and again; true when `onSuccess` said to stop, false when the container ended first. */
async function repeat(probe: Probe, { target, signal, onSuccess, onFailure, onBad }: Repeat): Promise<boolean> {
  const { initialDelaySeconds, periodSeconds, successThreshold, failureThreshold } = timingOf(probe);
  let [good, bad] = [0, 0];
  const wait = (seconds: number): Promise<void> => sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => undefined);
  await wait(initialDelaySeconds);
  while (!signal.aborted) {
    const outcome = await probeOnce(probe, target);
    if (signal.aborted) return false;
    [good, bad] = outcome.good ? [good + 1, 0] : [0, bad + 1];
    if (!outcome.good) onBad(outcome.why);
    if (good === successThreshold && onSuccess() === 'stop') return true;
    if (bad === failureThreshold) onFailure();
    await wait(periodSeconds);
  }
  return false;
}
