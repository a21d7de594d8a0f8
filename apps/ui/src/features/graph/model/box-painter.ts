import type { FlowBox, FlowItem, NodeState } from '@argosy/graph';
import { drawMark } from '../../../canvas/marks.ts';
import { elided } from '../../../canvas/text.ts';
import { durationText } from '../../../time/time-text.ts';
import { barOf, type ItemFacts } from './graph-states.ts';
import type { Painting } from './graph-painter.ts';

const PICKED_OUT = 0.22;

/** Draws boxes in the order given. */
export function paintBoxes(painting: Painting, boxes: readonly FlowBox[]): void {
  if (painting.detail === 'patch') return paintPatches(painting, boxes);
  for (const box of boxes) paintBox(painting, box);
}

/** From far away only colour tells: one path for each state, so that thousands take a few milliseconds. */
function paintPatches(painting: Painting, boxes: readonly FlowBox[]): void {
  const { context, colours, scene, selected, scale } = painting;
  const byState = new Map<NodeState, FlowBox[]>();
  for (const box of boxes) {
    if (box.open) {
      paintFrame(painting, box);
      continue;
    }
    const state = scene.facts.get(box.id)?.state ?? 'Planned';
    const known = byState.get(state);
    if (known) known.push(box);
    else byState.set(state, [box]);
  }
  for (const [state, group] of byState) {
    context.fillStyle = colours.states[state].strong;
    const [dim, clear] = [group.filter(({ id }) => isDim(painting, id)), group.filter(({ id }) => !isDim(painting, id))];
    fillAll(context, dim, PICKED_OUT);
    fillAll(context, clear, 1);
  }
  context.globalAlpha = 1;
  const box = boxes.find(({ id }) => id === selected);
  if (box) ring(painting, box, 4 / scale);
}

function fillAll(context: CanvasRenderingContext2D, boxes: readonly FlowBox[], alpha: number): void {
  context.globalAlpha = alpha;
  context.beginPath();
  for (const { x, y, width, height } of boxes) context.rect(x, y, width, height);
  context.fill();
}

function paintBox(painting: Painting, box: FlowBox): void {
  const { context, scene } = painting;
  const item = scene.model.items.get(box.id);
  const facts = scene.facts.get(box.id);
  if (!item || !facts) return;
  context.globalAlpha = isDim(painting, box.id) ? PICKED_OUT : 1;
  if (item.kind === 'junction') paintJunction(painting, box);
  else if (box.open) paintFrame(painting, box);
  else paintCard(painting, box, { item, facts });
  if (box.id === painting.selected) ring(painting, box, 2);
  context.globalAlpha = 1;
}

interface Shown {
  readonly item: FlowItem;
  readonly facts: ItemFacts;
}

function paintJunction({ context, colours }: Painting, box: FlowBox): void {
  context.beginPath();
  context.arc(box.x + box.width / 2, box.y + box.height / 2, box.width / 2, 0, 2 * Math.PI);
  context.fillStyle = colours.control;
  context.fill();
}

/** An open boundary or stack: a quiet plate with its name above what it holds. */
function paintFrame(painting: Painting, box: FlowBox): void {
  const { context, colours, scene, detail, scale } = painting;
  const item = scene.model.items.get(box.id);
  const facts = scene.facts.get(box.id);
  if (!item || !facts) return;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, 10);
  context.fillStyle = colours.surface;
  context.globalAlpha *= 0.55;
  context.fill();
  context.globalAlpha = isDim(painting, box.id) ? PICKED_OUT : 1;
  context.lineWidth = Math.max(1, 0.7 / scale);
  context.strokeStyle = box.id === painting.hovered ? colours.control : colours.line;
  context.stroke();
  if (detail === 'patch') return;
  chevron(painting, { x: box.x + 16, y: box.y + 17, open: true });
  drawMark(context, facts.state, { x: box.x + 26, y: box.y + 10, size: 14, colours });
  const count = facts.inside > 0 ? `  ${facts.inside}` : '';
  text(painting, item.label, { x: box.x + 46, y: box.y + 21, width: box.width - 110, weight: 600 });
  text(painting, count, { x: box.x + box.width - 12, y: box.y + 21, width: 60, muted: true, align: 'right' });
}

function paintCard(painting: Painting, box: FlowBox, shown: Shown): void {
  const { context, colours } = painting;
  const { item, facts } = shown;
  const { strong, tint } = colours.states[facts.state];
  const loud = facts.state !== 'Succeeded' && facts.state !== 'Skipped' && facts.state !== 'Omitted' && facts.state !== 'Planned';
  if (item.children.length > 0) behind(painting, box);
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, box.height < 30 ? 5 : 8);
  context.fillStyle = loud ? tint : colours.surface;
  if (item.kind === 'ghost') context.globalAlpha *= 0.75;
  context.fill();
  context.lineWidth = 1.25;
  context.strokeStyle = box.id === painting.hovered ? colours.text : loud ? strong : colours.control;
  if (item.kind === 'ghost') context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
  if (box.height < 30) paintCell(painting, box, shown);
  else paintFull(painting, box, shown);
}

/** A run in an open stack: its mark and its name. */
function paintCell(painting: Painting, box: FlowBox, { item, facts }: Shown): void {
  drawMark(painting.context, facts.state, { x: box.x + 6, y: box.y + 6, size: 12, colours: painting.colours });
  text(painting, runName(item.label), { x: box.x + 23, y: box.y + 16, width: box.width - 29, size: 11 });
}

