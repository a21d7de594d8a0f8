import type { Layers } from './layers.ts';

const PASSES = 6;

/** Where each point stands across its layer: near the median of its neighbours, at least `gap` from the one beside it. */
export function placeLayers(layers: Layers, gap: number): Float64Array {
  return placeWideLayers(layers, new Float64Array(layers.layerOf.length), gap);
}

/** The same for points that are `widths` wide, with `gap` between their borders. */
export function placeWideLayers(layers: Layers, widths: Float64Array, gap: number): Float64Array {
  const across = new Float64Array(layers.layerOf.length);
  const roomBefore = new Float64Array(layers.layerOf.length);
  for (const points of layers.order) {
    let room = 0;
    for (const [index, point] of points.entries()) {
      if (index > 0) room += ((widths[points[index - 1] as number] as number) + (widths[point] as number)) / 2 + gap;
      roomBefore[point] = room;
    }
    for (const point of points) across[point] = (roomBefore[point] as number) - room / 2;
  }
  for (let pass = 0; pass < PASSES; pass++) {
    const down = pass % 2 === 0;
    for (const points of down ? layers.order : layers.order.toReversed()) {
      const wanted = points.map(
        (point) => medianOf((down ? layers.before : layers.after)[point] ?? [], across) ?? (across[point] as number),
      );
      spread(points, { wanted, roomBefore, across });
    }
  }
  return across;
}

function medianOf(points: readonly number[], across: Float64Array): number | undefined {
  if (points.length === 0) return undefined;
  const places = points.map((point) => across[point] as number).sort((left, right) => left - right);
  const middle = places.length >> 1;
  return places.length % 2 === 1 ? places[middle] : ((places[middle - 1] as number) + (places[middle] as number)) / 2;
}

interface Block {
  count: number;
  sum: number;
}

interface Spread {
  readonly wanted: readonly number[];
  /** From the first point of the layer to each, where they stand as close as they may. */
  readonly roomBefore: Float64Array;
  readonly across: Float64Array;
}

/**
 * Keeps the order and the gaps and moves everyone as little as possible (least squares): pool adjacent violators on the
 * wanted places, each lessened by the room that those before it need.
 */
function spread(points: readonly number[], { wanted, roomBefore, across }: Spread): void {
  const blocks: Block[] = [];
  for (const [index, place] of wanted.entries()) {
    let block: Block = { count: 1, sum: place - (roomBefore[points[index] as number] as number) };
    let previous = blocks.at(-1);
    while (previous && previous.sum / previous.count > block.sum / block.count) {
      block = { count: block.count + previous.count, sum: block.sum + previous.sum };
      blocks.pop();
      previous = blocks.at(-1);
    }
    blocks.push(block);
  }
  let index = 0;
  for (const { count, sum } of blocks) {
    for (let step = 0; step < count; step++, index++) {
      const point = points[index] as number;
      across[point] = sum / count + (roomBefore[point] as number);
    }
  }
}
