import type { SyncConnection } from '@argosy/persistence';
import type { Milliseconds } from '@argosy/std';
import type { Shell } from '../workflow/shell.ts';

type Sync = Pick<SyncConnection, 'locks' | 'config'>;

/** How often is looked whether a database has been configured meanwhile. */
const UNCONFIGURED: Milliseconds = 5_000;

/** Takes part among the controllers that share locks in a database: says that this one is alive, and looks what the others gave back. */
export function shareLocks(shell: Shell, sync: Sync, regularly: (period: () => Milliseconds, run: () => Promise<void>) => void): void {
  const secondsOf = (key: 'heartbeatSeconds' | 'pollSeconds') => (): Milliseconds => {
    const seconds = sync.config()?.[key];
    return seconds === undefined ? UNCONFIGURED : Math.max(100, seconds * 1_000);
  };
  regularly(secondsOf('heartbeatSeconds'), () => beat(sync, shell));
  regularly(secondsOf('pollSeconds'), async () => {
    const locks = sync.locks();
    if (locks === undefined) return;
    for (const key of await shell.locks.poll((workflow) => isRunning(shell, workflow))) shell.enqueue(key);
    await locks.expire(shell.timers.now());
  });
}

/** Only who is known to be alive has a place in a queue, so this comes before anything is asked for. A database that is away is asked later. */
export async function beat(sync: Sync | undefined, { timers, logger }: Pick<Shell, 'timers' | 'logger'>): Promise<void> {
  try {
    await sync?.locks()?.heartbeat(timers.now());
  } catch (error) {
    logger.warn((error as Error).message);
  }
}

function isRunning({ caches }: Shell, workflow: string): boolean {
  const stored = caches.workflows.store.get(workflow);
  return stored !== undefined && !stored.value.completed;
}
