import type { Layers } from './layers.ts';

const SWEEPS = 8;

/** Orders the points of each layer by the mean place of their neighbours, down and up in turn: fewer crossings. */
export function orderLayers(layers: Layers): void {
  const place = new Float64Array(layers.layerOf.length);
  for (const points of layers.order) number(points, place);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    const sequence = down ? layers.order : layers.order.toReversed();
    for (const points of sequence) sortByNeighbours(points, down ? layers.before : layers.after, place);
  }
}

function sortByNeighbours(points: number[], neighbours: readonly (readonly number[])[], place: Float64Array): void {
  const weight = new Map<number, number>();
  for (const point of points) weight.set(point, meanPlace(neighbours[point] ?? [], place) ?? (place[point] as number));
  points.sort(
    (left, right) => (weight.get(left) as number) - (weight.get(right) as number) || (place[left] as number) - (place[right] as number),
  );
  number(points, place);
}

function meanPlace(points: readonly number[], place: Float64Array): number | undefined {
  if (points.length === 0) return undefined;
  let sum = 0;
  for (const point of points) sum += place[point] as number;
  return sum / points.length;
}

/** Places run from 0 to 1 in each layer, so that layers of different sizes compare. */
function number(points: readonly number[], place: Float64Array): void {
  for (const [index, point] of points.entries()) place[point] = (index + 1) / (points.length + 1);
}
