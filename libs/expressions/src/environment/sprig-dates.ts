import { GoDuration, GoTime, GoZone, readDuration, readTime } from '../time/go-time.ts';
import { toText } from '../expr/values.ts';
import type { EvaluationContext } from '../expr/functions/builtin.ts';
import type { Sprig } from './sprig.ts';

const htmlLayout = '2006-01-02';

/** Sprig's functions of time. Times are those of `now` and `date`; whole numbers are seconds since 1970. */
export const dateFunctions: Readonly<Record<string, Sprig>> = {
  now: (_, context) => new GoTime(context.now),
  date: ([layout, time], context) => timeOf(time, context).format(toText(layout)),
  dateInZone: ([layout, time, zone], context) => inZone(timeOf(time, context), zone).format(toText(layout)),
  date_in_zone: ([layout, time, zone], context) => inZone(timeOf(time, context), zone).format(toText(layout)),
  htmlDate: ([time], context) => timeOf(time, context).format(htmlLayout),
  htmlDateInZone: ([time, zone], context) => inZone(timeOf(time, context), zone).format(htmlLayout),
  toDate: ([layout, text]) => readTime(toText(text), toText(layout)),
  mustToDate: ([layout, text]) => readTime(toText(text), toText(layout)),
  dateModify: ([by, time], context) => moved(by, time, context),
  date_modify: ([by, time], context) => moved(by, time, context),
  unixEpoch: ([time], context) => String(Math.floor(timeOf(time, context).instant / 1000)),
  ago: ([time], context) => new GoDuration(Math.round((context.now - timeOf(time, context).instant) / 1000) * 1000).toString(),
  duration: ([seconds]) => new GoDuration(Number(seconds) * 1000).toString(),
  durationRound: ([value]) => rounded(value instanceof GoDuration ? value.milliseconds : readDuration(toText(value)).milliseconds),
};

function timeOf(value: unknown, { now }: EvaluationContext): GoTime {
  if (value instanceof GoTime) return value;
  if (typeof value === 'number') return new GoTime(value * 1000);
  return typeof value === 'string' ? readTime(value) : new GoTime(now);
}

function inZone(time: GoTime, zone: unknown): GoTime {
  return new GoTime(time.instant, new GoZone(toText(zone)).name);
}

function moved(by: unknown, time: unknown, context: EvaluationContext): GoTime {
  const from = timeOf(time, context);
  return new GoTime(from.instant + readDuration(toText(by).replace(/^\+/, '')).milliseconds, from.zone);
}

const units = [
  ['y', 31_536_000_000],
  ['mo', 2_592_000_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

function rounded(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [unit, length] = units.find(([, one]) => size >= one) ?? ['s', 1000];
  return `${milliseconds < 0 ? '-' : ''}${Math.floor(size / length)}${unit}`;
}
