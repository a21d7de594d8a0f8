import path from 'node:path';
import type { ContainerState } from './pod-status.ts';

/** One run of a container, as its log is read. */
export interface ContainerLog {
  readonly file: string;
  /** What the container waits for before its first run; absent once it has run. */
  readonly waiting: string | undefined;
  readonly ended: () => boolean;
}

/** The log of a container's present run, or of the one before with `previous`. */
export function logOfRun(
  state: ContainerState | undefined,
  { podFolder, previous }: { readonly podFolder: string; readonly previous: boolean },
): ContainerLog {
  if (!state) return { file: '', ended: () => true, waiting: 'ContainerCreating' };
  const { kind } = state.state;
  const started = state.restarts > 0 || kind !== 'waiting';
  const waiting = !started && state.state.kind === 'waiting' ? state.state.reason : undefined;
  const run = Math.max(0, previous || (kind === 'waiting' && state.restarts > 0) ? state.restarts - 1 : state.restarts);
  const file = path.join(podFolder, 'containers', state.container.name, String(run), 'log');
  return { file, waiting, ended: () => state.restarts > run || state.state.kind === 'terminated' };
}
