import type { FlowBox, FlowLayout } from '@argosy/graph';

export type Direction = 'left' | 'right' | 'up' | 'down';

export interface Picture {
  readonly layout: FlowLayout;
  /** The way in which time runs. */
  readonly flow: 'right' | 'down';
}

/**
 * Where an arrow key leads from an item: with and against time along its links, of several the nearest; across time, and where no link
 * leads on, to the nearest box that lies there.
 */
export function neighbour({ layout, flow }: Picture, from: string | undefined, direction: Direction): string | undefined {
  const boxes = new Map(layout.boxes.map((box) => [box.id, box]));
  const start = boxes.get(from ?? '');
  if (!start) return layout.boxes[0]?.id;
  const along = flow === 'right' ? direction === 'left' || direction === 'right' : direction === 'up' || direction === 'down';
  const linked = !along
    ? []
    : layout.routes.flatMap((route) => (route.from === start.id ? [route.to] : route.to === start.id ? [route.from] : []));
  const among = (candidates: readonly FlowBox[]): string | undefined => nearest(start, candidates, direction)?.id;
  return among(linked.map((id) => boxes.get(id)).filter((box) => box !== undefined)) ?? among(layout.boxes.filter((box) => !box.open));
}

interface Heading {
  /** How far ahead; below zero is behind. */
  readonly ahead: (dx: number, dy: number) => number;
  readonly aside: (dx: number, dy: number) => number;
}

const HEADINGS: Readonly<Record<Direction, Heading>> = {
  right: { ahead: (dx) => dx, aside: (_, dy) => Math.abs(dy) },
  left: { ahead: (dx) => -dx, aside: (_, dy) => Math.abs(dy) },
  down: { ahead: (_, dy) => dy, aside: (dx) => Math.abs(dx) },
  up: { ahead: (_, dy) => -dy, aside: (dx) => Math.abs(dx) },
};

function nearest(start: FlowBox, candidates: readonly FlowBox[], direction: Direction): FlowBox | undefined {
  const { ahead, aside } = HEADINGS[direction];
  let best: FlowBox | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const box of candidates) {
    const dx = box.x + box.width / 2 - (start.x + start.width / 2);
    const dy = box.y + box.height / 2 - (start.y + start.height / 2);
    const distance = ahead(dx, dy);
    if (box.id === start.id || distance <= 1) continue;
    const cost = distance + 2 * aside(dx, dy);
    if (cost < bestCost) [best, bestCost] = [box, cost];
  }
  return best;
}
