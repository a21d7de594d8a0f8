import fs from 'node:fs';
import type { DataDir } from './data-dir.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

/** What a running provider writes down about itself, for `argo local status` and `down` and for the second `up`. */
export interface ProviderState {
  readonly provider: ProcessIdentity;
  /** Absent while none runs. */
  readonly controller?: ProcessIdentity | undefined;
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
  let text: string;
  try {
    text = fs.readFileSync(dir.state, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const state = JSON.parse(text) as ProviderState;
    return isAlive(state.provider) ? state : undefined;
  } catch {
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
