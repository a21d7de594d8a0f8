import type { FlowRoute } from '@argosy/graph';
import type { Painting } from './graph-painter.ts';

/** Beyond this many lines in view curves only cost time. */
const CURVES_UP_TO = 4000;

/** Draws links, those that nothing picks out first. */
export function paintRoutes(painting: Painting, routes: readonly FlowRoute[]): void {
  const { context, colours, scale, scene, sideways } = painting;
  const curved = routes.length <= CURVES_UP_TO && painting.detail !== 'patch';
  const width = Math.max(1.25, 0.6 / scale);
  const isCritical = ({ from, to }: FlowRoute): boolean => scene.critical?.has(from) === true && scene.critical.has(to);
  const plain = routes.filter((route) => !isCritical(route));
  const dim = scene.picked !== undefined || painting.detail === 'patch';
  context.globalAlpha = dim ? 0.35 : 0.8;
  stroke(
    context,
    plain.filter(({ dashed }) => !dashed),
    { curved, sideways, width, colour: colours.control, dash: [] },
  );
  stroke(
    context,
    plain.filter(({ dashed, to }) => dashed || scene.facts.get(to)?.state === 'Planned'),
    { curved, sideways, width, colour: colours.control, dash: [5, 4] },
  );
  context.globalAlpha = 1;
  stroke(context, routes.filter(isCritical), { curved, sideways, width: Math.max(2.5, 1.5 / scale), colour: colours.accent, dash: [] });
  if (painting.detail === 'full') for (const route of routes) arrow(painting, route, isCritical(route));
}

interface Shape {
  readonly curved: boolean;
  /** Time runs to the right. */
  readonly sideways: boolean;
}

interface Stroke extends Shape {
  readonly width: number;
  readonly colour: string;
  readonly dash: readonly number[];
}

function stroke(context: CanvasRenderingContext2D, routes: readonly FlowRoute[], { curved, sideways, width, colour, dash }: Stroke): void {
  if (routes.length === 0) return;
  context.beginPath();
  for (const { points } of routes) trace(context, points, { curved, sideways });
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.setLineDash([...dash]);
  context.stroke();
  context.setLineDash([]);
}

/** Curves leave and enter in the direction of time, whichever that is. */
function trace(context: CanvasRenderingContext2D, points: readonly number[], { curved, sideways }: Shape): void {
  if (points.length < 4) return;
  let [x, y] = [points[0] as number, points[1] as number];
  context.moveTo(x, y);
  for (let index = 2; index < points.length; index += 2) {
    const [nextX, nextY] = [points[index] as number, points[index + 1] as number];
    const [middleX, middleY] = [(x + nextX) / 2, (y + nextY) / 2];
    if (!curved) context.lineTo(nextX, nextY);
    else if (sideways) context.bezierCurveTo(middleX, y, middleX, nextY, nextX, nextY);
    else context.bezierCurveTo(x, middleY, nextX, middleY, nextX, nextY);
    [x, y] = [nextX, nextY];
  }
}

function arrow({ context, colours, sideways }: Painting, { points }: FlowRoute, critical: boolean): void {
  const [x, y] = [points.at(-2), points.at(-1)];
  if (x === undefined || y === undefined) return;
  context.fillStyle = critical ? colours.accent : colours.control;
  context.beginPath();
  context.moveTo(x, y);
  if (sideways) {
    context.lineTo(x - 6, y - 3.5);
    context.lineTo(x - 6, y + 3.5);
  } else {
    context.lineTo(x - 3.5, y - 6);
    context.lineTo(x + 3.5, y - 6);
  }
  context.fill();
}
