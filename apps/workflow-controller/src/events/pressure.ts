import type { Clock } from '@argosy/std';

/** How many things have happened lately, the older counting less: steady n a second come to about n. */
export interface Pressure {
  /** Counts one more and gives the pressure. */
  add(): number;
}

const WINDOW = 1_000;

export function createPressure(clock: Clock): Pressure {
  let level = 0;
  let at = clock.now();
  return {
    add() {
      const now = clock.now();
      level = level * Math.exp((at - now) / WINDOW) + 1;
      at = now;
      return level;
    },
  };
}
