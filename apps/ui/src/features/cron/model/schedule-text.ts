import type { CronWorkflow } from '@argosy/api';
import { nextRun, parseSchedule } from '@argosy/schedule';
import type { Instant } from '@argosy/std';

/** All schedules of a cron workflow; the older field holds one. */
export function schedulesOf({ spec }: CronWorkflow): readonly string[] {
  const { schedule } = spec as { readonly schedule?: string };
  return spec.schedules && spec.schedules.length > 0 ? spec.schedules : schedule ? [schedule] : [];
}

/** The next instants at which it starts, over all its schedules; none for what cannot be read. */
export function nextRuns(cron: CronWorkflow, { after, count }: { readonly after: Instant; readonly count: number }): readonly Instant[] {
  const schedules = schedulesOf(cron)
    .map(parseSchedule)
    .flatMap((parsed) => (parsed.ok ? [parsed.schedule] : []));
  const runs: Instant[] = [];
  let at = after;
  while (runs.length < count) {
    const next = schedules.map((schedule) => nextRun(schedule, at, cron.spec.timezone || 'UTC')).filter((instant) => instant !== undefined);
    if (next.length === 0) break;
    at = Math.min(...next);
    runs.push(at);
  }
  return runs;
}

/** Every instant of a span at which it should have started, at most so many. */
export function runsWithin(
  cron: CronWorkflow,
  { from, to, most }: { readonly from: Instant; readonly to: Instant; readonly most: number },
): readonly Instant[] {
  return nextRuns(cron, { after: from - 1000, count: most }).filter((instant) => instant <= to);
}
