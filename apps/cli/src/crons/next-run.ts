import type { CronWorkflow } from '@argosy/api';
import { nextRun as nextOf, parseSchedule } from '@argosy/schedule';
import type { Instant } from '@argosy/std';

/** When a cron workflow runs next; `undefined` where one of its schedules cannot be read or never comes. */
export function nextRun({ spec }: CronWorkflow, now: Instant): Instant | undefined {
  let earliest: Instant | undefined;
  for (const text of spec.schedules ?? []) {
    const parsed = parseSchedule(text);
    if (!parsed.ok) return undefined;
    const next = nextOf(parsed.schedule, now, spec.timezone || 'UTC');
    if (next !== undefined && (earliest === undefined || next < earliest)) earliest = next;
  }
  return earliest;
}
