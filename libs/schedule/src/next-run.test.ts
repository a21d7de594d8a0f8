import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSchedule } from './cron-expression.ts';
import { lastRun, nextRun } from './next-run.ts';

const next = (source: string, after: string, zone?: string): string | undefined => {
  const parsed = parseSchedule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const at = nextRun(parsed.schedule, Date.parse(after), zone);
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('next run', () => {
  test.each([
    ['* * * * *', '2026-01-01T00:00:30Z', undefined, '2026-01-01T00:01:00.000Z'],
    ['*/15 * * * *', '2026-01-01T00:15:00Z', undefined, '2026-01-01T00:30:00.000Z'],
    ['0 2 29 2 *', '2026-01-01T00:00:00Z', undefined, '2028-02-29T02:00:00.000Z'],
    ['0 0 13 * 5', '2026-01-01T00:00:00Z', undefined, '2026-01-02T00:00:00.000Z'],
    ['@hourly', '2026-01-01T00:59:59Z', undefined, '2026-01-01T01:00:00.000Z'],
    ['@every 1h30m', '2026-01-01T00:00:00Z', undefined, '2026-01-01T01:30:00.000Z'],
    ['0 9 * jan mon-fri', '2026-01-02T10:00:00Z', undefined, '2026-01-05T09:00:00.000Z'],
    ['CRON_TZ=America/New_York 0 8 * * *', '2026-07-01T00:00:00Z', undefined, '2026-07-01T12:00:00.000Z'],
    ['30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-30T00:30:00.000Z'],
    ['30 2 * * *', '2026-10-24T12:00:00Z', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s after %s in %s [4-135]', (source, after, zone, expected) => {
    expect(next(source, after, zone)).toBe(expected);
  });

  test.each([
    ['*/30 * * * *', '2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T01:00:00.000Z'],
    ['0 * * * *', '2026-03-29T00:00:00Z', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['0 * 1 * *', '2026-01-01T23:30:00Z', undefined, '2026-02-01T00:00:00.000Z'],
  ])('a schedule of every hour follows real time: %s after %s in %s', (source, after, zone, expected) => {
    expect(next(source, after, zone)).toBe(expected);
  });

  test.each([
    ['* * * * *', '2016-01-01T00:00:00Z', '2026-01-01T00:00:30Z', '2026-01-01T00:00:00.000Z'],
    ['0 0 29 2 *', '2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['@every 10s', '2016-01-01T00:00:05Z', '2026-01-01T00:00:01Z', '2025-12-31T23:59:55.000Z'],
    ['0 0 1 1 *', '2026-01-02T00:00:00Z', '2026-02-01T00:00:00Z', undefined],
  ])('last run of %s between %s and %s', (source, since, before, expected) => {
    const parsed = parseSchedule(source);
    const at = parsed.ok ? lastRun(parsed.schedule, { since: Date.parse(since), before: Date.parse(before) }) : undefined;
    expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(expected);
  });

  test.each([
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['a * * * *', 'failed to parse int from a'],
    ['@often', 'unrecognized descriptor: @often'],
    ['CRON_TZ=Mars/Base * * * * *', 'provided bad location Mars/Base'],
  ])('%s is malformed [12-003]', (source, message) => {
    expect(parseSchedule(source)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });

  test('agrees with croner where their rules are the same', () => {
    const field = (least: number, most: number): fc.Arbitrary<string> =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: least, max: most }).map(String),
        fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 1, max: 9 })).map(([from, step]) => `${from}-${most}/${step}`),
      );
    const spec = fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12)).map((fields) => `${fields.join(' ')} *`);
    fc.assert(
      fc.property(spec, fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), (source, after) => {
        expect(next(source, after.toISOString())).toBe(new Cron(source, { timezone: 'UTC' }).nextRun(after)?.toISOString());
      }),
      { numRuns: 100 },
    );
  });
});
