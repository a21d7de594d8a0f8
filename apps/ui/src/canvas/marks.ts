import type { NodeState } from '@argosy/graph';
import { marks, openShapes, outlines } from '../design/state-mark.tsx';
import type { Palette } from './palette.ts';

const paths = new Map<string, Path2D>();

/** Draws the mark of a state into a square with its corner at x, y. */
export function drawMark(
  context: CanvasRenderingContext2D,
  state: NodeState,
  { x, y, size, colours }: { readonly x: number; readonly y: number; readonly size: number; readonly colours: Palette },
): void {
  const { shape, glyph } = marks[state];
  const open = openShapes.has(shape);
  const { strong } = colours.states[state];
  context.save();
  context.translate(x, y);
  context.scale(size / 16, size / 16);
  context.lineWidth = 1.6;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (open) {
    context.strokeStyle = strong;
    if (shape === 'dashed') context.setLineDash([2.6, 2.4]);
    context.stroke(pathOf(outlines[shape]));
    context.setLineDash([]);
  } else {
    context.fillStyle = strong;
    context.fill(pathOf(outlines[shape]));
    context.strokeStyle = colours.glyph;
  }
  if (glyph !== '') context.stroke(pathOf(glyph));
  context.restore();
}

function pathOf(data: string): Path2D {
  const known = paths.get(data);
  if (known) return known;
  const path = new Path2D(data);
  paths.set(data, path);
  return path;
}
