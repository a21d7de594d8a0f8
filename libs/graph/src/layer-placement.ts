import type { Layers } from './layers.ts';

const PASSES = 6;

/** Where each point stands across its layer: near the median of its neighbours, at least `gap` from the one beside it. */
export function placeLayers(layers: Layers, gap: number): Float64Array {
  const across = new Float64Array(layers.layerOf.length);
  for (const points of layers.order) for (const [index, point] of points.entries()) across[point] = (index - (points.length - 1) / 2) * gap;
  for (let pass = 0; pass < PASSES; pass++) {
    const down = pass % 2 === 0;
    for (const points of down ? layers.order : layers.order.toReversed()) {
      const wanted = points.map(
        (point) => medianOf((down ? layers.before : layers.after)[point] ?? [], across) ?? (across[point] as number),
      );
      spread(points, { wanted, gap, across });
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
  readonly gap: number;
  readonly across: Float64Array;
}

/**
 * Keeps the order and the gaps and moves everyone as little as possible (least squares): pool adjacent violators on the
 * wanted places, each lessened by the room that those before it need.
 */
function spread(points: readonly number[], { wanted, gap, across }: Spread): void {
  const blocks: Block[] = [];
  for (const [index, place] of wanted.entries()) {
    let block: Block = { count: 1, sum: place - index * gap };
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
    for (let step = 0; step < count; step++, index++) across[points[index] as number] = sum / count + index * gap;
  }
}
