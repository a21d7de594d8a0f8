import { ApiError, type StreamOptions } from '@argosy/api-client';

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused' | 'ended' | 'failed';

export interface LiveOptions<T> {
  readonly open: (options: StreamOptions) => AsyncIterable<T>;
  /** What came since the last frame of the screen. */
  readonly onItems: (items: readonly T[]) => void;
  readonly onState?: (state: LiveState, reason?: unknown) => void;
  /** What came while nobody listened is lost: read everything anew. Called before the stream is opened again. */
  readonly onGap?: () => void | Promise<void>;
}

/** A page that nobody looks at gives its connection back after this long. */
const HIDDEN_LIMIT = 60_000;
const PAUSE_AFTER_REFUSAL = 3000;
/** Milliseconds without an item after which the next one does not wait for a frame. */
const QUIET = 100;

/** Follows a stream until the returned function is called; many items in a burst arrive as one change of the page. */
export function followLive<T>(options: LiveOptions<T>): () => void {
  const live = new Live<T>(options);
  live.start();
  return () => live.close();
}

class Live<T> {
  readonly #options: LiveOptions<T>;
  #abort = new AbortController();
  #closed = false;
  #pending: T[] = [];
  #frame = 0;
  #flushedAt = 0;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  #againTimer: ReturnType<typeof setTimeout> | undefined;
  #state: LiveState = 'connecting';
  readonly #onVisibility = (): void => this.#visibility();

  constructor(options: LiveOptions<T>) {
    this.#options = options;
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#onVisibility);
    void this.#read();
  }

  close(): void {
    this.#closed = true;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#hiddenTimer);
    clearTimeout(this.#againTimer);
    cancelAnimationFrame(this.#frame);
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#say('connecting');
    try {
      const onState: StreamOptions['onState'] = (state, reason) => this.#say(state === 'open' ? 'live' : 'reconnecting', reason);
      for await (const item of this.#options.open({ signal: abort.signal, onState })) this.#collect(item);
      if (abort.signal.aborted) return;
      this.#flush();
      this.#say('ended');
    } catch (error) {
      if (!abort.signal.aborted) this.#refused(error);
    }
  }

  /** Rights and bad selectors stay as they are; a position that is too old is mended by reading anew. */
  #refused(error: unknown): void {
    const final = error instanceof ApiError && FINAL.has(error.status);
    this.#say(final ? 'failed' : 'reconnecting', error);
    if (!final) this.#againTimer = setTimeout(() => void this.#again(), PAUSE_AFTER_REFUSAL);
  }

  async #again(): Promise<void> {
    await this.#options.onGap?.();
    if (!this.#closed) await this.#read();
  }

  #collect(item: T): void {
    this.#pending.push(item);
    if (this.#frame !== 0) return;
    // The first after a pause is shown at once; what follows within the same frame waits for it. Hidden pages get no frames.
    if (document.hidden || performance.now() - this.#flushedAt > QUIET) this.#flush();
    else this.#frame = requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#flushedAt = performance.now();
    const items = this.#pending;
    this.#pending = [];
    if (items.length > 0 && !this.#closed) this.#options.onItems(items);
  }

  #visibility(): void {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) this.#hiddenTimer = setTimeout(() => this.#pause(), HIDDEN_LIMIT);
    else if (this.#state === 'paused') void this.#again();
  }

  #pause(): void {
    if (this.#state === 'ended' || this.#state === 'failed') return;
    clearTimeout(this.#againTimer);
    this.#abort.abort();
    this.#say('paused');
  }

  #say(state: LiveState, reason?: unknown): void {
    if (this.#closed) return;
    this.#state = state;
    this.#options.onState?.(state, reason);
  }
}

const FINAL: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'UNAUTHENTICATED', 'INVALID_ARGUMENT', 'NOT_FOUND', 'UNIMPLEMENTED']);
