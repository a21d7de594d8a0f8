import fs from 'node:fs';
import path from 'node:path';
import { OperationalError } from '@argosy/std';
import type { PodView } from '../api-server/kinds/pod-types.ts';
import type { PodBackend, PodStreams } from '../api-server/pods/pod-backend.ts';
import type { ContainerRuntime, RunningContainer, Terminal } from '../runtimes/container-runtime.ts';
import type { ApiObject } from '../store/object.ts';
import { readLog } from './container-log.ts';
import type { PodWorker } from './pod-worker.ts';

export interface NodeBackendOptions {
  readonly runtime: ContainerRuntime;
  worker(uid: string): PodWorker | undefined;
  /** The folder of a pod. */
  folder(uid: string): string;
}

/** What the API server asks of the node: logs of containers and commands inside them. */
export function createNodeBackend({ runtime, worker, folder }: NodeBackendOptions): PodBackend {
  return {
    async *logs(pod, options) {
      const uid = pod.metadata.uid ?? '';
      const { container, previous } = options;
      const running = worker(uid);
      if (running) {
        const run = running.logOf(container, previous);
        const reason = `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${run.waiting}`;
        if (run.waiting) throw new OperationalError(reason, { code: 'CONTAINER_NOT_READY', retry: 'never' });
        yield* readLog(run.file, options, run.ended);
        return;
      }
      yield* readLog(lastLog(path.join(folder(uid), 'containers', container), previous), options, () => true);
    },
    exec: async (pod, { container, command, tty, signal }, { stdin, stdout, stderr, onResize }) => {
      const running = requireRunning(worker(pod.metadata.uid ?? ''), container);
      const exitCode = await runtime.exec(running, {
        command,
        stdin,
        stdout: (chunk) => stdout?.write(chunk),
        stderr: (chunk) => stderr?.write(chunk),
        signal,
        tty: tty ? terminalOf(onResize) : undefined,
      });
      stdout?.end();
      stderr?.end();
      return { exitCode };
    },
    async attach(pod, { container, tty, signal }, { stdin, stdout, stderr, onResize }) {
      const podWorker = worker(pod.metadata.uid ?? '');
      const running = requireRunning(podWorker, container);
      const write = (chunk: Uint8Array): unknown => stdout?.write(chunk);
      if (takesInput(pod, container) && runtime.attachStreams) {
        const streams = { stdin, stdout: write, stderr: (chunk: Uint8Array): unknown => stderr?.write(chunk), signal };
        await runtime.attachStreams(running, { ...streams, tty: tty ? terminalOf(onResize) : undefined });
        return;
      }
      // Nobody can write to it: what it says from now on is all there is.
      const run = podWorker?.logOf(container, false);
      const options = { container, follow: true, previous: false, timestamps: false, tailLines: 0, signal };
      if (run) for await (const chunk of readLog(run.file, options, run.ended)) write(chunk);
    },
    connect: (pod, port) => {
      const sandbox = worker(pod.metadata.uid ?? '')?.sandbox;
      if (!sandbox) throw new OperationalError('the pod does not run here', { code: 'POD_NOT_FOUND', retry: 'never' });
      return runtime.connect(sandbox, port);
    },
  };
}

function requireRunning(worker: PodWorker | undefined, container: string): RunningContainer {
  const running = worker?.running(container);
  if (running) return running;
  throw new OperationalError(`container ${container} is not running`, { code: 'CONTAINER_NOT_READY', retry: 'never' });
}

/** The client says its size only after it was let in. */
function terminalOf(onResize: PodStreams['onResize']): Terminal {
  return { columns: 80, rows: 24, onResize: (resized) => onResize?.(({ columns, rows }) => resized(columns, rows)) };
}

function takesInput(pod: ApiObject, name: string): boolean {
  const { containers = [], initContainers = [] } = (pod as PodView).spec;
  const container = [...containers, ...initContainers].find((each) => each.name === name);
  return container?.['stdin'] === true || container?.['tty'] === true;
}

function lastLog(folder: string, previous: boolean): string {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const runs = names.map(Number).sort((a, b) => a - b);
  return path.join(folder, String(runs.at(previous ? -2 : -1) ?? 0), 'log');
}
