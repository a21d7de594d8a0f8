import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageFailure } from '../images/image-source.ts';
import type { RunningContainer } from '../runtimes/container-runtime.ts';
import { type PodContext, startContainer } from './container-runner.ts';
import type { ContainerState } from './pod-status.ts';

const firstBackoff = 1000;
const longestBackoff = 300_000;

/**
 * Starts a container once its image and its settings are there; what is missing is tried again with growing pauses, as the kubelet does.
 * Undefined when the pod was ended before.
 */
export async function startWhenPossible(
  context: PodContext,
  state: ContainerState,
  ended: AbortSignal,
): Promise<RunningContainer | undefined> {
  const { container } = state;
  const image = container.image ?? '';
  for (let wait = firstBackoff; !ended.aborted; wait = Math.min(wait * 2, longestBackoff)) {
    const obtained = await context.images.obtain(image, {
      policy: container.imagePullPolicy ?? 'IfNotPresent',
      pulling: () => context.event({ type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` }),
    });
    if (obtained.ok) {
      context.event({ type: 'Normal', reason: 'Pulled', message: obtained.message });
      const running = await tryToStart(context, state, obtained.image);
      if (running) return running;
    } else noteMissingImage(context, state, { ...obtained, backingOff: wait > firstBackoff });
    context.changed();
    await sleep(wait, undefined, { signal: ended }).catch(() => undefined);
  }
  return undefined;
}

async function tryToStart(
  context: PodContext,
  state: ContainerState,
  image: Parameters<typeof startContainer>[2],
): Promise<RunningContainer | undefined> {
  const { name } = state.container;
  try {
    const { running, found } = await startContainer(context, state, image);
    if (!found) {
      context.event({ type: 'Normal', reason: 'Created', message: `Created container: ${name}` });
      context.event({ type: 'Normal', reason: 'Started', message: `Started container ${name}` });
    }
    return running;
  } catch (error) {
    const { message } = error as Error;
    state.state = { kind: 'waiting', reason: 'CreateContainerConfigError', message };
    context.event({ type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
    return undefined;
  }
}

function noteMissingImage(
  { event }: PodContext,
  state: ContainerState,
  { reason, message, backingOff }: ImageFailure & { readonly backingOff: boolean },
): void {
  const image = state.container.image ?? '';
  if (reason === 'ErrImagePull' && backingOff) {
    state.state = { kind: 'waiting', reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ${message}` };
    event({ type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${image}"` });
    event({ type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' });
    return;
  }
  state.state = { kind: 'waiting', reason, message };
  event({ type: 'Warning', ...eventOf[reason](image, message) });
  event({ type: 'Warning', reason: 'Failed', message: `Error: ${reason}` });
}

type Wording = (image: string, message: string) => { readonly reason: string; readonly message: string };

const eventOf: Readonly<Record<ImageFailure['reason'], Wording>> = {
  ErrImagePull: (image, message) => ({ reason: 'Failed', message: `Failed to pull image "${image}": ${message}` }),
  ErrImageNeverPull: (_, message) => ({ reason: 'ErrImageNeverPull', message }),
  InvalidImageName: (image, message) => ({ reason: 'InspectFailed', message: `Failed to apply default image tag "${image}": ${message}` }),
};
