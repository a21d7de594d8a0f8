import { coreResources, type KubeClient } from '@argosy/kube';
import { isErrorWithCode, type Logger, type Milliseconds } from '@argosy/std';
import type { PodRecord } from '../workflow/project-pod.ts';

export interface StopTarget {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly pod: PodRecord;
}

export interface StopOptions {
  readonly grace: Milliseconds;
  readonly logger: Logger;
}

const EMISSARY = '/var/run/argo/argoexec';

/**
 * Asks the containers of a running pod to end; the pod itself stays, with its logs. Under the emissary each gets SIGTERM, so that the
 * executor beside it still collects what they wrote. Other pods are given a deadline that has passed: the kubelet ends them.
 * False: neither was possible.
 */
export async function stopContainers(client: KubeClient, target: StopTarget, options: StopOptions): Promise<boolean> {
  const running = target.pod.wrapped.filter((name) => isRunning(target.pod, name));
  if (running.length === 0) return setDeadline(client, target, options);
  const results = await Promise.all(running.map((container) => signal(client, target, { container, logger: options.logger })));
  return results.every(Boolean);
}

async function signal(
  client: KubeClient,
  { namespace, name }: StopTarget,
  { container, logger }: { readonly container: string; readonly logger: Logger },
): Promise<boolean> {
  try {
    const { exitCode, stderr } = await client.exec({ namespace, name }, { container, command: [EMISSARY, 'kill', '15', '1'] });
    if (exitCode !== 0) logger.info(`the emissary could not signal: ${stderr.trim()}`, { namespace, pod: name, container, exitCode });
    return exitCode === 0;
  } catch (error) {
    logger.info(`cannot signal a container, its pod is deleted instead: ${(error as Error).message}`, { namespace, pod: name, container });
    return false;
  }
}

/** activeDeadlineSeconds may be set on a running pod. */
async function setDeadline(client: KubeClient, { namespace, name, uid }: StopTarget, { logger }: StopOptions): Promise<boolean> {
  try {
    await client.patch(
      coreResources.Pod,
      { namespace, name, body: { metadata: { uid }, spec: { activeDeadlineSeconds: 1 } } },
      { type: 'merge' },
    );
    return true;
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return true;
    logger.info(`cannot set a deadline, the pod is deleted instead: ${(error as Error).message}`, { namespace, pod: name });
    return false;
  }
}

function isRunning({ facts }: PodRecord, name: string): boolean {
  return facts.containers.some((container) => container.name === name && container.state.kind === 'running');
}
