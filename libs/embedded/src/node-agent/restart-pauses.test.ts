import { expect, it } from 'vitest';
import { RestartPauses, Wakeable } from './restart-pauses.ts';

it('the first restart is at once, the next ones after longer and longer pauses', () => {
  const pauses = new RestartPauses();
  expect(Array.from({ length: 8 }, () => pauses.after(100))).toEqual([0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
});

it('a container that ran for long begins anew', () => {
  const pauses = new RestartPauses();
  for (let i = 0; i < 5; i++) pauses.after(0);
  expect([pauses.after(600_000), pauses.after(0)]).toEqual([0, 10_000]);
});

it('all who wait are woken together, and one by the end of its pod', async () => {
  const wakeable = new Wakeable();
  const pod = new AbortController();
  const waiting = [wakeable.pause(60_000, pod.signal), wakeable.pause(60_000, new AbortController().signal)];
  pod.abort();
  await waiting[0];
  wakeable.wakeAll();
  await Promise.all(waiting);
});
