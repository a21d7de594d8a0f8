import type { ExecOptions } from '../container-runtime.ts';
import type { EngineApi } from './engine-api.ts';
import { demultiplexer } from './multiplexed-stream.ts';

/** Runs a command in a container of the engine and gives its exit code. */
export async function execInContainer(api: EngineApi, container: string, options: ExecOptions): Promise<number> {
  const { command, stdin, stdout, stderr, signal, tty } = options;
  const { Id } = await api.call<{ readonly Id: string }>('POST', `/containers/${container}/exec`, {
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Tty: tty !== undefined,
    Cmd: command,
  });
  const connection = await api.hijack(`/exec/${Id}/start`, { Detach: false, Tty: tty !== undefined });
  tty?.onResize((columns, rows) => void api.call('POST', `/exec/${Id}/resize?w=${columns}&h=${rows}`).catch(() => undefined));
  // A terminal is one stream: the engine does not say what is what.
  const take = tty ? stdout : demultiplexer((stream, chunk) => (stream === 'stderr' ? stderr : stdout)(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    connection.on('data', take);
    connection.once('close', () => resolve());
    connection.once('end', () => connection.end());
    connection.once('error', reject);
    signal?.addEventListener('abort', () => connection.destroy(), { once: true });
  });
  // Ending our half tells the process that there is no more to read; the other half stays open for what it writes.
  stdin?.on('data', (chunk: Buffer) => connection.write(chunk)).once('end', () => connection.end());
  await ended;
  if (signal?.aborted) return 137;
  return (await api.call<{ readonly ExitCode: number | null }>('GET', `/exec/${Id}/json`)).ExitCode ?? 137;
}
