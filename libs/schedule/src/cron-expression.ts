import { parseGoDuration } from '@argosy/expressions';
import type { Milliseconds } from '@argosy/std';

/** A schedule of robfig/cron v3: five fields, a descriptor, or `@every`. */
export type Schedule =
  | { readonly kind: 'every'; readonly interval: Milliseconds }
  | {
      readonly kind: 'fields';
      readonly minutes: Bits;
      readonly hours: Bits;
      readonly days: Bits;
      readonly months: Bits;
      readonly weekdays: Bits;
      readonly anyDay: boolean;
      readonly anyWeekday: boolean;
      readonly timeZone?: string | undefined;
    };

/** The values of a field that fit. */
export type Bits = ReadonlySet<number>;

export type ParsedSchedule = { readonly ok: true; readonly schedule: Schedule } | { readonly ok: false; readonly message: string };

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface FieldRule {
  readonly least: number;
  readonly most: number;
  readonly names: ReadonlyMap<string, number>;
}

const rules: readonly FieldRule[] = [
  { least: 0, most: 59, names: new Map() },
  { least: 0, most: 23, names: new Map() },
  { least: 1, most: 31, names: new Map() },
  { least: 1, most: 12, names: new Map(monthNames.map((name, index) => [name, index + 1])) },
  { least: 0, most: 6, names: new Map(dayNames.map((name, index) => [name, index])) },
];

/** Reads a schedule in robfig's words; `CRON_TZ=Zone` or `TZ=Zone` may stand before it. */
export function parseSchedule(source: string): ParsedSchedule {
  const text = source.trim();
  if (text === '') return { ok: false, message: 'empty spec string' };
  const { zone, spec } = splitZone(text);
  if (zone !== undefined && !isTimeZone(zone)) return { ok: false, message: `provided bad location ${zone}: unknown time zone ${zone}` };
  return spec.startsWith('@') ? parseDescriptor(spec, zone) : parseFields(spec, zone);
}

function splitZone(text: string): { readonly zone: string | undefined; readonly spec: string } {
  const [, zone, spec = text] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/s.exec(text) ?? [];
  return { zone, spec: spec.trim() };
}

/** True for names that the platform knows, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function parseDescriptor(spec: string, timeZone: string | undefined): ParsedSchedule {
  const every = /^@every\s+(.*)$/.exec(spec);
  if (every) {
    const interval = parseGoDuration((every[1] as string).trim());
    // robfig rounds to whole seconds, and up to one.
    return interval === undefined
      ? { ok: false, message: `failed to parse duration ${spec}: time: invalid duration "${every[1] ?? ''}"` }
      : { ok: true, schedule: { kind: 'every', interval: Math.max(1000, Math.floor(interval / 1000) * 1000) } };
  }
  const fields = descriptors[spec];
  return fields === undefined ? { ok: false, message: `unrecognized descriptor: ${spec}` } : parseFields(fields, timeZone);
}

function parseFields(spec: string, timeZone: string | undefined): ParsedSchedule {
  const fields = spec.split(/\s+/);
  if (fields.length !== rules.length)
    return { ok: false, message: `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]` };
  const parsed: Bits[] = [];
  for (const [index, field] of fields.entries()) {
    const bits = parseField(field, rules[index] as FieldRule);
    if (typeof bits === 'string') return { ok: false, message: bits };
    parsed.push(bits);
  }
  const [minutes, hours, days, months, weekdays] = parsed as [Bits, Bits, Bits, Bits, Bits];
  const any = (field: string | undefined): boolean => /^[*?](\/1)?$/.test(field ?? '');
  return {
    ok: true,
    schedule: { kind: 'fields', minutes, hours, days, months, weekdays, anyDay: any(fields[2]), anyWeekday: any(fields[4]), timeZone },
  };
}

function parseField(field: string, rule: FieldRule): Bits | string {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const range = parseRange(part, rule);
    if (typeof range === 'string') return range;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

function parseRange(part: string, rule: FieldRule): { readonly from: number; readonly to: number; readonly step: number } | string {
  const [body = '', stepText, ...more] = part.split('/');
  if (more.length > 0) return `too many slashes: ${part}`;
  const step = parseStep(stepText, part);
  if (typeof step === 'string') return step;
  if (body === '*' || body === '?') return { from: rule.least, to: rule.most, step };
  const ends = parseEnds(body, { part, rule, isOpen: stepText !== undefined });
  return typeof ends === 'string' ? ends : checkBounds({ ...ends, step }, part, rule);
}

function parseStep(text: string | undefined, part: string): number | string {
  const step = text === undefined ? 1 : parseNumber(text, new Map());
  return step === 0 ? `step of range should be a positive number: ${part}` : step;
}

/** `5-9`, `5`, or with a step `5/2`, which goes up to the end. */
function parseEnds(
  body: string,
  { part, rule, isOpen }: { readonly part: string; readonly rule: FieldRule; readonly isOpen: boolean },
): { readonly from: number; readonly to: number } | string {
  const [low = '', high, ...rest] = body.split('-');
  if (rest.length > 0) return `too many hyphens: ${part}`;
  const from = parseNumber(low, rule.names);
  if (typeof from === 'string') return from;
  if (high === undefined) return { from, to: isOpen ? rule.most : from };
  const to = parseNumber(high, rule.names);
  return typeof to === 'string' ? to : { from, to };
}

function checkBounds(
  range: { readonly from: number; readonly to: number; readonly step: number },
  part: string,
  { least, most }: FieldRule,
): typeof range | string {
  if (range.from < least) return `beginning of range (${range.from}) below minimum (${least}): ${part}`;
  if (range.to > most) return `end of range (${range.to}) above maximum (${most}): ${part}`;
  if (range.from > range.to) return `beginning of range (${range.from}) beyond end of range (${range.to}): ${part}`;
  return range;
}

function parseNumber(text: string, names: ReadonlyMap<string, number>): number | string {
  const named = names.get(text.toLowerCase());
  if (named !== undefined) return named;
  return /^\d+$/.test(text) ? Number(text) : `failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`;
}
