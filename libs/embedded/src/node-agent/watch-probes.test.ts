import type { Container } from '@argosy/api';
import { expect, it } from 'vitest';
import type { ContainerRuntime, RunningContainer } from '../runtimes/container-runtime.ts';
import type { PodContext } from './container-runner.ts';
import type { PodEvent } from './event-recorder.ts';
import type { ContainerState } from './pod-status.ts';
import { watchProbes } from './watch-probes.ts';

const probe = { exec: { command: ['check'] }, periodSeconds: 0.001, failureThreshold: 2 };

/** A container whose probes answer with exit codes in turn, the last one again and again, until it is killed. */
async function probed(container: Partial<Container>, answers: number[]) {
  const events: PodEvent[] = [];
  const changes: string[] = [];
  const state = { container: { name: 'main', ...container }, ready: false, started: false } as unknown as ContainerState;
  let end = (): void => undefined;
  const exit = new Promise<void>((resolve) => (end = resolve));
  const exec = async (_: unknown, { stderr }: { readonly stderr: (chunk: Uint8Array) => void }): Promise<number> => {
    const code = answers.length > 1 ? (answers.shift() as number) : (answers[0] as number);
    if (code === -1) end();
    if (code !== 0) stderr(Buffer.from(`code ${code}`));
    return code;
  };
  const context = {
    runtime: { exec } as unknown as ContainerRuntime,
    event: (event: PodEvent) => void events.push(event),
    changed: () => void changes.push(`${state.started ? 'started' : 'starting'} ${state.ready ? 'ready' : 'unready'}`),
  } as unknown as PodContext;
  await watchProbes(context, { state, running: { exit } as unknown as RunningContainer, kill: end });
  await exit;
  return { changes, events: events.map(({ reason, message }) => `${reason}: ${message}`) };
}

it('a liveness probe that fails as often as its threshold says ends the container', async () => {
  expect((await probed({ livenessProbe: probe }, [0, 1, 0, 1])).events).toEqual([
    'Unhealthy: Liveness probe failed: code 1',
    'Unhealthy: Liveness probe failed: code 1',
    'Unhealthy: Liveness probe failed: code 1',
    'Killing: Container main failed liveness probe, will be restarted',
  ]);
});

it('readiness comes and goes', async () => {
  const { changes, events } = await probed({ readinessProbe: probe }, [0, 1, 1, 0, -1]);
  expect(changes).toEqual(['started unready', 'started ready', 'started unready', 'started ready']);
  expect(events).toEqual(['Unhealthy: Readiness probe failed: code 1', 'Unhealthy: Readiness probe failed: code 1']);
});

it('the other probes wait for the startup probe, whose failure ends the container', async () => {
  const { changes, events } = await probed({ startupProbe: probe, livenessProbe: probe }, [1, 1]);
  expect(changes).toEqual([]);
  expect(events.at(-1)).toBe('Killing: Container main failed startup probe, will be restarted');
});
