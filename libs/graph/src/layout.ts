import { assignLayers } from './layers.ts';
import { orderLayers } from './layer-order.ts';
import { placeLayers } from './layer-placement.ts';
import type { GraphModel } from './graph.ts';

export interface LayoutOptions {
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  /** Between neighbours of a layer. */
  readonly gapWithin: number;
  /** Between layers. */
  readonly gapBetween: number;
  /** The way in which time runs. */
  readonly direction: 'down' | 'right';
}

export interface PlacedNode {
  readonly id: string;
  /** Centre of the node. */
  readonly x: number;
  readonly y: number;
  readonly layer: number;
}

export interface GraphLayout {
  readonly nodes: readonly PlacedNode[];
  readonly width: number;
  readonly height: number;
}

/**
 * Lays a graph out in layers: longest-path ranks, barycentre sweeps against crossings, medians for straight lines.
 * Linear in nodes and edges for each sweep, so thousands of nodes take tens of milliseconds (libs.md §3.4).
 */
export function layoutGraph(graph: GraphModel, options: LayoutOptions): GraphLayout {
  const layers = assignLayers(graph);
  orderLayers(layers);
  const breadth = options.direction === 'down' ? options.nodeWidth : options.nodeHeight;
  const depth = options.direction === 'down' ? options.nodeHeight : options.nodeWidth;
  const across = placeLayers(layers, breadth + options.gapWithin);
  const step = depth + options.gapBetween;
  const placed = graph.nodes.map(({ id }, point) => {
    const layer = layers.layerOf[point] as number;
    const [x, y] = options.direction === 'down' ? [across[point] as number, layer * step] : [layer * step, across[point] as number];
    return { id, x, y, layer };
  });
  return fromOrigin(placed, options);
}

/** Moves everything so that the picture begins at 0/0. */
function fromOrigin(placed: readonly PlacedNode[], { nodeWidth, nodeHeight }: LayoutOptions): GraphLayout {
  if (placed.length === 0) return { nodes: [], width: 0, height: 0 };
  const least = { x: Number.POSITIVE_INFINITY, y: Number.POSITIVE_INFINITY };
  const most = { x: Number.NEGATIVE_INFINITY, y: Number.NEGATIVE_INFINITY };
  for (const node of placed) {
    for (const axis of ['x', 'y'] as const) {
      least[axis] = Math.min(least[axis], node[axis]);
      most[axis] = Math.max(most[axis], node[axis]);
    }
  }
  const nodes = placed.map((node) => ({ ...node, x: node.x - least.x + nodeWidth / 2, y: node.y - least.y + nodeHeight / 2 }));
  return { nodes, width: most.x - least.x + nodeWidth, height: most.y - least.y + nodeHeight };
}
