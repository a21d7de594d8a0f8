import { RE2JS } from 're2js';

/** A moment as a clock with an offset shows it. */
export interface ClockFields {
  /** Milliseconds since 1970 of the clock's reading, as if it were UTC. */
  readonly local: number;
  readonly offsetMinutes: number;
  readonly zone: string;
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const two = (value: number): string => String(value).padStart(2, '0');
const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12;

interface Verb {
  readonly write: (date: Date, fields: ClockFields) => string;
  /** Matches what `write` gives; `read` puts it in its place. */
  readonly pattern: string;
  readonly read: (text: string, parts: Parts) => void;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  afternoon: boolean | undefined;
  offsetMinutes: number;
}

type NumberField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

const numeric = (field: NumberField, pattern: string, write: Verb['write']): Verb => ({
  write,
  pattern,
  read: (text, parts) => {
    parts[field] = Number(text);
  },
});
const zone = (separator: string, z: boolean): Verb => ({
  write: (_, { offsetMinutes }) => {
    if (z && offsetMinutes === 0) return 'Z';
    const size = Math.abs(offsetMinutes);
    return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`;
  },
  pattern: `${z ? 'Z|' : ''}[+-]\\d\\d${separator}\\d\\d`,
  read: (text, parts) => {
    const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)/.exec(text) ?? [];
    parts.offsetMinutes = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  },
});
const name = (list: readonly string[], length: number | undefined, index: (date: Date) => number): Verb => {
  const texts = list.map((text) => text.slice(0, length));
  return {
    write: (date) => texts[index(date)] as string,
    pattern: texts.join('|'),
    read: (text, parts) => {
      if (list === months) parts.month = texts.indexOf(text) + 1;
    },
  };
};
const half = (am: string, pm: string): Verb => ({
  write: (date) => (date.getUTCHours() < 12 ? am : pm),
  pattern: `${am}|${pm}`,
  read: (text, parts) => {
    parts.afternoon = text === pm;
  },
});

/** The verbs of Go's layouts; longer ones first. */
const verbs: Readonly<Record<string, Verb>> = {
  January: name(months, undefined, (date) => date.getUTCMonth()),
  Monday: name(days, undefined, (date) => date.getUTCDay()),
  'Z07:00': zone(':', true),
  '-07:00': zone(':', false),
  Z0700: zone('', true),
  '-0700': zone('', false),
  '2006': numeric('year', '\\d{4}', (date) => String(date.getUTCFullYear()).padStart(4, '0')),
  Jan: name(months, 3, (date) => date.getUTCMonth()),
  Mon: name(days, 3, (date) => date.getUTCDay()),
  MST: { write: (_, fields) => fields.zone, pattern: '[A-Z]{3,4}', read: () => undefined },
  '01': numeric('month', '\\d\\d', (date) => two(date.getUTCMonth() + 1)),
  '02': numeric('day', '\\d\\d', (date) => two(date.getUTCDate())),
  _2: numeric('day', '[ \\d]?\\d', (date) => String(date.getUTCDate()).padStart(2)),
  '03': numeric('hour', '\\d\\d', (date) => two(hour12(date))),
  '04': numeric('minute', '\\d\\d', (date) => two(date.getUTCMinutes())),
  '05': numeric('second', '\\d\\d(?:\\.\\d+)?', (date) => two(date.getUTCSeconds())),
  '06': {
    ...numeric('year', '\\d\\d', (date) => two(date.getUTCFullYear() % 100)),
    read: (text, parts) => {
      parts.year = Number(text) + (Number(text) >= 69 ? 1900 : 2000);
    },
  },
  '15': numeric('hour', '\\d\\d', (date) => two(date.getUTCHours())),
  '.000': { write: (date) => `.${String(date.getUTCMilliseconds()).padStart(3, '0')}`, pattern: '(?:\\.\\d+)?', read: () => undefined },
  PM: half('AM', 'PM'),
  pm: half('am', 'pm'),
  '1': numeric('month', '\\d\\d?', (date) => String(date.getUTCMonth() + 1)),
  '2': numeric('day', '\\d\\d?', (date) => String(date.getUTCDate())),
  '3': numeric('hour', '\\d\\d?', (date) => String(hour12(date))),
  '4': numeric('minute', '\\d\\d?', (date) => String(date.getUTCMinutes())),
  '5': numeric('second', '\\d\\d?', (date) => String(date.getUTCSeconds())),
};
const verbPattern = new RegExp(
  Object.keys(verbs)
    .sort((a, b) => b.length - a.length)
    .map((verb) => verb.replaceAll('.', '\\.'))
    .join('|'),
  'g',
);

/** Writes a time by a Go layout, `2006-01-02 15:04:05`. */
export function formatLayout(layout: string, fields: ClockFields): string {
  const date = new Date(fields.local);
  return layout.replaceAll(verbPattern, (verb) => (verbs[verb] as Verb).write(date, fields));
}

/** Reads a time by a Go layout; undefined when the text does not fit. `local` is milliseconds as if the clock were UTC. */
export function parseLayout(
  text: string,
  layout: string,
): { readonly local: number; readonly offsetMinutes: number | undefined } | undefined {
  const found: Verb[] = [];
  let pattern = '';
  let from = 0;
  for (const match of layout.matchAll(verbPattern)) {
    const verb = verbs[match[0]] as Verb;
    found.push(verb);
    pattern += `${literal(layout.slice(from, match.index))}(${verb.pattern})`;
    from = match.index + match[0].length;
  }
  // Layouts are a user's own: an engine without backtracking reads them.
  const matcher = RE2JS.compile(`${pattern}${literal(layout.slice(from))}`).matcher(text);
  if (!matcher.matches()) return undefined;
  const parts: Parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, afternoon: undefined, offsetMinutes: Number.NaN };
  for (const [index, verb] of found.entries()) verb.read(matcher.group(index + 1) ?? '', parts);
  return { local: localOf(parts), offsetMinutes: Number.isNaN(parts.offsetMinutes) ? undefined : parts.offsetMinutes };
}

function localOf({ year, month, day, hour, minute, second, afternoon }: Parts): number {
  const hours = afternoon === undefined ? hour : (hour % 12) + (afternoon ? 12 : 0);
  return Date.UTC(year, month - 1, day, hours, minute) + Math.round(second * 1000);
}

function literal(text: string): string {
  return RE2JS.quote(text);
}
