import type { Logger } from '@argosy/std';

/** A timer holds 24 days at most: whoever waits longer looks once more then. */
const longestTimer = 2 ** 31 - 1;

/** Runs pieces of work one after the other, some in each turn of the event loop, so that requests are not held up. */
export class WorkQueue {
  private readonly items = new Map<string, () => void>();
  private readonly delayed = new Map<string, { readonly due: number; readonly timer: NodeJS.Timeout }>();
  private readonly logger: Logger;
  private isScheduled = false;
  private isStopped = false;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** Adds work; work of the same key that still waits is done once. */
  add(key: string, work: () => void): void {
    this.items.set(key, work);
    this.schedule();
  }

  /** Adds work when some milliseconds have passed; the earliest of several times for one key counts. */
  addLater(key: string, milliseconds: number, work: () => void): void {
    const due = performance.now() + milliseconds;
    const waiting = this.delayed.get(key);
    if (this.isStopped || (waiting && waiting.due <= due)) return;
    clearTimeout(waiting?.timer);
    const timer = setTimeout(
      () => {
        this.delayed.delete(key);
        this.add(key, work);
      },
      Math.min(milliseconds, longestTimer),
    );
    timer.unref();
    this.delayed.set(key, { due, timer });
  }

  stop(): void {
    this.isStopped = true;
    this.items.clear();
    for (const { timer } of this.delayed.values()) clearTimeout(timer);
    this.delayed.clear();
  }

  private schedule(): void {
    if (this.isScheduled || this.isStopped) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.runSome();
    });
  }

  private runSome(): void {
    let left = 50;
    for (const [key, work] of this.items) {
      if (left-- === 0) break;
      this.items.delete(key);
      this.run(key, work);
    }
    if (this.items.size > 0) this.schedule();
  }

  private run(key: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error('background work of the API server failed', { key, error: error instanceof Error ? error.message : String(error) });
    }
  }
}
