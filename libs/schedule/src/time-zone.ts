import type { Instant } from '@argosy/std';

export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in a zone shows at an instant. */
export function localTime(instant: Instant, zone: string): LocalTime {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return {
    year: parts['year'] ?? 0,
    month: parts['month'] ?? 0,
    day: parts['day'] ?? 0,
    hour: parts['hour'] ?? 0,
    minute: parts['minute'] ?? 0,
  };
}

/** The first instant at which a clock in the zone shows this time; undefined for times that a change of clocks leaves out. */
export function toInstant(time: LocalTime, zone: string): Instant | undefined {
  const naive = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute);
  if (zone === 'UTC') return naive;
  // The zone's offset a day before and after covers every change of clocks in between.
  const candidates = [naive - 86_400_000, naive, naive + 86_400_000].map((near) => naive - offsetAt(near, zone));
  return [...new Set(candidates)].sort((a, b) => a - b).find((instant) => isSame(localTime(instant, zone), time));
}

function offsetAt(instant: Instant, zone: string): number {
  const { year, month, day, hour, minute } = localTime(instant, zone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / 60_000) * 60_000;
}

function isSame(a: LocalTime, b: LocalTime): boolean {
  return a.minute === b.minute && a.hour === b.hour && a.day === b.day && a.month === b.month && a.year === b.year;
}
