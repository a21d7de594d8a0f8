import { createSimulatedTimers } from '@argosy/kube';
import { expect, test } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

test('burst at once, then the rate', async () => {
  const timers = createSimulatedTimers(1, 0);
  const bucket = createTokenBucket({ rate: 10, burst: 3, timers });
  const passed: number[] = [];
  for (let index = 0; index < 6; index++) void bucket.wait().then(() => passed.push(timers.now()));
  await timers.runUntil(() => passed.length === 6, 10_000);
  expect(passed.map(Math.round)).toEqual([0, 0, 0, 100, 200, 300]);
});

test('tryTake does not wait, and the bucket fills up to its burst', async () => {
  const timers = createSimulatedTimers(1, 0);
  const bucket = createTokenBucket({ rate: 1, burst: 2, timers });
  const take = () => [bucket.tryTake(), bucket.tryTake(), bucket.tryTake()];
  expect(take()).toEqual([true, true, false]);
  timers.after(60_000, () => undefined);
  await timers.step();
  expect(take()).toEqual([true, true, false]);
});
