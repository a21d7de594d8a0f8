import type { Instant } from '@argosy/std';
import type { Schedule } from './cron-expression.ts';
import { localTime, toInstant } from './time-zone.ts';

const yearsAhead = 5;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The first time after `after` that a schedule names, in the zone of the schedule or the one given; undefined when there is none in five years. */
export function nextRun(schedule: Schedule, after: Instant, timeZone = 'UTC'): Instant | undefined {
  if (schedule.kind === 'every') return Math.floor(after / second) * second + schedule.interval;
  const zone = schedule.timeZone ?? timeZone;
  const soon = schedule.hours.size === 24 ? soonest(schedule, after, zone) : undefined;
  if (soon !== undefined) return soon;
  const start = localTime(after, zone);
  for (
    let day = { year: start.year, month: start.month, day: start.day }, tries = 0;
    tries < 366 * yearsAhead;
    day = dayAfter(day), tries++
  ) {
    if (!schedule.months.has(day.month) || !dayFits(schedule, day)) continue;
    const found = firstOfDay(schedule, { day, zone, after });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A schedule of every hour follows real time: hours that a change of clocks repeats run again. */
function soonest(schedule: Fields, after: Instant, zone: string): Instant | undefined {
  const first = Math.floor(after / minute) * minute + minute;
  for (let at = first; at < first + 2 * hour; at += minute) {
    const local = localTime(at, zone);
    if (schedule.minutes.has(local.minute) && schedule.months.has(local.month) && dayFits(schedule, local)) return at;
  }
  return undefined;
}

/** The last time at or before `before`, no earlier than `since`; undefined when there is none. */
export function lastRun(
  schedule: Schedule,
  { since, before, timeZone = 'UTC' }: { readonly since: Instant; readonly before: Instant; readonly timeZone?: string | undefined },
): Instant | undefined {
  if (schedule.kind === 'every') {
    const times = Math.floor((before - since) / schedule.interval);
    return times < 1 ? undefined : Math.floor(since / second) * second + times * schedule.interval;
  }
  // From the newest window back, so that a long outage of a frequent schedule costs no more than a short one.
  for (let window = hour; ; window *= 24) {
    const from = Math.max(since, before - window);
    const last = lastWithin(schedule, { from, before, timeZone });
    if (last !== undefined || from === since) return last;
  }
}

function lastWithin(
  schedule: Schedule,
  { from, before, timeZone }: { readonly from: Instant; readonly before: Instant; readonly timeZone: string },
): Instant | undefined {
  let last: Instant | undefined;
  for (let next = nextRun(schedule, from, timeZone); next !== undefined && next <= before; next = nextRun(schedule, next, timeZone))
    last = next;
  return last;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

type Fields = Extract<Schedule, { kind: 'fields' }>;

function dayAfter({ year, month, day }: Day): Day {
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

/** Where both day fields are given, either of them is enough. */
function dayFits({ days, weekdays, anyDay, anyWeekday }: Fields, { year, month, day }: Day): boolean {
  const byDay = days.has(day);
  const byWeekday = weekdays.has(new Date(Date.UTC(year, month - 1, day)).getUTCDay());
  return anyDay || anyWeekday ? byDay && byWeekday : byDay || byWeekday;
}

/** Times that a change of clocks leaves out do not run, times of day that it repeats run once. */
function firstOfDay(
  { hours, minutes }: Fields,
  { day, zone, after }: { readonly day: Day; readonly zone: string; readonly after: Instant },
): Instant | undefined {
  for (const hourOfDay of [...hours].sort(ascending)) {
    for (const minuteOfHour of [...minutes].sort(ascending)) {
      const instant = toInstant({ ...day, hour: hourOfDay, minute: minuteOfHour }, zone);
      if (instant !== undefined && instant > after) return instant;
    }
  }
  return undefined;
}

function ascending(a: number, b: number): number {
  return a - b;
}
