import type { NodeStatus, Workflow } from '@argosy/api';
import type { ArgoEventsObject } from '@argosy/api-client';
import type { RouteName } from '../../../app/route-table.ts';

interface FlowParts {
  readonly sources: readonly ArgoEventsObject[];
  readonly sensors: readonly ArgoEventsObject[];
  /** Workflows that sensors started. */
  readonly workflows: readonly Workflow[];
}

const NAME = 'event-flow';
const SENSOR_LABEL = 'events.argoproj.io/sensor';

/** The flow of events in the form of a workflow, so that the same picture draws it: sources, then sensors, triggers, workflows. */
export function eventFlow({ sources, sensors, workflows }: FlowParts): Workflow {
  const nodes = [
    ...sources.flatMap(sourceNodes(sensors)),
    ...sensors.flatMap((sensor) => sensorNodes(sensor, workflows)),
    ...workflows.map((workflow) =>
      nodeOf(idOf('workflow', workflow.metadata), {
        label: workflow.metadata.name ?? '',
        kind: 'workflow',
        phase: workflow.status?.phase || 'Pending',
        children: [],
      }),
    ),
  ];
  const root: NodeStatus = { id: NAME, name: NAME, type: 'DAG', phase: 'Running', children: nodes.slice(0, 1).map(({ id }) => id) };
  return {
    metadata: { name: NAME },
    spec: {},
    status: { phase: 'Running', nodes: Object.fromEntries([root, ...nodes].map((node) => [node.id, node])) },
  };
}

/** The page of a node of the picture. */
export function targetOf(id: string): { readonly route: RouteName; readonly namespace: string; readonly name: string } | undefined {
  const [kind = '', namespace = '', name = ''] = id.split('/');
  const route = ROUTES[kind];
  return route && { route, namespace, name };
}

const ROUTES: Readonly<Record<string, RouteName | undefined>> = {
  source: 'eventSource',
  event: 'eventSource',
  sensor: 'sensor',
  trigger: 'sensor',
  workflow: 'workflow',
};

interface Named {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

interface SensorSpec {
  readonly dependencies?: readonly { readonly name?: string; readonly eventSourceName?: string; readonly eventName?: string }[];
  readonly triggers?: readonly { readonly template?: { readonly name?: string; readonly conditions?: string } }[];
}

function sourceNodes(sensors: readonly ArgoEventsObject[]): (source: ArgoEventsObject) => NodeStatus[] {
  return ({ metadata, spec }) => {
    const events = Object.values(spec ?? {}).flatMap((events: unknown) =>
      typeof events === 'object' && events !== null ? Object.keys(events) : [],
    );
    const listening = (event: string): string[] =>
      sensors
        .filter((sensor) => specOf(sensor).dependencies?.some((one) => one.eventSourceName === metadata.name && one.eventName === event))
        .map((sensor) => idOf('sensor', sensor.metadata));
    return events.map((event) =>
      nodeOf(`${idOf('event', metadata)}/${event}`, {
        label: event,
        kind: metadata.name ?? '',
        phase: 'Succeeded',
        children: listening(event),
      }),
    );
  };
}

function sensorNodes(sensor: ArgoEventsObject, workflows: readonly Workflow[]): NodeStatus[] {
  const triggers = specOf(sensor).triggers ?? [];
  const started = workflows
    .filter(({ metadata }) => metadata.labels?.[SENSOR_LABEL] === sensor.metadata.name)
    .map(({ metadata }) => idOf('workflow', metadata));
  const triggerId = (name: string): string => `${idOf('trigger', sensor.metadata)}/${name}`;
  const names = triggers.map(({ template }) => template?.name ?? 'trigger');
  return [
    nodeOf(idOf('sensor', sensor.metadata), {
      label: sensor.metadata.name ?? '',
      kind: 'sensor',
      phase: 'Succeeded',
      children: names.map(triggerId),
    }),
    ...names.map((name) =>
      nodeOf(triggerId(name), { label: name, kind: 'trigger', phase: 'Succeeded', children: names.length === 1 ? started : [] }),
    ),
  ];
}

function specOf({ spec }: ArgoEventsObject): SensorSpec {
  return (spec ?? {}) as SensorSpec;
}

function idOf(kind: string, { namespace, name }: Named): string {
  return `${kind}/${namespace ?? ''}/${name ?? ''}`;
}

interface FlowNode {
  readonly label: string;
  readonly kind: string;
  readonly phase: NodeStatus['phase'];
  readonly children: readonly string[];
}

function nodeOf(id: string, { label, kind, phase, children }: FlowNode): NodeStatus {
  return { id, name: `${NAME}.${id}`, displayName: label, type: 'Pod', templateName: kind, phase, boundaryID: NAME, children };
}
