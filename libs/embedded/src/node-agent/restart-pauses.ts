import { setTimeout as sleep } from 'node:timers/promises';

const first = 10_000;
const longest = 300_000;
const forgottenAfter = 600_000;

/** The pauses of one container between its runs, as the kubelet makes them: none, then 10 s, doubled up to 5 min, and from the start again after 10 min of running. */
export class RestartPauses {
  #next = 0;

  /** Milliseconds to wait after a run that took `ranFor` milliseconds. */
  after(ranFor: number): number {
    const wait = ranFor >= forgottenAfter ? 0 : this.#next;
    this.#next = Math.min(wait * 2 || first, longest);
    return wait;
  }
}

/** Pauses that can all be cut short at once. */
export class Wakeable {
  readonly #pauses = new Set<AbortController>();

  /** Resolves after `milliseconds`, when `ended` aborts, or when all are woken. */
  async pause(milliseconds: number, ended: AbortSignal): Promise<void> {
    const pause = new AbortController();
    this.#pauses.add(pause);
    await sleep(milliseconds, undefined, { signal: AbortSignal.any([pause.signal, ended]) }).catch(() => undefined);
    this.#pauses.delete(pause);
  }

  wakeAll(): void {
    for (const pause of this.#pauses) pause.abort();
  }
}
