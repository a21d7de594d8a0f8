import { expect, test } from 'vitest';
import { createThrottle, type ThrottleLimits } from './throttle.ts';

const candidate = (key: string, priority = 0, createdAt = 0) => ({ key, namespace: key.split('/')[0] ?? '', priority, createdAt });

function throttleOf(total: number, perNamespace = 0) {
  const limits: { -readonly [Limit in keyof ThrottleLimits]: number } = { total, perNamespace };
  return { throttle: createThrottle(() => limits), limits };
}

test('without limits everybody runs', () => {
  const { throttle } = throttleOf(0);
  expect([1, 2, 3].map((number) => throttle.admit(candidate(`a/${number}`)))).toEqual([true, true, true]);
});

test('one that runs keeps its place [4-045]', () => {
  const { throttle } = throttleOf(1);
  expect([throttle.admit(candidate('a/1')), throttle.admit(candidate('a/1')), throttle.admit(candidate('a/2')), throttle.running]).toEqual([
    true,
    true,
    false,
    1,
  ]);
});

test('the next one is the most important, then the oldest, and nobody else is let in', () => {
  const { throttle } = throttleOf(1);
  throttle.admit(candidate('a/runs'));
  for (const waiting of [candidate('a/new', 0, 2), candidate('a/old', 0, 1), candidate('a/vip', 9, 3)]) throttle.admit(waiting);
  expect(throttle.release('a/runs')).toEqual(['a/vip']);
  expect(throttle.admit(candidate('a/new', 0, 2))).toBe(false);
  expect(throttle.admit(candidate('a/vip', 9, 3))).toBe(true);
  expect(throttle.release('a/vip')).toEqual(['a/old']);
});

test('a full namespace does not keep others waiting [4-045]', () => {
  const { throttle } = throttleOf(0, 1);
  throttle.admit(candidate('a/1'));
  expect([throttle.admit(candidate('a/2', 9)), throttle.admit(candidate('b/1'))]).toEqual([false, true]);
  expect(throttle.release('b/1')).toEqual([]);
  expect(throttle.release('a/1')).toEqual(['a/2']);
});

test('those that an earlier process started count [4-045]', () => {
  const { throttle, limits } = throttleOf(1);
  throttle.adopt('a/1', 'a');
  throttle.adopt('a/2', 'a');
  expect([throttle.running, throttle.admit(candidate('a/3'))]).toEqual([2, false]);
  limits.total = 3;
  expect([throttle.waiting(), throttle.admit(candidate('a/3'))]).toEqual([['a/3'], true]);
});
