import type { PersistenceConnection } from '@argosy/persistence';
import type { Instant, Logger } from '@argosy/std';

/** Deletes archived workflows that are older than the configuration keeps them (`archiveTTL`). */
export async function expireArchive(
  persistence: Pick<PersistenceConnection, 'archive' | 'config'>,
  now: Instant,
  logger: Logger,
): Promise<void> {
  const seconds = persistence.config()?.archiveTtlSeconds ?? 0;
  const archive = persistence.archive();
  if (seconds === 0 || archive === undefined) return;
  const removed = await archive.deleteFinishedBefore(now - seconds * 1_000);
  if (removed > 0) logger.info('deleted old archived workflows', { removed });
}
