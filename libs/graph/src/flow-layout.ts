import type { FlowItem, FlowLink, FlowModel } from './flow-item.ts';
import { type IndexEdge, layersOf } from './layers.ts';
import { orderLayers } from './layer-order.ts';
import { placeWideLayers } from './layer-placement.ts';

export interface FlowSizes {
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  /** A run in an open stack. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly junction: number;
  /** Between neighbours of a layer, and between layers. */
  readonly gapWithin: number;
  readonly gapBetween: number;
  /** Around the inside of an open boundary or stack, and its title on top. */
  readonly padding: number;
  readonly header: number;
}

export const flowSizes: FlowSizes = {
  nodeWidth: 184,
  nodeHeight: 44,
  cellWidth: 132,
  cellHeight: 24,
  junction: 8,
  gapWithin: 14,
  gapBetween: 44,
  padding: 14,
  header: 28,
};

export interface FlowLayoutOptions {
  /** Ids of boundaries and stacks that show their inside. */
  readonly open: ReadonlySet<string>;
  /** The way in which time runs. */
  readonly direction: 'down' | 'right';
  readonly sizes?: FlowSizes;
}

/** A laid out item: the corner with the least x and y, and its size. */
export interface FlowBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** It shows its inside. */
  readonly open: boolean;
}

/** A laid out link: the points that it passes, as x, y, x, y … */
export interface FlowRoute {
  readonly from: string;
  readonly to: string;
  readonly dashed: boolean;
  readonly points: readonly number[];
}

export interface FlowLayout {
  /** Outer boxes come before what they contain. */
  readonly boxes: readonly FlowBox[];
  readonly routes: readonly FlowRoute[];
  readonly width: number;
  readonly height: number;
}

/**
 * Lays out what is visible: each open boundary in layers of its own, each open stack as a grid, from the inside out.
 * The same model and options always give the same picture.
 */
export function layoutFlow(model: FlowModel, options: FlowLayoutOptions): FlowLayout {
  const sizes = options.sizes ?? flowSizes;
  const linksOf = linksByParent(model);
  const itemsOf = (ids: readonly string[]): FlowItem[] => ids.map((id) => model.items.get(id)).filter((item) => item !== undefined);
  const measure = (item: FlowItem, cell: boolean): Block => {
    if (!options.open.has(item.id) || item.children.length === 0) return closedBlock(item, sizes, cell);
    const inner = item.kind === 'stack' ? grid(itemsOf(item.children).map((child) => measure(child, true))) : scope(item.children, item.id);
    return framed(item, inner, sizes);
  };
  const scope = (ids: readonly string[], parent: string): Block => {
    const blocks = itemsOf(ids).map((item) => measure(item, false));
    return layered(blocks, { links: linksOf.get(parent) ?? [], sizes, direction: options.direction });
  };
  const picture = scope(model.roots, ROOT);
  const boxes: FlowBox[] = [];
  const routes: FlowRoute[] = [];
  emit(picture, { x: 0, y: 0 }, { boxes, routes });
  return { boxes, routes, width: picture.width, height: picture.height };
}

const ROOT = '';

/** A measured part of the picture: its size and what stands where inside it. */
interface Block {
  readonly item?: FlowItem;
  readonly open: boolean;
  readonly width: number;
  readonly height: number;
  readonly parts: readonly { readonly block: Block; readonly x: number; readonly y: number }[];
  readonly routes: readonly FlowRoute[];
}

function linksByParent(model: FlowModel): Map<string, FlowLink[]> {
  const byParent = new Map<string, FlowLink[]>();
  for (const link of model.links) {
    const parent = model.items.get(link.from)?.parent ?? ROOT;
    const known = byParent.get(parent);
    if (known) known.push(link);
    else byParent.set(parent, [link]);
  }
  return byParent;
}

function closedBlock(item: FlowItem, sizes: FlowSizes, cell: boolean): Block {
  const size =
    item.kind === 'junction'
      ? [sizes.junction, sizes.junction]
      : cell
        ? [sizes.cellWidth, sizes.cellHeight]
        : [sizes.nodeWidth, sizes.nodeHeight];
  return { item, open: false, width: size[0] as number, height: size[1] as number, parts: [], routes: [] };
}

function framed(item: FlowItem, inner: Block, { padding, header, nodeWidth }: FlowSizes): Block {
  const width = Math.max(nodeWidth, inner.width + 2 * padding);
  const parts = [{ block: inner, x: (width - inner.width) / 2, y: header + padding / 2 }];
  return { item, open: true, width, height: inner.height + header + padding * 1.5, parts, routes: [] };
}

const GRID_GAP = 6;
/** Width of a grid in terms of its height: wide, as screens are. */
const GRID_SHAPE = 1.6;

