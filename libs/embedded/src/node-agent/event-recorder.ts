import type { Pod } from '@argosy/api';
import { coreResources, type KubeClient } from '@argosy/kube';
import { isErrorWithCode, type Logger } from '@argosy/std';

/** Something that happened to a pod, as `kubectl describe` shows it. */
export interface PodEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Who says so; the kubelet when left out. */
  readonly component?: 'kubelet' | 'default-scheduler';
}

export interface EventRecorder {
  record(pod: Pod, event: PodEvent): void;
}

export interface EventRecorderOptions {
  readonly client: KubeClient;
  readonly nodeName: string;
  readonly logger: Logger;
  readonly now: () => number;
}

interface Known {
  readonly name: string;
  count: number;
  /** Writes of one event go one after the other, so that its count never goes back. */
  last: Promise<void>;
}

const longestMessage = 1024;
const rememberedEvents = 2000;

/**
 * Writes events: one that was seen before is counted up instead of written again. Normal events beyond the budget are dropped, because
 * thousands of short pods must not wait for what nobody reads; warnings always go out.
 */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { now } = options;
  const known = new Map<string, Known>();
  const budget = eventBudget(now);
  let serial = 0;
  const remember = (pod: Pod, { reason, message }: PodEvent): Known => {
    const key = `${pod.metadata.uid}/${reason}/${message}`;
    const name = `${pod.metadata.name}.${now().toString(16)}${(serial++).toString(16)}`;
    const seen = known.get(key) ?? { name, count: 0, last: Promise.resolve() };
    known.delete(key);
    known.set(key, seen);
    for (const oldest of known.keys()) {
      if (known.size <= rememberedEvents) break;
      known.delete(oldest);
    }
    return seen;
  };
  return {
    record(pod, event) {
      if (event.type === 'Normal' && !budget.take()) return;
      const seen = remember(pod, event);
      const count = ++seen.count;
      seen.last = seen.last.then(() => write(options, pod, { ...event, name: seen.name, count }));
    },
  };
}

type Occurrence = PodEvent & { readonly name: string; readonly count: number };

async function write({ client, nodeName, logger, now }: EventRecorderOptions, pod: Pod, event: Occurrence): Promise<void> {
  const { namespace = '', name: podName = '', uid = '' } = pod.metadata;
  const { name, count, type, reason, component = 'kubelet' } = event;
  const time = new Date(now()).toISOString().replace(/\.\d+Z/, 'Z');
  try {
    if (count > 1) {
      await client.patch(coreResources.Event, { name, namespace, body: { count, lastTimestamp: time } }, { type: 'merge' });
      return;
    }
    await client.create(coreResources.Event, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: podName, uid },
      type,
      reason,
      message: event.message.slice(0, longestMessage),
      source: { component, ...(component === 'kubelet' && { host: nodeName }) },
      reportingComponent: component,
      reportingInstance: nodeName,
      firstTimestamp: time,
      lastTimestamp: time,
      count,
    });
  } catch (error) {
    // The namespace or the event is gone: there is nobody left to tell.
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND') && !isErrorWithCode(error, 'KUBE_FORBIDDEN'))
      logger.warn('cannot write an event', { error: (error as Error).message });
  }
}

const burst = 200;
const perSecond = 40;

/** A bucket of tokens that fills up with time. */
function eventBudget(now: () => number): { take(): boolean } {
  let tokens = burst;
  let filled = now();
  return {
    take() {
      const time = now();
      tokens = Math.min(burst, tokens + ((time - filled) / 1000) * perSecond);
      filled = time;
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
  };
}
