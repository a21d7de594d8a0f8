import type { Pod } from '@argosy/api';
import type { Instant } from '@argosy/std';

const longestTimer = 2 ** 31 - 1;

/** Watches `activeDeadlineSeconds` of a pod, which may be set and changed while it runs. */
export class PodDeadline {
  readonly #startedHere: Instant;
  readonly #passed: () => void;
  #timer: NodeJS.Timeout | undefined;
  #seconds: number | undefined;

  /** `startedHere` counts for a pod whose status has no start yet; `passed` is called when the time is over. */
  constructor(startedHere: Instant, passed: () => void) {
    this.#startedHere = startedHere;
    this.#passed = passed;
  }

  /** Takes over what the pod says now. */
  watch(pod: Pod): void {
    if (this.#timer !== undefined && pod.spec.activeDeadlineSeconds === this.#seconds) return;
    this.cancel();
    this.#seconds = pod.spec.activeDeadlineSeconds;
    if (this.#seconds !== undefined) this.#set(this.#seconds, pod);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #set(seconds: number, { status }: Pod): void {
    const started = Date.parse(status?.startTime ?? '') || this.#startedHere;
    const end = started + seconds * 1000;
    const look = (): void => {
      const left = Math.max(0, end - Date.now());
      // A timer holds 24 days at most: what is later than that is looked at again.
      this.#timer = setTimeout(() => (left > longestTimer ? look() : this.#passed()), Math.min(left, longestTimer));
    };
    look();
  }
}