function grid(blocks: readonly Block[]): Block {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + GRID_GAP) * (height + GRID_GAP), 0);
  const wanted = Math.max(...blocks.map(({ width }) => width), Math.sqrt(area * GRID_SHAPE));
  const parts: { block: Block; x: number; y: number }[] = [];
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  for (const block of blocks) {
    if (x > 0 && x + block.width > wanted) [x, y, rowHeight] = [0, y + rowHeight + GRID_GAP, 0];
    parts.push({ block, x, y });
    x += block.width + GRID_GAP;
    width = Math.max(width, x - GRID_GAP);
    rowHeight = Math.max(rowHeight, block.height);
  }
  return { open: true, width, height: y + rowHeight, parts, routes: [] };
}

interface LayeredOptions {
  readonly links: readonly FlowLink[];
  readonly sizes: FlowSizes;
  readonly direction: 'down' | 'right';
}

/** Items that no link touches, from this many on, stand in a grid and not in one endless layer. */
const LOOSE_FROM = 12;

function layered(blocks: readonly Block[], options: LayeredOptions): Block {
  if (blocks.length >= LOOSE_FROM && options.links.length === 0) return grid(blocks);
  const { links, sizes, direction } = options;
  const indexOf = new Map(blocks.map(({ item }, index) => [item?.id ?? '', index]));
  const known = links.filter(({ from, to }) => indexOf.has(from) && indexOf.has(to));
  const edges = known.map(({ from, to }): IndexEdge => [indexOf.get(from) as number, indexOf.get(to) as number]);
  const layers = layersOf(blocks.length, edges);
  orderLayers(layers);
  const down = direction === 'down';
  const breadths = Float64Array.from(layers.layerOf, (_, point) => (down ? blocks[point]?.width : blocks[point]?.height) ?? 0);
  const across = placeWideLayers(layers, breadths, sizes.gapWithin);
  const depthOf = (point: number): number => (down ? blocks[point]?.height : blocks[point]?.width) ?? 0;
  const alongs = layerCentres(layers.order, depthOf, sizes.gapBetween);
  const least = across.reduce((lowest, place, point) => Math.min(lowest, place - (breadths[point] as number) / 2), 0);
  const centre = (point: number): [number, number] => {
    const along = alongs.centres[layers.layerOf[point] as number] as number;
    const side = (across[point] as number) - least;
    return down ? [side, along] : [along, side];
  };
  const parts = blocks.map((block, point) => {
    const [x, y] = centre(point);
    return { block, x: x - block.width / 2, y: y - block.height / 2 };
  });
  const routes = known.map(({ from, to, dashed }, index): FlowRoute => {
    const points = routePoints(layers.routes[index] ?? [], { centre, depthOf, down });
    return { from, to, dashed: dashed === true, points };
  });
  const most = across.reduce((highest, place, point) => Math.max(highest, place + (breadths[point] as number) / 2), 0);
  const [width, height] = down ? [most - least, alongs.depth] : [alongs.depth, most - least];
  return { open: true, width, height, parts, routes };
}

function layerCentres(
  order: readonly (readonly number[])[],
  depthOf: (point: number) => number,
  gap: number,
): { centres: number[]; depth: number } {
  let depth = 0;
  const centres = order.map((points, layer) => {
    const own = points.reduce((most, point) => Math.max(most, depthOf(point)), 0);
    const centre = depth + own / 2;
    depth += own + (layer < order.length - 1 ? gap : 0);
    return centre;
  });
  return { centres, depth };
}

interface RouteShape {
  readonly centre: (point: number) => [number, number];
  readonly depthOf: (point: number) => number;
  readonly down: boolean;
}

/** From the far border of the first box over the waypoints to the near border of the last. */
function routePoints(route: readonly number[], { centre, depthOf, down }: RouteShape): number[] {
  return route.flatMap((point, index) => {
    const [x, y] = centre(point);
    const shift = index === 0 ? depthOf(point) / 2 : index === route.length - 1 ? -depthOf(point) / 2 : 0;
    return down ? [x, y + shift] : [x + shift, y];
  });
}

interface Output {
  readonly boxes: FlowBox[];
  readonly routes: FlowRoute[];
}

function emit(block: Block, at: { readonly x: number; readonly y: number }, output: Output): void {
  const { item, open, width, height } = block;
  if (item) output.boxes.push({ id: item.id, x: at.x, y: at.y, width, height, open });
  for (const route of block.routes) {
    output.routes.push({ ...route, points: route.points.map((value, index) => value + (index % 2 === 0 ? at.x : at.y)) });
  }
  for (const part of block.parts) emit(part.block, { x: at.x + part.x, y: at.y + part.y }, output);
}
