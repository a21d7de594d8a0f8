import { formatGoDuration, parseGoDuration } from '../duration/duration.ts';
import { ExpressionError } from '../expr/expression-error.ts';
import { type ClockFields, formatLayout, parseLayout } from './go-layout.ts';

export type Method = (args: readonly unknown[]) => unknown;

/** A value of an expression with methods of its own. */
export interface Methodical {
  readonly methods: Readonly<Record<string, Method>>;
}

/** A length of time, as `duration("1h30m")` gives it. In JSON it is its nanoseconds. */
export class GoDuration implements Methodical {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }

  get methods(): Readonly<Record<string, Method>> {
    return {
      Hours: () => this.milliseconds / 3_600_000,
      Minutes: () => this.milliseconds / 60_000,
      Seconds: () => this.milliseconds / 1000,
      Milliseconds: () => Math.trunc(this.milliseconds),
      Nanoseconds: () => Math.round(this.milliseconds * 1e6),
      Abs: () => new GoDuration(Math.abs(this.milliseconds)),
      String: () => this.toString(),
    };
  }

  toString(): string {
    return formatGoDuration(this.milliseconds);
  }

  toJSON(): number {
    return Math.round(this.milliseconds * 1e6);
  }
}

/** A moment in a time zone, as `now()` and `date()` give it. In JSON it is RFC 3339 text. */
export class GoTime implements Methodical {
  readonly instant: number;
  readonly zone: string;

  constructor(instant: number, zone = 'UTC') {
    this.instant = instant;
    this.zone = zone;
  }

