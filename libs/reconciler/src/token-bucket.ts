import { pause, type Timers } from '@argosy/kube';

export interface TokenBucketOptions {
  /** Tokens added per second. */
  readonly rate: number;
  /** Most tokens that are kept. */
  readonly burst: number;
  readonly timers: Timers;
}

/** Lets through `rate` per second, `burst` at once. */
export interface TokenBucket {
  /** Takes a token if there is one. */
  tryTake(): boolean;
  /** Takes a token, in order of arrival, when there is one. */
  wait(): Promise<void>;
}

export function createTokenBucket(options: TokenBucketOptions): TokenBucket {
  const { rate, burst, timers } = options;
  let tokens = burst;
  let filledAt = timers.now();
  const fill = (): void => {
    const now = timers.now();
    tokens = Math.min(burst, tokens + (Math.max(0, now - filledAt) / 1_000) * rate);
    filledAt = now;
  };
  return {
    tryTake() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    // A debt is taken on at once, so those who come later wait longer.
    wait() {
      fill();
      tokens -= 1;
      return tokens >= 0 ? Promise.resolve() : pause(timers, (-tokens / rate) * 1_000);
    },
  };
}
