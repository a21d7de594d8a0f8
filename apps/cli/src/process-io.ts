import type { Io } from './command.ts';

/** The streams of this process. A reader that goes away (`argo list | head`) ends the process quietly. */
export function processIo(): Io {
  process.stdout.on('error', endOnBrokenPipe);
  process.stderr.on('error', endOnBrokenPipe);
  return {
    cwd: process.cwd(),
    outputIsTerminal: process.stdout.isTTY === true,
    errorIsTerminal: process.stderr.isTTY === true,
    columns: process.stdout.columns ?? 80,
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    readInput: readAllInput,
  };
}

/** The first Ctrl-C or SIGTERM asks the command to clean up, the second one ends the process at once. */
export function signalOfInterrupts(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted && name === 'SIGINT') process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
}

/** A pause that ends early when the signal is aborted. */
export function sleeper(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  return (milliseconds) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
    });
}

async function readAllInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}

/** Keeps the process running until it exits by itself, also while all that it waits for is an unreferenced timer. */
export function stayAlive(): void {
  setInterval(() => undefined, 2 ** 30);
}

/** Resolves when a slow reader has got everything: exiting earlier cuts the output of a pipe off. */
export async function outputWritten(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) await new Promise<void>((resolve) => stream.write('', () => resolve()));
}
