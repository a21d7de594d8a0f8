import { expect, it } from 'vitest';
import { pauseAlive, type Timers } from './timers.ts';

it('keeps the process alive exactly as long as it pauses', async () => {
  const seen: string[] = [];
  let wake: () => void = () => undefined;
  const timers: Timers = {
    now: () => 0,
    random: () => 0,
    after: (_, run) => {
      wake = run;
      return () => undefined;
    },
    hold: () => {
      seen.push('held');
      return () => seen.push('released');
    },
  };
  const paused = pauseAlive(timers, 1000);
  expect(seen).toEqual(['held']);
  wake();
  await paused;
  expect(seen).toEqual(['held', 'released']);
});
