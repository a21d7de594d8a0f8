import type { TimelineModel, TimelineRow, TimelineSpan } from '@argosy/graph';
import type { Size } from '../../../canvas/camera.ts';
import { drawMark } from '../../../canvas/marks.ts';
import { type Palette, palette } from '../../../canvas/palette.ts';
import { elided } from '../../../canvas/text.ts';
import { durationText } from '../../../time/time-text.ts';
import { axisHeight, axisStep, rowHeight, type TimelineScale } from './timeline-scale.ts';

export interface TimelinePicture {
  readonly model: TimelineModel;
  readonly scale: TimelineScale;
  readonly size: Size;
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  readonly closed: ReadonlySet<string>;
  readonly now: number;
}

interface Painting extends TimelinePicture {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  /** The place of an instant. */
  readonly xOf: (instant: number) => number;
}

/** Draws the rows in view, then what lies over them: names and axis. */
export function paintTimeline(context: CanvasRenderingContext2D, picture: TimelinePicture): void {
  const { model, scale, size, now } = picture;
  const length = Math.max(1000, (model.end ?? now) - model.start);
  const room = (size.width - scale.names - 24) * scale.zoom;
  const painting: Painting = {
    ...picture,
    context,
    colours: palette(),
    xOf: (instant) => scale.names + 4 + ((instant - model.start) / length) * room - scale.left,
  };
  const first = Math.max(0, Math.floor(scale.top / rowHeight));
  const last = Math.min(model.rows.length, first + Math.ceil(size.height / rowHeight) + 1);
  grid(painting, length, room);
  for (let index = first; index < last; index++) bars(painting, model.rows[index] as TimelineRow, rowTop(scale, index));
  context.fillStyle = painting.colours.surface;
  context.fillRect(0, axisHeight, scale.names, size.height);
  for (let index = first; index < last; index++) name(painting, model.rows[index] as TimelineRow, rowTop(scale, index));
  axis(painting, length, room);
}

function rowTop({ top }: TimelineScale, index: number): number {
  return axisHeight + index * rowHeight - top;
}

function* marksOf({ model, size, scale }: Painting, length: number, room: number): Generator<number> {
  const step = axisStep(length * ((size.width - scale.names) / room), Math.max(2, (size.width - scale.names) / 90));
  const from = Math.floor(((scale.left / room) * length) / step) * step;
  const to = ((scale.left + size.width) / room) * length;
  for (let offset = Math.max(0, from); offset <= to; offset += step) yield model.start + offset;
}

function grid(painting: Painting, length: number, room: number): void {
  const { context, colours, size, scale, xOf } = painting;
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, size.width, size.height);
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  for (const instant of marksOf(painting, length, room)) {
    const x = Math.round(xOf(instant)) + 0.5;
    if (x < scale.names) continue;
    context.moveTo(x, axisHeight);
    context.lineTo(x, size.height);
  }
  context.stroke();
}

function axis(painting: Painting, length: number, room: number): void {
  const { context, colours, size, scale, model, xOf } = painting;
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, size.width, axisHeight);
  context.strokeStyle = colours.line;
  context.beginPath();
  context.moveTo(0, axisHeight - 0.5);
  context.lineTo(size.width, axisHeight - 0.5);
  context.moveTo(scale.names - 0.5, 0);
  context.lineTo(scale.names - 0.5, size.height);
  context.stroke();
  context.font = `400 11px ${colours.font}`;
  context.fillStyle = colours.muted;
  context.textAlign = 'left';
  for (const instant of marksOf(painting, length, room)) {
    const x = xOf(instant);
    if (x >= scale.names - 1) context.fillText(instant === model.start ? '0' : durationText(instant - model.start), x + 4, 19);
  }
}

