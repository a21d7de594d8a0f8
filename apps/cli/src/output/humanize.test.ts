import { expect, test } from 'vitest';
import { duration, relativeTime, shortDuration, timestamp } from './humanize.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0 seconds', '0s', 'now'],
  [999, '0 seconds', '0s', 'now'],
  [SECOND, '1 second', '1s', '1 second ago'],
  [13 * SECOND, '13 seconds', '13s', '13 seconds ago'],
  [MINUTE, '1 minute 0 seconds', '1m', '1 minute ago'],
  [95 * SECOND, '1 minute 35 seconds', '1m', '1 minute ago'],
  [142 * SECOND, '2 minutes 22 seconds', '2m', '2 minutes ago'],
  [HOUR + MINUTE, '1 hour 1 minutes', '1h', '1 hour ago'],
  [22 * HOUR, '22 hours 0 minutes', '22h', '22 hours ago'],
  [DAY + 3 * HOUR, '1 day 3 hours', '1d', '1 day ago'],
  [9 * DAY, '1 week 0 hours', '9d', '1 week ago'],
  [400 * DAY, '1 year 0 hours', '400d', '1 year ago'],
  [40 * 360 * DAY, 'a long while 0 hours', '14400d', 'a long while ago'],
])('%d ms: %s, %s, %s', (length, long, short, relative) => {
  expect([duration(length), shortDuration(length), relativeTime(0, length)]).toEqual([long, short, relative]);
});

test('what is to come is from now', () => {
  expect(relativeTime(90 * MINUTE, 0)).toBe('1 hour from now');
  expect(shortDuration(-90 * MINUTE)).toBe('1h');
});

test.each([
  [480, 'Fri Dec 06 17:11:51 +0800 (20 minutes ago)'],
  [0, 'Fri Dec 06 09:11:51 +0000 (20 minutes ago)'],
  [-570, 'Thu Dec 05 23:41:51 -0930 (20 minutes ago)'],
])('a time %d minutes ahead of UTC is %s', (offset, text) => {
  const instant = Date.parse('2019-12-06T09:11:51Z');
  expect(timestamp(instant, instant + 20 * MINUTE, () => offset)).toBe(text);
});
