import { expect, test } from 'vitest';
import { fitted, revealing, viewOf, zoomedAt } from './camera.ts';

const view = { width: 800, height: 600 };

test('zooming keeps the point under the pointer', () => {
  const camera = { x: 10, y: 20, scale: 0.5 };
  const zoomed = zoomedAt(camera, 1.7, { x: 300, y: 200 });
  const world = (one: typeof camera) => [(300 - one.x) / one.scale, (200 - one.y) / one.scale];
  expect(world(zoomed)[0]).toBeCloseTo(world(camera)[0] as number);
  expect(world(zoomed)[1]).toBeCloseTo(world(camera)[1] as number);
});

test.each([
  { part: { x: 0, y: 0, width: 100, height: 50 }, scale: 1 },
  { part: { x: -500, y: 40, width: 7360, height: 10 }, scale: 0.1 },
])('$part fits into the middle', ({ part, scale }) => {
  const camera = fitted(part, view);
  expect(camera.scale).toBeCloseTo(scale);
  const shown = viewOf(camera, view);
  expect(shown.x + shown.width / 2).toBeCloseTo(part.x + part.width / 2);
  expect(shown.y + shown.height / 2).toBeCloseTo(part.y + part.height / 2);
});

test('what is in view is not moved, what is not comes into view', () => {
  const camera = { x: 0, y: 0, scale: 1 };
  expect(revealing(camera, { x: 100, y: 100, width: 50, height: 50 }, view)).toEqual(camera);
  const moved = revealing(camera, { x: 2000, y: 100, width: 50, height: 50 }, view);
  expect(2000 + moved.x + 50).toBeLessThanOrEqual(800);
});
