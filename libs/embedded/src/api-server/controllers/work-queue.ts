import type { Logger } from '@argosy/std';

/** Runs pieces of work one after the other, some in each turn of the event loop, so that requests are not held up. */
export class WorkQueue {
  private readonly items = new Map<string, () => void>();
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

  stop(): void {
    this.isStopped = true;
    this.items.clear();
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
