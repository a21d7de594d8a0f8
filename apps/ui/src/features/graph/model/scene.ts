import type { FlowBox, FlowLayout, FlowModel, FlowRoute } from '@argosy/graph';
import type { Rect } from '../../../canvas/camera.ts';
import type { ItemFacts } from './graph-states.ts';

/** What is drawn: a layout, what its items show, and what is picked out of it. */
export interface Scene {
  readonly model: FlowModel;
  readonly layout: FlowLayout;
  /** The way in which time runs in it. */
  readonly direction: 'right' | 'down';
  readonly facts: ReadonlyMap<string, ItemFacts>;
  /** Items that stand out; the others are dimmed. Absent: nothing is picked. */
  readonly picked?: ReadonlySet<string>;
  /** Items of the critical path. */
  readonly critical?: ReadonlySet<string>;
}

const CELL = 512;

/** Finds what is in a part of the picture without going through all of it. */
export class SceneIndex {
  readonly boxes: readonly FlowBox[];
  readonly routes: readonly (FlowRoute & { readonly bounds: Rect })[];
  readonly boxOf: ReadonlyMap<string, FlowBox>;
  readonly #cells = new Map<string, number[]>();
  readonly #wide: number[] = [];

  constructor(layout: FlowLayout) {
    this.boxes = layout.boxes;
    this.boxOf = new Map(layout.boxes.map((box) => [box.id, box]));
    this.routes = layout.routes.map((route) => ({ ...route, bounds: boundsOf(route.points) }));
    for (const [index, box] of layout.boxes.entries()) this.#file(index, box);
  }

  /** Boxes that touch a part, outer ones first. */
  boxesIn(part: Rect): FlowBox[] {
    const [left, right, top, bottom] = [cell(part.x), cell(part.x + part.width), cell(part.y), cell(part.y + part.height)];
    // A part that covers most of the picture is quicker gone through as a whole.
    if ((right - left) * (bottom - top) > this.#cells.size) return this.boxes.filter((box) => touches(box, part));
    const found = new Set<number>(this.#wide);
    for (let x = left; x <= right; x++)
      for (let y = top; y <= bottom; y++) for (const index of this.#cells.get(`${x},${y}`) ?? []) found.add(index);
    return [...found]
      .sort((one, two) => one - two)
      .map((index) => this.boxes[index] as FlowBox)
      .filter((box) => touches(box, part));
  }

  routesIn(part: Rect): (FlowRoute & { readonly bounds: Rect })[] {
    return this.routes.filter(({ bounds }) => touches(bounds, part));
  }

  /** The innermost box at a point. */
  boxAt(x: number, y: number): FlowBox | undefined {
    return this.boxesIn({ x, y, width: 0, height: 0 }).at(-1);
  }

  #file(index: number, box: FlowBox): void {
    if (box.open || box.width > CELL * 4) {
      this.#wide.push(index);
      return;
    }
    for (let x = cell(box.x); x <= cell(box.x + box.width); x++) {
      for (let y = cell(box.y); y <= cell(box.y + box.height); y++) {
        const key = `${x},${y}`;
        const known = this.#cells.get(key);
        if (known) known.push(index);
        else this.#cells.set(key, [index]);
      }
    }
  }
}

function cell(value: number): number {
  return Math.floor(value / CELL);
}

function touches(one: Rect, two: Rect): boolean {
  return one.x <= two.x + two.width && two.x <= one.x + one.width && one.y <= two.y + two.height && two.y <= one.y + one.height;
}

function boundsOf(points: readonly number[]): Rect {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < points.length; index += 2) {
    left = Math.min(left, points[index] as number);
    right = Math.max(right, points[index] as number);
    top = Math.min(top, points[index + 1] as number);
    bottom = Math.max(bottom, points[index + 1] as number);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