  get methods(): Readonly<Record<string, Method>> {
    return { ...clockMethods(this.#date()), ...arithmeticMethods(this) };
  }

  format(layout: string): string {
    return formatLayout(layout, this.#fields());
  }

  toString(): string {
    return this.format('2006-01-02 15:04:05 -0700 MST');
  }

  toJSON(): string {
    const fraction = this.instant % 1000 === 0 ? '' : '.000';
    return this.format(`2006-01-02T15:04:05${fraction}Z07:00`);
  }

  #fields(): ClockFields {
    const offset = offsetMinutes(this.instant, this.zone);
    return { local: this.instant + offset * 60_000, offsetMinutes: offset, zone: zoneName(this.instant, this.zone) };
  }

  #date(): Date {
    return new Date(this.#fields().local);
  }
}

function clockMethods(date: Date): Readonly<Record<string, Method>> {
  return {
    Year: () => date.getUTCFullYear(),
    Month: () => date.getUTCMonth() + 1,
    Day: () => date.getUTCDate(),
    Hour: () => date.getUTCHours(),
    Minute: () => date.getUTCMinutes(),
    Second: () => date.getUTCSeconds(),
    Nanosecond: () => date.getUTCMilliseconds() * 1e6,
    Weekday: () => date.getUTCDay(),
    YearDay: () => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1,
  };
}

function arithmeticMethods(time: GoTime): Readonly<Record<string, Method>> {
  const { instant, zone } = time;
  return {
    Unix: () => Math.floor(instant / 1000),
    UnixMilli: () => instant,
    UnixNano: () => instant * 1e6,
    Format: ([layout]) => time.format(String(layout)),
    String: () => time.toString(),
    UTC: () => new GoTime(instant),
    In: ([other]) => new GoTime(instant, other instanceof GoZone ? other.name : String(other)),
    Add: ([duration]) => new GoTime(instant + asDuration(duration, 'Add').milliseconds, zone),
    Sub: ([other]) => new GoDuration(instant - asTime(other, 'Sub').instant),
    AddDate: ([years, months, days]) => addDate(time, [Number(years), Number(months), Number(days)]),
    Before: ([other]) => instant < asTime(other, 'Before').instant,
    After: ([other]) => instant > asTime(other, 'After').instant,
    Equal: ([other]) => instant === asTime(other, 'Equal').instant,
    Truncate: ([duration]) => new GoTime(instant - (instant % (asDuration(duration, 'Truncate').milliseconds || 1)), zone),
    IsZero: () => instant === Date.UTC(1, 0, 1),
  };
}

function addDate({ instant, zone }: GoTime, [years, months, days]: readonly [number, number, number]): GoTime {
  const date = new Date(instant + offsetMinutes(instant, zone) * 60_000);
  date.setUTCFullYear(date.getUTCFullYear() + years, date.getUTCMonth() + months, date.getUTCDate() + days);
  return new GoTime(fromLocal(date.getTime(), zone), zone);
}

/** A time zone, for `In()`. */
export class GoZone {
  readonly name: string;

  constructor(name: string) {
    try {
      offsetMinutes(0, name);
    } catch {
      throw new ExpressionError(`unknown time zone ${name}`);
    }
    this.name = name;
  }

  toJSON(): string {
    return this.name;
  }
}

const layouts = [
  '2006-01-02',
  '15:04:05',
  '2006-01-02 15:04:05',
  '2006-01-02T15:04:05Z07:00',
  '02 Jan 06 15:04 MST',
  '02 Jan 06 15:04 -0700',
  'Monday, 02-Jan-06 15:04:05 MST',
  'Mon, 02 Jan 2006 15:04:05 MST',
  'Mon, 02 Jan 2006 15:04:05 -0700',
];

/** Reads a date by a layout, or by those that expr knows. */
export function readTime(text: string, layout?: string, zone = 'UTC'): GoTime {
  for (const candidate of layout === undefined ? layouts : [layout]) {
    const found = parseLayout(text, candidate);
    if (!found) continue;
    if (found.offsetMinutes !== undefined) return new GoTime(found.local - found.offsetMinutes * 60_000);
    return new GoTime(fromLocal(found.local, zone), zone);
  }
  throw new ExpressionError(layout === undefined ? `invalid date ${text}` : `parsing time "${text}" as "${layout}": cannot parse`);
}

export function readDuration(text: string): GoDuration {
  const milliseconds = parseGoDuration(text);
  if (milliseconds === undefined) throw new ExpressionError(`time: invalid duration "${text}"`);
  return new GoDuration(milliseconds);
}

/** `+` and `-` of times and durations; undefined when the values are neither. */
export function addTimes(a: unknown, b: unknown): unknown {
  if (a instanceof GoTime && b instanceof GoDuration) return new GoTime(a.instant + b.milliseconds, a.zone);
  if (a instanceof GoDuration && b instanceof GoTime) return new GoTime(b.instant + a.milliseconds, b.zone);
  if (a instanceof GoDuration && b instanceof GoDuration) return new GoDuration(a.milliseconds + b.milliseconds);
  return undefined;
}

export function subtractTimes(a: unknown, b: unknown): unknown {
  if (a instanceof GoTime && b instanceof GoTime) return new GoDuration(a.instant - b.instant);
  return b instanceof GoDuration ? addTimes(a, new GoDuration(-b.milliseconds)) : undefined;
}

/** The number by which a time or a duration is compared. */
export function orderOf(value: unknown): number | undefined {
  if (value instanceof GoTime) return value.instant;
  return value instanceof GoDuration ? value.milliseconds : undefined;
}

function asDuration(value: unknown, name: string): GoDuration {
  if (value instanceof GoDuration) return value;
  throw new ExpressionError(`invalid argument for ${name} (expected duration)`);
}

function asTime(value: unknown, name: string): GoTime {
  if (value instanceof GoTime) return value;
  throw new ExpressionError(`invalid argument for ${name} (expected time)`);
}

function fromLocal(local: number, zone: string): number {
  const near = local - offsetMinutes(local, zone) * 60_000;
  return local - offsetMinutes(near, zone) * 60_000;
}

function offsetMinutes(instant: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const text = partOf(instant, zone, 'longOffset');
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

function zoneName(instant: number, zone: string): string {
  return zone === 'UTC' ? 'UTC' : partOf(instant, zone, 'short');
}

function partOf(instant: number, timeZone: string, timeZoneName: 'longOffset' | 'short'): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName }).formatToParts(instant);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
