import type { Size } from './camera.ts';

/** A canvas that keeps the size of its element and draws at most once a frame, when asked to. */
export class Surface {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #draw: (context: CanvasRenderingContext2D, size: Size) => void;
  readonly #observer: ResizeObserver;
  readonly #onResize: (size: Size) => void;
  #frame = 0;
  #size: Size = { width: 0, height: 0 };

  constructor(
    canvas: HTMLCanvasElement,
    draw: (context: CanvasRenderingContext2D, size: Size) => void,
    onResize: (size: Size) => void = () => undefined,
  ) {
    this.canvas = canvas;
    this.#context = canvas.getContext('2d') as CanvasRenderingContext2D;
    this.#draw = draw;
    this.#onResize = onResize;
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(canvas);
  }

  get size(): Size {
    return this.#size;
  }

  /** Draws with the next frame of the screen. */
  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#paint());
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer.disconnect();
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
    this.canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
    this.#onResize(this.#size);
    // Setting the size has cleared the canvas: an empty frame would flash.
    this.#paint();
  }

  #paint(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#size.width === 0) return;
    this.#context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.#context.clearRect(0, 0, this.#size.width, this.#size.height);
    this.#draw(this.#context, this.#size);
  }
}
