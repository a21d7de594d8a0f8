import fs from 'node:fs';
import path from 'node:path';
import { OperationalError } from '@argosy/std';
import type { PodBackend } from '../api-server/pods/pod-backend.ts';
import type { ContainerRuntime } from '../runtimes/container-runtime.ts';
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
    exec: async (pod, { container, command, signal }, { stdin, stdout, stderr }) => {
      const running = worker(pod.metadata.uid ?? '')?.running(container);
      if (!running) throw new OperationalError(`container ${container} is not running`, { code: 'CONTAINER_NOT_READY', retry: 'never' });
      const exitCode = await runtime.exec(running, {
        command,
        stdin,
        stdout: (chunk) => stdout?.write(chunk),
        stderr: (chunk) => stderr?.write(chunk),
        signal,
      });
      stdout?.end();
      stderr?.end();
      return { exitCode };
    },
  };
}

function lastLog(folder: string, previous: boolean): string {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const runs = names.map(Number).sort((a, b) => a - b);
  return path.join(folder, String(runs.at(previous ? -2 : -1) ?? 0), 'log');
}
