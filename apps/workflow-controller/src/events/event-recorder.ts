import type { Workflow } from '@argosy/api';
import type { Notice } from '@argosy/engine';
import { coreResources, type KubeClient, type KubeObject, type Timers } from '@argosy/kube';
import { type Logger, toRfc3339Seconds } from '@argosy/std';
import type { Metrics } from '@argosy/telemetry';
import type { Settings } from '../settings/settings.ts';
import { createPressure } from './pressure.ts';

export interface EventRecorderOptions {
  readonly client: Pick<KubeClient, 'create'>;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly metrics: Metrics;
  settings(): Pick<Settings, 'nodeEvents' | 'workflowEvents'>;
}

/** Writes Kubernetes Events about workflows, as far as that keeps nobody waiting. */
export interface EventRecorder {
  record(workflow: Pick<Workflow, 'apiVersion' | 'kind' | 'metadata'>, notice: Notice): void;
}

/** Most events that wait to be written. */
const MOST_WAITING = 200;
/** More notices a second than this mean load: then only warnings are written, and of those not all. */
const CALM = { Normal: 30, Warning: 50 } as const;

/**
 * Events are for people, and people read them of single workflows. Under load they would be half of all writes, so they give way:
 * what comes too fast is dropped, plain progress first.
 */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const pressure = { Normal: createPressure(options.timers), Warning: createPressure(options.timers) };
  const waiting: KubeObject[] = [];
  let writing = false;
  const write = async (): Promise<void> => {
    writing = true;
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) await writeOne(options, event);
    writing = false;
  };
  return {
    record(workflow, notice) {
      if (!isWanted(options.settings(), notice)) return;
      const isCalm = pressure[notice.type].add() <= CALM[notice.type];
      if (!isCalm || waiting.length >= MOST_WAITING) {
        options.metrics.increment('argosy_events_total', { outcome: 'dropped' });
        return;
      }
      waiting.push(eventOf(workflow, notice, options.timers));
      if (!writing) void write();
    },
  };
}

async function writeOne({ client, logger, metrics }: EventRecorderOptions, event: KubeObject): Promise<void> {
  try {
    await client.create(coreResources.Event, event);
    metrics.increment('argosy_events_total', { outcome: 'written' });
  } catch (error) {
    metrics.increment('argosy_events_total', { outcome: 'failed' });
    logger.debug(`cannot write an event: ${(error as Error).message}`, { event: event.metadata.name });
  }
}

function isWanted({ nodeEvents, workflowEvents }: Pick<Settings, 'nodeEvents' | 'workflowEvents'>, { reason }: Notice): boolean {
  return reason.startsWith('WorkflowNode') ? nodeEvents : workflowEvents;
}

const COMPONENT = 'workflow-controller';

function eventOf(
  { metadata, apiVersion, kind }: Pick<Workflow, 'apiVersion' | 'kind' | 'metadata'>,
  notice: Notice,
  timers: Timers,
): KubeObject {
  const { name = '', namespace = '', uid, resourceVersion } = metadata;
  const time = toRfc3339Seconds(timers.now());
  const suffix = Math.floor(timers.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${suffix}`, namespace, ...(notice.annotations && { annotations: notice.annotations }) },
    involvedObject: { apiVersion: apiVersion ?? 'argoproj.io/v1alpha1', kind: kind ?? 'Workflow', name, namespace, uid, resourceVersion },
    reason: notice.reason,
    message: notice.message.slice(0, 1_024),
    type: notice.type,
    source: { component: COMPONENT },
    reportingComponent: COMPONENT,
    reportingInstance: '',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  } as KubeObject;
}
