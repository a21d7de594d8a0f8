import fs from 'node:fs';
import type { DataDir } from './data-dir.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

/** What a running provider writes down about itself, for `argo local status` and `down` and for the second `up`. */
export interface ProviderState {
  readonly provider: ProcessIdentity;
  /** Absent while none runs. */
  readonly controller?: ProcessIdentity | undefined;
  /** argo-server. */
  readonly server?: ProcessIdentity | undefined;
  /** Address of argo-server. */
  readonly serverUrl?: string;
  readonly ready: boolean;
  readonly url: string;
  readonly kubeconfig: string;
  readonly runtime: string;
  /** What keeps containers apart from the machine and from one another, in words. */
  readonly isolation: readonly string[];
  readonly nodes: 'default' | 'none';
  readonly startedAt: string;
}

/** The state of the provider of a data directory, if that provider runs. */
export function readProviderState(dir: DataDir): ProviderState | undefined {
  const state = readState(dir);
  return state && isAlive(state.provider) ? state : undefined;
}

/** Controller and argo-server of a provider that was killed before it could end them. */
export function abandonedProcesses(dir: DataDir): readonly ProcessIdentity[] {
  const state = readState(dir);
  if (state === undefined || isAlive(state.provider)) return [];
  return [state.controller, state.server].filter((process) => process !== undefined).filter(isAlive);
}

function readState(dir: DataDir): ProviderState | undefined {
  try {
    return JSON.parse(fs.readFileSync(dir.state, 'utf8')) as ProviderState;
  } catch {
    // No file, or one that was cut off: nobody runs.
    return undefined;
  }
}

/** Replaces the state as a whole, so that nobody reads half of it. */
export function writeProviderState(dir: DataDir, state: ProviderState): void {
  const draft = `${dir.state}.${state.provider.pid}`;
  fs.writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(draft, dir.state);
}

/** Forgets a provider that has ended. */
export function removeProviderState(dir: DataDir): void {
  fs.rmSync(dir.state, { force: true });
}
