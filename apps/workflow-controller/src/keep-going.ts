import type { SyncConnection } from '@argosy/persistence';
import type { Milliseconds } from '@argosy/std';
import { expireArchive } from './archive/expire-archive.ts';
import { expireOffloaded } from './archive/expire-offloaded.ts';
import { type CacheGcOptions, collectCaches } from './cache-gc/cache-gc.ts';
import { shareLocks } from './locks/share-locks.ts';
import type { Shell } from './workflow/shell.ts';

const RESYNC = 20 * 60_000;
const LOCK_REFRESH = 10_000;
const ARCHIVE_EXPIRY = 3_600_000;

export interface PeriodicOptions {
  /** The namespace that is looked after; absent: all. */
  readonly namespace?: string | undefined;
  /** Every running workflow is looked at this often even if nothing happens. */
  readonly resync?: Milliseconds;
  /** Absent: entries of memoization caches are kept for ever. */
  readonly cacheGc?: CacheGcOptions;
  /** Absent: there are no locks in a database. */
  readonly sync?: Pick<SyncConnection, 'locks' | 'config'>;
}

/** What has to be looked at from time to time although nothing happens. */
export function keepGoing(shell: Shell, { resync = RESYNC, sync, namespace, cacheGc }: PeriodicOptions, signal: AbortSignal): void {
  const regularly = (period: () => Milliseconds, run: () => void | Promise<void>): void => every(shell, { period, signal, run });
  regularly(
    () => resync,
    () => {
      for (const { key, value } of shell.caches.workflows.store.list()) if (!value.completed) shell.enqueue(key);
    },
  );
  regularly(
    () => LOCK_REFRESH,
    async () => {
      for (const key of await shell.locks.refresh()) shell.enqueue(key);
    },
  );
  if (cacheGc !== undefined && cacheGc.period > 0)
    regularly(
      () => cacheGc.period,
      () => collectCaches({ ...shell, namespace, afterNotHit: cacheGc.afterNotHit }),
    );
  if (sync !== undefined) shareLocks(shell, sync, regularly);
  const { persistence, timers, logger, storage } = shell;
  if (persistence === undefined) return;
  regularly(
    () => ARCHIVE_EXPIRY,
    () => expireArchive(persistence, timers.now(), logger),
  );
  regularly(
    () => storage.gcPeriod,
    () => expireOffloaded({ ...shell, persistence, namespace }),
  );
}

interface Regular {
  /** Asked before each run. */
  readonly period: () => Milliseconds;
  readonly signal: AbortSignal;
  readonly run: () => void | Promise<void>;
}

function every({ timers, logger }: Shell, { period, signal, run }: Regular): void {
  const again = async (): Promise<void> => {
    try {
      await run();
    } catch (error) {
      logger.warn(`a periodic task failed, it comes again: ${(error as Error).message}`);
    }
    if (!signal.aborted) cancel = timers.after(period(), () => void again());
  };
  let cancel = timers.after(period(), () => void again());
  signal.addEventListener('abort', () => cancel(), { once: true });
}
