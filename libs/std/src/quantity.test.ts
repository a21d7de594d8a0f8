import { expect, it } from 'vitest';
import { formatQuantity, parseQuantity } from './quantity.ts';

it.each([
  ['100m', 0.1],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['1e3', 1000],
  ['12E', 12e18],
  ['-5k', -5000],
  ['.5', 0.5],
  [7, 7],
])('%s is %d', (text, value) => expect(parseQuantity(text)).toBe(value));

it.each(['', '1 Gi', '1kB', 'x', '1.2.3', undefined, null])('%s is no quantity', (text) => expect(parseQuantity(text)).toBeNaN());

it.each([
  [0.25, 'requests.cpu', '250m'],
  [2, 'cpu', '2'],
  [3 * 2 ** 20, 'limits.memory', '3Mi'],
  [1500, 'memory', '1500'],
  [4, 'pods', '4'],
])('%d of %s is written %s', (value, resource, text) => expect(formatQuantity(value, resource)).toBe(text));
