import type { TimelineModel, TimelineRow } from '@argosy/graph';
import { onPreferences } from '../../../app/preferences.ts';
import { markShown } from '../../../app/user-timing.ts';
import { listenForGestures, type Point } from '../../../canvas/gestures.ts';
import { Surface } from '../../../canvas/surface.ts';
import type { Size } from '../../../canvas/camera.ts';
import { paintTimeline } from './timeline-painter.ts';
import { maxScroll, rowAt, type TimelineScale, zoomedScale } from './timeline-scale.ts';

export interface TimelineEvents {
  readonly onTap: (row: TimelineRow | undefined, onName: boolean) => void;
  readonly onHover: (row: TimelineRow | undefined) => void;
}

/** The Gantt chart on a canvas: only rows in view are drawn. Dragging moves, the wheel scrolls rows, with Ctrl it zooms time. */
export class TimelineCanvas {
  readonly #surface: Surface;
  readonly #events: TimelineEvents;
  readonly #stops: readonly (() => void)[];
  readonly #clock: ReturnType<typeof setInterval>;
  #model: TimelineModel | undefined;
  #scale: TimelineScale = { left: 0, zoom: 1, top: 0, names: 240 };
  /** What was drawn last. */
  #shown: TimelineModel | undefined;
  #selected: string | undefined;
  #hovered: TimelineRow | undefined;
  #closed: ReadonlySet<string> = new Set();

  constructor(canvas: HTMLCanvasElement, events: TimelineEvents) {
    this.#events = events;
    this.#surface = new Surface(
      canvas,
      (context, size) => this.#draw(context, size),
      (size) => this.#resize(size),
    );
    const gestures = listenForGestures(canvas, {
      // Panning and zooming of the graph's camera, taken as scrolling of rows and time.
      camera: () => ({ x: -this.#scale.left, y: -this.#scale.top, scale: this.#scale.zoom }),
      setCamera: (camera) => this.#setScale({ ...this.#scale, left: -camera.x, top: -camera.y }),
      onTap: (point) => this.#events.onTap(this.#rowAt(point), point.x < this.#scale.names),
      onHover: (point) => this.#hover(point && this.#rowAt(point)),
    });
    const wheel = (event: WheelEvent): void => this.#wheel(event);
    canvas.addEventListener('wheel', wheel, { passive: false, capture: true });
    this.#stops = [
      gestures,
      () => canvas.removeEventListener('wheel', wheel, { capture: true }),
      onPreferences(() => this.#surface.invalidate()),
    ];
    this.#clock = setInterval(() => this.#model?.end === undefined && this.#surface.invalidate(), 1000);
  }

  close(): void {
    clearInterval(this.#clock);
    for (const stop of this.#stops) stop();
    this.#surface.close();
  }

  setModel(model: TimelineModel, closed: ReadonlySet<string>): void {
    this.#model = model;
    this.#closed = closed;
    this.#setScale(this.#scale);
  }

  select(id: string | undefined): void {
    this.#selected = id;
    this.#revealSelected();
    this.#surface.invalidate();
  }

  #revealSelected(): void {
    const id = this.#selected;
    if (id === undefined || this.#surface.size.height === 0) return;
    const index = this.#model?.rows.findIndex((row) => row.id === id || row.spans.some(({ nodeId }) => nodeId === id)) ?? -1;
    if (index >= 0) this.#setScale({ ...this.#scale, top: rowAt.reveal(index, this.#scale.top, this.#surface.size.height) });
  }

  /** Zooms time around the middle; 0 shows everything. */
  zoom(factor: number): void {
    const { width } = this.#surface.size;
    this.#setScale(
      factor === 0
        ? { ...this.#scale, left: 0, zoom: 1 }
        : zoomedScale(this.#scale, factor, { at: (width + this.#scale.names) / 2, width }),
    );
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1;
    const { width } = this.#surface.size;
    if (event.ctrlKey || event.metaKey) {
      const at = event.clientX - this.#surface.canvas.getBoundingClientRect().left;
      this.#setScale(zoomedScale(this.#scale, Math.exp(-event.deltaY * lines * 0.003), { at, width }));
    } else {
      this.#setScale({ ...this.#scale, top: this.#scale.top + event.deltaY * lines, left: this.#scale.left + event.deltaX * lines });
    }
  }

  #setScale(scale: TimelineScale): void {
    const { width, height } = this.#surface.size;
    const most = maxScroll({ scale, rows: this.#model?.rows.length ?? 0, width, height });
    this.#scale = { ...scale, left: Math.min(most.left, Math.max(0, scale.left)), top: Math.min(most.top, Math.max(0, scale.top)) };
    this.#surface.invalidate();
  }

  #resize(size: Size): void {
    this.#scale = { ...this.#scale, names: size.width < 620 ? 130 : 260 };
    this.#revealSelected();
  }

  #draw(context: CanvasRenderingContext2D, size: Size): void {
    if (!this.#model) return;
    paintTimeline(context, {
      model: this.#model,
      scale: this.#scale,
      size,
      selected: this.#selected,
      hovered: this.#hovered?.id,
      closed: this.#closed,
      now: Date.now(),
    });
    if (this.#shown !== this.#model) markShown('timeline');
    this.#shown = this.#model;
  }

  #rowAt(point: Point): TimelineRow | undefined {
    return this.#model?.rows[rowAt.index(point.y, this.#scale.top)];
  }

  #hover(row: TimelineRow | undefined): void {
    if (row === this.#hovered) return;
    this.#hovered = row;
    this.#surface.canvas.style.cursor = row ? 'pointer' : 'default';
    this.#events.onHover(row);
    this.#surface.invalidate();
  }
}