function bars(painting: Painting, row: TimelineRow, top: number): void {
  const { context, colours, size, selected, hovered, xOf, now } = painting;
  const isSelected = row.id === selected || row.spans.some(({ nodeId }) => nodeId === selected);
  if (isSelected || row.id === hovered) {
    context.fillStyle = isSelected ? colours.states.Running.tint : colours.sunken;
    context.fillRect(0, top, size.width, rowHeight);
  }
  const [first] = row.spans;
  if (row.readyAt !== undefined && first) queue(painting, { from: xOf(row.readyAt), to: xOf(first.start), top });
  for (const [index, span] of row.spans.entries()) bar(painting, { span, row, top, last: index === row.spans.length - 1, now });
}

/** The time between being ready and starting: hatched. */
function queue(
  { context, colours }: Painting,
  { from, to, top }: { readonly from: number; readonly to: number; readonly top: number },
): void {
  context.strokeStyle = colours.control;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = Math.max(0, from); x < to && x < 8000; x += 5) {
    context.moveTo(x, top + 18);
    context.lineTo(Math.min(to, x + 4), top + 9);
  }
  context.stroke();
}

interface Bar {
  readonly span: TimelineSpan;
  readonly row: TimelineRow;
  readonly top: number;
  readonly last: boolean;
  readonly now: number;
}

function bar({ context, colours, xOf, size }: Painting, { span, row, top, last, now }: Bar): void {
  const left = xOf(span.start);
  const right = Math.max(left + 3, xOf(span.end ?? now));
  const { strong, tint } = colours.states[span.state];
  context.beginPath();
  if (row.hasChildren) context.roundRect(left, top + 10, right - left, 6, 3);
  else context.roundRect(left, top + 6, right - left, rowHeight - 12, 3);
  context.fillStyle = row.hasChildren ? strong : tint;
  context.globalAlpha = row.hasChildren ? 0.55 : 1;
  context.fill();
  context.globalAlpha = 1;
  if (!row.hasChildren) {
    context.strokeStyle = strong;
    context.lineWidth = 1.25;
    if (span.end === undefined) context.setLineDash([4, 2]);
    context.stroke();
    context.setLineDash([]);
  }
  if (!last) return;
  context.font = `400 11px ${colours.font}`;
  context.fillStyle = colours.muted;
  const label = durationText((span.end ?? now) - span.start);
  const fits = right + 60 < size.width;
  context.textAlign = fits ? 'left' : 'right';
  context.fillText(label, fits ? right + 6 : Math.min(right, size.width) - 6, top + 17);
}

function name(painting: Painting, row: TimelineRow, top: number): void {
  const { context, colours, scale, selected, hovered, closed } = painting;
  const isSelected = row.id === selected || row.spans.some(({ nodeId }) => nodeId === selected);
  if (isSelected || row.id === hovered) {
    context.fillStyle = isSelected ? colours.states.Running.tint : colours.sunken;
    context.fillRect(0, top, scale.names - 1, rowHeight);
  }
  const left = 10 + Math.min(row.depth, 8) * 12;
  if (row.hasChildren) arrow(painting, { x: left + 4, y: top + rowHeight / 2, closed: closed.has(row.id) });
  drawMark(context, row.state, { x: left + 14, y: top + 6, size: 13, colours });
  context.font = `${row.hasChildren ? 600 : 400} 12.5px ${colours.font}`;
  context.fillStyle = colours.text;
  context.textAlign = 'left';
  context.fillText(elided(context, row.label, Math.max(20, scale.names - left - 52)), left + 32, top + 17.5);
  if (row.spans.length > 1) {
    context.font = `400 10.5px ${colours.font}`;
    context.fillStyle = colours.muted;
    context.textAlign = 'right';
    context.fillText(`↻${row.spans.length}`, scale.names - 6, top + 17);
  }
}

function arrow(
  { context, colours }: Painting,
  { x, y, closed }: { readonly x: number; readonly y: number; readonly closed: boolean },
): void {
  context.strokeStyle = colours.muted;
  context.lineWidth = 1.5;
  context.beginPath();
  if (closed) {
    context.moveTo(x - 2, y - 4);
    context.lineTo(x + 2, y);
    context.lineTo(x - 2, y + 4);
  } else {
    context.moveTo(x - 4, y - 2);
    context.lineTo(x, y + 2);
    context.lineTo(x + 4, y - 2);
  }
  context.stroke();
}
