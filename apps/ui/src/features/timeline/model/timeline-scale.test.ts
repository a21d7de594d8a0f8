import { expect, test } from 'vitest';
import { axisStep, rowAt, zoomedScale } from './timeline-scale.ts';

const scale = { left: 0, zoom: 1, top: 0, names: 200 };

test('zooming time keeps what is under the pointer', () => {
  const zoomed = zoomedScale(scale, 4, { at: 600, width: 1000 });
  expect((zoomed.left + 400) / zoomed.zoom).toBeCloseTo(400);
  expect(zoomedScale(zoomed, 0.01, { at: 600, width: 1000 }).zoom).toBe(1);
});

test.each([
  [60_000, 10, 10_000],
  [7_200_000, 8, 900_000],
  [500, 8, 1000],
  [90 * 86_400_000, 8, 1_209_600_000],
])('an axis of %d ms with room for %d marks has one every %d ms', (span, room, want) => {
  expect(axisStep(span, room)).toBe(want);
});

test.each([
  [5, 100, 200, 100],
  [0, 100, 200, 0],
  [50, 0, 200, 1156],
])('row %d at scroll %d in a height of %d', (index, top, height, want) => {
  expect(rowAt.reveal(index, top, height)).toBe(want);
});
