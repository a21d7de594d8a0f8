import { expect, test } from 'vitest';
import { absoluteText, durationText, relativeText } from './time-text.ts';

test.each([
  [0, '0s'],
  [1234, '1.2s'],
  [59_400, '59s'],
  [61_000, '1m 01s'],
  [3_600_000, '1h 00m'],
  [90_061_000, '1d 01h'],
  [-5, '0s'],
])('a length of %d ms reads %s', (length, want) => {
  expect(durationText(length)).toBe(want);
});

test.each([
  [0, 12_000, '12s ago'],
  [0, 3_600_000, '1h ago'],
  [180_000, 0, 'in 3m'],
  [0, 172_800_000, '2d ago'],
])('[10-006] %d seen at %d is %s', (instant, now, want) => {
  expect(relativeText(instant, now, { ago: '{time} ago', ahead: 'in {time}' })).toBe(want);
});

test('[10-006] an absolute time in UTC says so', () => {
  expect(absoluteText(Date.UTC(2026, 10, 27, 14, 5, 9), 'utc')).toBe('2026-11-27 14:05:09Z');
});
