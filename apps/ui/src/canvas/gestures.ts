import { type Camera, panned, zoomedAt } from './camera.ts';

export interface GestureTarget {
  readonly camera: () => Camera;
  readonly setCamera: (camera: Camera) => void;
  /** A press that was no drag, at a point of the element. */
  readonly onTap: (point: Point, event: PointerEvent) => void;
  readonly onHover: (point: Point | undefined) => void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const DRAG_FROM = 4;

/** Drag to pan, wheel or pinch to zoom, tap to select; by mouse, pen and fingers. Returns the function that ends it. */
export function listenForGestures(element: HTMLElement, target: GestureTarget): () => void {
  const gestures = new Gestures(element, target);
  const listeners: readonly (readonly [string, (event: never) => void])[] = [
    ['pointerdown', (event: PointerEvent) => gestures.down(event)],
    ['pointermove', (event: PointerEvent) => gestures.move(event)],
    ['pointerup', (event: PointerEvent) => gestures.up(event)],
    ['pointercancel', (event: PointerEvent) => gestures.up(event)],
    ['pointerleave', () => target.onHover(undefined)],
    ['wheel', (event: WheelEvent) => gestures.wheel(event)],
  ];
  for (const [name, listener] of listeners) element.addEventListener(name, listener as EventListener, { passive: false });
  return () => {
    for (const [name, listener] of listeners) element.removeEventListener(name, listener as EventListener);
  };
}

class Gestures {
  readonly #element: HTMLElement;
  readonly #target: GestureTarget;
  readonly #pointers = new Map<number, Point>();
  #travelled = 0;

  constructor(element: HTMLElement, target: GestureTarget) {
    this.#element = element;
    this.#target = target;
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#element.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#pointOf(event));
    this.#travelled = this.#pointers.size > 1 ? DRAG_FROM : 0;
  }

  move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    const now = this.#pointOf(event);
    if (!before) return this.#target.onHover(now);
    this.#travelled += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (this.#travelled >= DRAG_FROM) this.#drag(event.pointerId, before, now);
    if (this.#travelled >= DRAG_FROM) this.#pointers.set(event.pointerId, now);
  }

  up(event: PointerEvent): void {
    const known = this.#pointers.delete(event.pointerId);
    if (known && this.#travelled < DRAG_FROM && event.type === 'pointerup') this.#target.onTap(this.#pointOf(event), event);
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const camera = this.#target.camera();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1;
    if (event.ctrlKey || event.metaKey || isMouseWheel(event)) {
      const speed = event.ctrlKey && !isMouseWheel(event) ? 0.01 : 0.0016;
      this.#target.setCamera(zoomedAt(camera, Math.exp(-event.deltaY * lines * speed), this.#pointOf(event)));
    } else {
      this.#target.setCamera(panned(camera, -event.deltaX * lines, -event.deltaY * lines));
    }
  }

  #drag(id: number, before: Point, now: Point): void {
    const camera = this.#target.camera();
    const other = [...this.#pointers].find(([pointer]) => pointer !== id)?.[1];
    if (!other) return this.#target.setCamera(panned(camera, now.x - before.x, now.y - before.y));
    const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    this.#target.setCamera(panned(zoomedAt(camera, factor, middle), (now.x - before.x) / 2, (now.y - before.y) / 2));
  }

  #pointOf(event: MouseEvent): Point {
    const { left, top } = this.#element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}

/** A wheel has steps and one axis; a touch pad slides. */
function isMouseWheel({ deltaX, deltaY, deltaMode }: WheelEvent): boolean {
  return deltaX === 0 && (deltaMode !== WheelEvent.DOM_DELTA_PIXEL || (Math.abs(deltaY) >= 50 && Number.isInteger(deltaY)));
}
