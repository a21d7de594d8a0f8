import { type Logger, OperationalError } from '@argosy/std';

/** Something in a database that is opened once, tried again while the database is away, and closed at the end. */
export interface Session<T> {
  /** Fails with `DATABASE_FAILED` while the database is away. */
  open(): Promise<T>;
  close(): Promise<void>;
}

export interface SessionOptions<T> {
  open(): Promise<T>;
  close(opened: T): Promise<void>;
  /** Told once, when the database answers. */
  onReady(opened: T): void;
  readonly logger: Logger;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

export function openSession<T>(options: SessionOptions<T>): Session<T> {
  const ending = new AbortController();
  let opened: { readonly value: T } | undefined;
  let attempt: Promise<T> | undefined;
  const open = (): Promise<T> => {
    if (opened !== undefined) return Promise.resolve(opened.value);
    attempt ??= options.open().then(
      (value) => {
        opened = { value };
        return value;
      },
      (error: Error) => {
        // Whoever asks meanwhile learns why; the next one after the pause tries again.
        setTimeout(() => (attempt = undefined), FIRST_PAUSE).unref();
        throw new OperationalError(`the database is not at hand: ${error.message}`, {
          code: 'DATABASE_FAILED',
          retry: 'backoff',
          cause: error,
        });
      },
    );
    return attempt;
  };
  void keepTrying(open, options, ending.signal);
  return {
    open,
    close: async () => {
      ending.abort();
      if (opened !== undefined) await options.close(opened.value);
    },
  };
}

async function keepTrying<T>(open: () => Promise<T>, { close, onReady, logger }: SessionOptions<T>, signal: AbortSignal): Promise<void> {
  for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
    try {
      const opened = await open();
      if (signal.aborted) await close(opened);
      else onReady(opened);
      return;
    } catch (error) {
      logger.warn((error as Error).message);
      await new Promise((resolve) => setTimeout(resolve, pause * 2).unref());
    }
  }
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** The same interface in front of something that is opened when it is first used. */
export function lazily<T extends object>(open: () => Promise<T>, methods: readonly (keyof T)[]): T {
  const call =
    (name: keyof T): Method =>
    async (...args) =>
      ((await open())[name] as Method)(...args);
  return Object.fromEntries(methods.map((name) => [name, call(name)])) as T;
}
