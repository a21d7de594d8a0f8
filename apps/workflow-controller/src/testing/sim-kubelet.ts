import { coreResources, type KubeObject, type SimulatedTimers } from '@argosy/kube';
import { toRfc3339Seconds } from '@argosy/std';
import { keyOf, type SimServer } from './sim-server.ts';

/** How the container of a pod ends. */
export type PodScript = (pod: KubeObject) => number;

/** Runs every pod that comes: Running after a while, then ended with the exit code of the script. A deleted pod ends with 143. */
export function startSimKubelet(server: SimServer, timers: SimulatedTimers, script: PodScript): void {
  server.subscribe(({ plural, type, object }) => {
    if (plural !== 'pods') return;
    if (type === 'ADDED') {
      void timers.after(5 + timers.random() * 400, () =>
        setState(server, object, {
          phase: 'Running',
          containerStatuses: [
            { name: 'main', ready: true, restartCount: 0, state: { running: { startedAt: toRfc3339Seconds(timers.now()) } } },
          ],
        }),
      );
      void timers.after(410 + timers.random() * 1_500, () => end(server, object, { exitCode: script(object), timers }));
    } else if (type === 'MODIFIED' && object.metadata.deletionTimestamp !== undefined) {
      void timers.after(10, () => end(server, object, { exitCode: 143, timers }));
    }
  });
}

interface Ending {
  readonly exitCode: number;
  readonly timers: SimulatedTimers;
}

function end(server: SimServer, pod: KubeObject, { exitCode, timers }: Ending): void {
  const finishedAt = toRfc3339Seconds(timers.now());
  const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: finishedAt, finishedAt };
  setState(server, pod, {
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: { terminated } }],
  });
}

function setState(server: SimServer, pod: KubeObject, status: { readonly phase: string; readonly containerStatuses: unknown }): void {
  const current = server.all('pods').find((one) => one.metadata.uid === pod.metadata.uid) as
    | (KubeObject & { status?: { phase?: string } })
    | undefined;
  const isOver = current?.status?.phase === 'Succeeded' || current?.status?.phase === 'Failed';
  if (current !== undefined && !isOver) server.patch(coreResources.Pod, keyOf(current), { status });
}