/** `load(12:part-12)` stands in a stack that says `load`: what tells it apart is inside the brackets. */
function runName(label: string): string {
  return /\((\d+:.*)\)$/s.exec(label)?.[1] ?? label;
}

function paintFull(painting: Painting, box: FlowBox, { item, facts }: Shown): void {
  const { context, colours, detail } = painting;
  const many = item.children.length > 0;
  if (facts.state !== 'Planned')
    drawMark(context, facts.state, { x: box.x + 10, y: box.y + (detail === 'full' ? 8 : 14), size: 16, colours });
  const left = box.x + (facts.state === 'Planned' ? 12 : 34);
  const badge = facts.attempts > 1 ? 34 : 0;
  const room = box.x + box.width - left - 10 - badge - (many ? 14 : 0);
  text(painting, labelOf(item), {
    x: left,
    y: box.y + (detail === 'full' ? 20 : 27),
    width: room,
    weight: 600,
    muted: item.kind === 'ghost',
  });
  if (many) chevron(painting, { x: box.x + box.width - 14, y: box.y + 16, open: false });
  if (detail !== 'full') return;
  text(painting, lineOf(item, facts, painting.now), {
    x: left,
    y: box.y + 35,
    width: box.x + box.width - left - 10,
    size: 11,
    muted: true,
  });
  if (badge > 0) attemptsBadge(painting, box, facts.attempts);
  if (facts.counts && many) bar(painting, box, facts);
}

/** The exit handler of the whole run has the run's own name in front, which says nothing. */
function labelOf({ label }: FlowItem): string {
  return label.endsWith('.onExit') ? 'onExit' : label;
}

/** The second line: how many, how long, or why not yet. */
function lineOf(item: FlowItem, facts: ItemFacts, now: number): string {
  const parts: string[] = [];
  if (item.children.length > 0 && facts.counts) {
    parts.push(`${facts.inside}`);
    const failed = facts.counts.Failed + facts.counts.Error;
    if (failed > 0) parts.push(`✕ ${failed}`);
  }
  if (facts.start !== undefined) parts.push(durationText(Math.max(0, (facts.end ?? now) - facts.start)));
  if (item.template !== undefined && item.template !== item.label) parts.push(item.template);
  return parts.join(' · ');
}

function attemptsBadge({ context, colours, ...painting }: Painting, box: FlowBox, attempts: number): void {
  const label = `↻ ${attempts}`;
  context.fillStyle = colours.sunken;
  context.beginPath();
  context.roundRect(box.x + box.width - 40, box.y + 8, 32, 16, 8);
  context.fill();
  text({ context, colours, ...painting }, label, { x: box.x + box.width - 24, y: box.y + 20, width: 30, size: 10, align: 'center' });
}

function bar({ context, colours }: Painting, box: FlowBox, facts: ItemFacts): void {
  if (!facts.counts) return;
  let x = box.x + 8;
  const width = box.width - 16;
  for (const { state, share } of barOf(facts.counts)) {
    context.fillStyle = colours.states[state].strong;
    context.fillRect(x, box.y + box.height - 4, Math.max(2, share * width - 1), 2.5);
    x += share * width;
  }
}

/** Two more edges below: there is more in it. */
function behind({ context, colours }: Painting, box: FlowBox): void {
  context.lineWidth = 1;
  context.strokeStyle = colours.control;
  context.fillStyle = colours.surface;
  for (const step of [6, 3]) {
    context.beginPath();
    context.roundRect(box.x + step, box.y + step, box.width - step, box.height, 8);
    context.fill();
    context.stroke();
  }
}

function chevron({ context, colours }: Painting, { x, y, open }: { readonly x: number; readonly y: number; readonly open: boolean }): void {
  context.strokeStyle = colours.muted;
  context.lineWidth = 1.5;
  context.beginPath();
  if (open) {
    context.moveTo(x - 4, y - 2);
    context.lineTo(x, y + 2);
    context.lineTo(x + 4, y - 2);
  } else {
    context.moveTo(x - 2, y - 4);
    context.lineTo(x + 2, y);
    context.lineTo(x - 2, y + 4);
  }
  context.stroke();
}

function ring({ context, colours }: Painting, box: FlowBox, distance: number): void {
  context.strokeStyle = colours.accent;
  context.lineWidth = distance;
  context.beginPath();
  context.roundRect(box.x - distance * 1.5, box.y - distance * 1.5, box.width + distance * 3, box.height + distance * 3, 11);
  context.stroke();
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size?: number;
  readonly weight?: number;
  readonly muted?: boolean;
  readonly align?: CanvasTextAlign;
}

function text(
  { context, colours }: Painting,
  value: string,
  { x, y, width, size = 12.5, weight = 400, muted = false, align = 'left' }: TextPlace,
): void {
  if (value === '' || width < 8) return;
  context.font = `${weight} ${size}px ${colours.font}`;
  context.fillStyle = muted ? colours.muted : colours.text;
  context.textAlign = align;
  context.fillText(elided(context, value, width), x, y);
}

function isDim({ scene, selected }: Painting, id: string): boolean {
  return scene.picked !== undefined && !scene.picked.has(id) && id !== selected;
}
