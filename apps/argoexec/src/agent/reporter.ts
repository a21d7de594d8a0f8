import type { NodeResult } from '@argosy/api';
import { jitteredBackoff, pause, type Timers } from '@argosy/kube';
import { isErrorWithCode, type Milliseconds } from '@argosy/std';

export interface ReporterOptions {
  /** Writes results into the status of the task set. */
  patch(nodes: Readonly<Record<string, NodeResult>>): Promise<void>;
  /** At least this long between two writes. */
  readonly interval: Milliseconds;
  readonly timers: Timers;
  log(message: string): void;
}

/** Reports results: the first at once, those that come while one is being written together with each other (acceptance 6-048). */
export interface Reporter {
  put(id: string, result: NodeResult): void;
  /** Resolves when everything was written. */
  idle(): Promise<void>;
}

/** Results in one write; each may have a megabyte. */
const most = 20;

export function createReporter(options: ReporterOptions): Reporter {
  const waiting = new Map<string, NodeResult>();
  let writing: Promise<void> | undefined;
  return {
    put(id, result) {
      waiting.set(id, result);
      writing ??= writeAll(options, waiting).finally(() => {
        writing = undefined;
      });
    },
    idle: async () => writing,
  };
}

async function writeAll(options: ReporterOptions, waiting: Map<string, NodeResult>): Promise<void> {
  const { timers, interval } = options;
  for (let failures = 0; waiting.size > 0; ) {
    const outcome = await writeSome(options, waiting);
    if (outcome === 'gone') return;
    failures = outcome === 'failed' ? failures + 1 : 0;
    const delay = failures > 0 ? jitteredBackoff(timers, { attempt: failures - 1, base: 500, limit: 30_000 }) : interval;
    if (waiting.size > 0) await pause(timers, delay);
  }
}

async function writeSome({ patch, log }: ReporterOptions, waiting: Map<string, NodeResult>): Promise<'written' | 'failed' | 'gone'> {
  const batch = [...waiting].slice(0, isLarge(waiting) ? 1 : most);
  for (const [id] of batch) waiting.delete(id);
  try {
    await patch(Object.fromEntries(batch));
    return 'written';
  } catch (error) {
    // Without a task set nobody waits for results.
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return 'gone';
    log(`cannot report results, trying again: ${(error as Error).message}`);
    for (const [id, result] of batch) if (!waiting.has(id)) waiting.set(id, result);
    return 'failed';
  }
}

function isLarge(waiting: ReadonlyMap<string, NodeResult>): boolean {
  return [...waiting.values()].slice(0, most).some(({ outputs }) => (outputs?.result?.length ?? 0) > 32 * 1024);
}
