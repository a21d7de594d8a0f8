import type { FlowBox } from '@argosy/graph';
import { onPreferences } from '../../../app/preferences.ts';
import { markShown } from '../../../app/user-timing.ts';
import { type Camera, fitted, revealing, type Size, zoomedAt } from '../../../canvas/camera.ts';
import { listenForGestures } from '../../../canvas/gestures.ts';
import { Surface } from '../../../canvas/surface.ts';
import { paintGraph } from './graph-painter.ts';
import { type Scene, SceneIndex } from './scene.ts';

export interface GraphCanvasEvents {
  /** `chevron`: the press was on the part of a box that opens and closes it. */
  readonly onTap: (box: FlowBox | undefined, chevron: boolean) => void;
  readonly onHover: (box: FlowBox | undefined) => void;
  readonly onCamera: (camera: Camera) => void;
}

/** The picture of a workflow on a canvas: pan, zoom, hit tests, drawing. What it shows is set from outside. */
export class GraphCanvas {
  readonly #surface: Surface;
  readonly #events: GraphCanvasEvents;
  readonly #stops: readonly (() => void)[];
  #scene: Scene | undefined;
  #index: SceneIndex | undefined;
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  #selected: string | undefined;
  #hovered: string | undefined;
  /** What was drawn last. */
  #shown: Scene | undefined;
  #touched = false;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(canvas: HTMLCanvasElement, events: GraphCanvasEvents) {
    this.#events = events;
    this.#surface = new Surface(
      canvas,
      (context, size) => this.#draw(context, size),
      () => !this.#touched && this.fit(),
    );
    const gestures = listenForGestures(canvas, {
      camera: () => this.#camera,
      setCamera: (camera) => this.#move(camera),
      onTap: (point) => this.#tap(point),
      onHover: (point) => this.#hover(point && this.#boxAt(point)),
    });
    this.#stops = [gestures, onPreferences(() => this.#surface.invalidate())];
    // Durations of what runs go on.
    this.#clock = setInterval(() => this.#surface.invalidate(), 1000);
  }

  close(): void {
    clearInterval(this.#clock);
    for (const stop of this.#stops) stop();
    this.#surface.close();
  }

  /** Shows a scene. A new layout keeps what is selected in its place on the screen, so that opening a stack does not throw one about. */
  setScene(scene: Scene): void {
    const first = this.#scene === undefined;
    const changed = scene.layout !== this.#scene?.layout;
    const before = this.#anchor();
    this.#scene = scene;
    if (changed) this.#index = new SceneIndex(scene.layout);
    if (first || (changed && !this.#touched)) this.fit();
    else if (changed && before) this.#keep(before);
    this.#surface.invalidate();
  }

  select(id: string | undefined, { reveal = false }: { readonly reveal?: boolean } = {}): void {
    this.#selected = id;
    const box = id === undefined ? undefined : this.#index?.boxOf.get(id);
    if (box && reveal && this.#surface.size.width > 0) this.#move(revealing(this.#camera, box, this.#surface.size));
    this.#surface.invalidate();
  }

  fit(): void {
    const { layout } = this.#scene ?? {};
    const { size } = this.#surface;
    if (!layout || size.width === 0) return;
    this.#touched = false;
    this.#camera = fitted({ x: 0, y: 0, width: layout.width, height: layout.height }, size, { room: size.width < 500 ? 16 : 40 });
    this.#events.onCamera(this.#camera);
    this.#surface.invalidate();
  }

  /** Shows one item large enough to read. */
  focus(id: string): void {
    const box = this.#index?.boxOf.get(id);
    if (!box) return;
    const { width, height } = this.#surface.size;
    const scale = Math.max(0.8, Math.min(1, this.#camera.scale));
    this.#move({ scale, x: width / 2 - (box.x + box.width / 2) * scale, y: height / 2 - (box.y + Math.min(box.height, 200) / 2) * scale });
  }

  zoom(factor: number): void {
    const { width, height } = this.#surface.size;
    this.#move(zoomedAt(this.#camera, factor, { x: width / 2, y: height / 2 }));
  }

  /** Puts a point of the picture into the middle. */
  centre(x: number, y: number): void {
    const { width, height } = this.#surface.size;
    this.#move({ ...this.#camera, x: width / 2 - x * this.#camera.scale, y: height / 2 - y * this.#camera.scale });
  }

  get camera(): Camera {
    return this.#camera;
  }

  get size(): Size {
    return this.#surface.size;
  }

  #move(camera: Camera): void {
    this.#touched = true;
    this.#camera = camera;
    this.#events.onCamera(camera);
    this.#surface.invalidate();
  }

  #draw(context: CanvasRenderingContext2D, size: Size): void {
    if (!this.#scene || !this.#index) return;
    paintGraph(
      context,
      { scene: this.#scene, index: this.#index },
      { camera: this.#camera, size, selected: this.#selected, hovered: this.#hovered, now: Date.now() },
    );
    if (this.#shown !== this.#scene) markShown('graph');
    this.#shown = this.#scene;
  }

  #boxAt({ x, y }: { readonly x: number; readonly y: number }): FlowBox | undefined {
    const { x: left, y: top, scale } = this.#camera;
    return this.#index?.boxAt((x - left) / scale, (y - top) / scale);
  }

  #tap(point: { readonly x: number; readonly y: number }): void {
    const box = this.#boxAt(point);
    const inBox = box && (point.x - this.#camera.x) / this.#camera.scale - box.x;
    this.#events.onTap(box, box !== undefined && inBox !== undefined && (box.open ? inBox < 26 : inBox > box.width - 30));
  }

  #hover(box: FlowBox | undefined): void {
    if (box?.id === this.#hovered) return;
    this.#hovered = box?.id;
    this.#surface.canvas.style.cursor = box ? 'pointer' : 'grab';
    this.#events.onHover(box);
    this.#surface.invalidate();
  }

  #anchor(): { readonly id: string; readonly x: number; readonly y: number } | undefined {
    const id = this.#selected ?? this.#hovered;
    const box = id === undefined ? undefined : this.#index?.boxOf.get(id);
    return box && { id: box.id, x: box.x, y: box.y };
  }

  #keep(before: { readonly id: string; readonly x: number; readonly y: number }): void {
    const box = this.#index?.boxOf.get(before.id);
    if (!box) return;
    const { scale } = this.#camera;
    this.#move({ ...this.#camera, x: this.#camera.x + (before.x - box.x) * scale, y: this.#camera.y + (before.y - box.y) * scale });
  }
}
