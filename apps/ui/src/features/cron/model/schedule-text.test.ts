import type { CronWorkflow } from '@argosy/api';
import { expect, test } from 'vitest';
import { nextRuns, runsWithin, schedulesOf } from './schedule-text.ts';

const cron = (spec: object): CronWorkflow => ({ metadata: { name: 'c' }, spec: { workflowSpec: {}, ...spec } as CronWorkflow['spec'] });
const after = Date.UTC(2026, 10, 27, 5, 40);
const text = (instants: readonly number[]): string[] => instants.map((instant) => new Date(instant).toISOString().slice(5, 16));

test.each([
  [{ schedules: ['0 * * * *'] }, ['11-27T06:00', '11-27T07:00', '11-27T08:00']],
  [{ schedules: ['0 6 * * *', '30 5 * * *'], timezone: 'Europe/Berlin' }, ['11-28T04:30', '11-28T05:00', '11-29T04:30']],
  [{ schedule: '0 0 1 1 *' }, ['01-01T00:00', '01-01T00:00', '01-01T00:00']],
  [{ schedules: ['nonsense'] }, []],
])('[10-030] next runs of %j', (spec, want) => {
  expect(text(nextRuns(cron(spec), { after, count: 3 }))).toEqual(want);
});

test('[10-030] a backfill has every run of its span, both ends included', () => {
  const span = { from: Date.UTC(2026, 10, 27, 0), to: Date.UTC(2026, 10, 27, 2), most: 50 };
  expect(text(runsWithin(cron({ schedules: ['0 * * * *'] }), span))).toEqual(['11-27T00:00', '11-27T01:00', '11-27T02:00']);
});

test('the older field is read, too', () => {
  expect(schedulesOf(cron({ schedule: '@daily' }))).toEqual(['@daily']);
});
