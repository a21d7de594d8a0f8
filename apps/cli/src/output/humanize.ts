import type { Instant, Milliseconds } from '@argosy/std';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = 30 * DAY;
const YEAR = 12 * MONTH;
const LONG_TIME = 37 * YEAR;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Minutes that local time is ahead of UTC at a moment. */
export type Zone = (instant: Instant) => number;

/** The time zone of this process. */
const localZone: Zone = (instant) => -new Date(instant).getTimezoneOffset();

/** A moment as local time and as distance from now: `Fri Dec 06 17:11:51 +0800 (20 minutes ago)` (acceptance 9-028). */
export function timestamp(instant: Instant, now: Instant, zone: Zone = localZone): string {
  const local = localDate(instant, zone);
  const date = `${WEEKDAYS[local.getUTCDay()]} ${MONTHS[local.getUTCMonth()]} ${two(local.getUTCDate())}`;
  return `${date} ${clockOf(local)} ${offsetText(zone(instant))} (${relativeTime(instant, now)})`;
}

/** A moment as Go prints a time by itself: `2026-12-06 17:11:51 +0800 CST`. */
export function plainTimestamp(instant: Instant): string {
  const local = localDate(instant, localZone);
  const date = `${local.getUTCFullYear()}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())}`;
  return `${date} ${clockOf(local)} ${offsetText(localZone(instant))} ${zoneName(instant)}`;
}

/** The distance between two moments in one unit: `now`, `1 minute ago`, `3 hours from now`. */
export function relativeTime(instant: Instant, now: Instant): string {
  const direction = instant > now ? 'from now' : 'ago';
  const distance = Math.abs(now - instant);
  return distance < SECOND ? 'now' : `${inOneUnit(distance)} ${direction}`;
}

/** A length of time in up to two units: `13 seconds`, `1 minute 35 seconds`. */
export function duration(length: Milliseconds): string {
  if (length < MINUTE) return inOneUnit(length);
  if (length < HOUR) return `${inOneUnit(length)} ${Math.floor((length % MINUTE) / SECOND)} seconds`;
  if (length < DAY) return `${inOneUnit(length)} ${Math.floor((length % HOUR) / MINUTE)} minutes`;
  return `${inOneUnit(length)} ${Math.floor((length % DAY) / HOUR)} hours`;
}

/** A length of time in one short unit: `0s`, `10s`, `2m`, `1h`, `3d`. */
export function shortDuration(length: Milliseconds): string {
  const distance = Math.abs(length);
  if (distance < MINUTE) return `${Math.floor(distance / SECOND)}s`;
  if (distance < HOUR) return `${Math.floor(distance / MINUTE)}m`;
  if (distance < DAY) return `${Math.floor(distance / HOUR)}h`;
  return `${Math.floor(distance / DAY)}d`;
}

const UNITS: readonly { readonly below: Milliseconds; readonly text: (length: Milliseconds) => string }[] = [
  { below: SECOND, text: () => '0 seconds' },
  { below: 2 * SECOND, text: () => '1 second' },
  { below: MINUTE, text: (length) => `${Math.floor(length / SECOND)} seconds` },
  { below: 2 * MINUTE, text: () => '1 minute' },
  { below: HOUR, text: (length) => `${Math.floor(length / MINUTE)} minutes` },
  { below: 2 * HOUR, text: () => '1 hour' },
  { below: DAY, text: (length) => `${Math.floor(length / HOUR)} hours` },
  { below: 2 * DAY, text: () => '1 day' },
  { below: WEEK, text: (length) => `${Math.floor(length / DAY)} days` },
  { below: 2 * WEEK, text: () => '1 week' },
  { below: MONTH, text: (length) => `${Math.floor(length / WEEK)} weeks` },
  { below: 2 * MONTH, text: () => '1 month' },
  { below: YEAR, text: (length) => `${Math.floor(length / MONTH)} months` },
  { below: 18 * MONTH, text: () => '1 year' },
  { below: 2 * YEAR, text: () => '2 years' },
  { below: LONG_TIME, text: (length) => `${Math.floor(length / YEAR)} years` },
];

function inOneUnit(length: Milliseconds): string {
  return UNITS.find(({ below }) => length < below)?.text(length) ?? 'a long while';
}

/** A date whose UTC fields are the local ones. */
function localDate(instant: Instant, zone: Zone): Date {
  return new Date(instant + zone(instant) * MINUTE);
}

function clockOf(local: Date): string {
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
}

function offsetText(minutes: number): string {
  const distance = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}${two(distance % 60)}`;
}

/** Zones without an abbreviation of their own are named by their offset, `+08`. */
function zoneName(instant: Instant): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(instant);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
  return name.startsWith('GMT') ? offsetText(localZone(instant)).replace(/00$/, '') : name;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
