import { type KubeClient, type KubeObject, coreResources, type ResourceType } from '@argosy/kube';
import { RE2JS } from 're2js';
import type { Call, Endpoint, Frame } from '../api/endpoint.ts';
import { ApiFailure, invalid } from '../api/failure.ts';
import { flagOf, listSelection, type RawQuery, sizeOf, textOf } from '../api/query.ts';
import { mapOfBody } from '../services/parameters.ts';
import type { Services } from '../services/services.ts';
import { deleteParameters, listParameters, logParameters, textParameter } from './parameters.ts';
import { deletion } from './workflows.ts';

interface Kind {
  readonly type: ResourceType;
  readonly segment: 'event-sources' | 'sensors';
  readonly service: string;
  readonly field: string;
  /** Label of pods that holds the name of the object. */
  readonly label: string;
  /** Fields of a log line that a query may name. */
  readonly filters: readonly string[];
}

const resource = (plural: string, kind: string): ResourceType => ({
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural,
  kind,
  namespaced: true,
});

const KINDS: readonly Kind[] = [
  {
    type: resource('eventsources', 'EventSource'),
    segment: 'event-sources',
    service: 'EventSourceService',
    field: 'eventSource',
    label: 'eventsource-name',
    filters: ['eventSourceType', 'eventName'],
  },
  {
    type: resource('sensors', 'Sensor'),
    segment: 'sensors',
    service: 'SensorService',
    field: 'sensor',
    label: 'sensor-name',
    filters: ['triggerName'],
  },
];

/** Objects of Argo Events, passed on to the API server; where their kinds are not installed, it says so (acceptance 8-043). */
export function argoEventsRoutes(services: Services): readonly Endpoint[] {
  return KINDS.flatMap((kind) => [...objectRoutes(services, kind), ...streamRoutes(services, kind)]);
}

function objectRoutes(services: Services, kind: Kind): Endpoint[] {
  const { type, segment, service } = kind;
  const base = `/api/v1/${segment}/{namespace}`;
  const common = { acceptance: '8-043', kind: 'call', answer: type.kind } as const;
  const name = type.kind;
  return [
    {
      ...common,
      id: `${service}_List${name}s`,
      method: 'GET',
      path: base,
      query: listParameters,
      answer: `${name}List`,
      handle: (call) => list(services, kind, call),
    },
    {
      ...common,
      id: `${service}_Create${name}`,
      method: 'POST',
      path: base,
      body: `Create${name}Request`,
      handle: ({ caller, params, body }) => caller.client.create(type, placed(kind, params, body)),
    },
    {
      ...common,
      id: `${service}_Get${name}`,
      method: 'GET',
      path: `${base}/{name}`,
      handle: ({ caller, params }) => caller.client.get(type, refOf(params)),
    },
    {
      ...common,
      id: `${service}_Update${name}`,
      method: 'PUT',
      path: `${base}/{name}`,
      body: `Update${name}Request`,
      handle: ({ caller, params, body }) => caller.client.update(type, placed(kind, params, body)),
    },
    {
      ...common,
      id: `${service}_Delete${name}`,
      method: 'DELETE',
      path: `${base}/{name}`,
      query: deleteParameters,
      answer: `${name}DeletedResponse`,
      handle: (call) => remove(kind, call),
    },
  ];
}

function streamRoutes(services: Services, kind: Kind): Endpoint[] {
  const { type, segment, service } = kind;
  const path = `/api/v1/stream/${segment}/{namespace}`;
  const common = { acceptance: '8-043', kind: 'stream', method: 'GET' } as const;
  const name = type.kind;
  return [
    {
      ...common,
      id: `${service}_Watch${name}s`,
      path,
      query: listParameters,
      answer: `${name}WatchEvent`,
      open: (call) => watch(services, kind, call),
    },
    {
      ...common,
      id: `${service}_${name}sLogs`,
      path: `${path}/logs`,
      query: [
        textParameter('name'),
        ...kind.filters.map((filter) => textParameter(filter)),
        ...logParameters.filter((parameter) => parameter.name !== 'selector'),
      ],
      answer: `${name}LogEntry`,
      open: (call) => logs(kind, call),
    },
  ];
}

type Params = Call['params'];

function refOf(params: Params): { readonly namespace: string; readonly name: string } {
  return { namespace: params['namespace'] ?? '', name: params['name'] ?? '' };
}

function placed({ type, field }: Kind, params: Params, body: Call['body']): KubeObject {
  const object = mapOfBody(body, field) as unknown as KubeObject;
  if (object.metadata === undefined) throw invalid(`${field} body not specified`);
  const { name } = params;
  return {
    ...object,
    apiVersion: 'argoproj.io/v1alpha1',
    kind: type.kind,
    metadata: { ...object.metadata, namespace: params['namespace'] ?? '', ...(name && { name }) },
  };
}

function selectionOf({ managedNamespace }: Services, params: Params, query: RawQuery) {
  const { labelSelector, fieldSelector } = listSelection(query);
  const namespace = params['namespace'] || managedNamespace;
  return { ...(namespace !== '' && { namespace }), labelSelector, ...(fieldSelector !== '' && { fieldSelector }) };
}

async function list(services: Services, { type }: Kind, { caller, params, query }: Call): Promise<unknown> {
  const { metadata, items } = await caller.client.list(type, selectionOf(services, params, query));
  return { apiVersion: 'argoproj.io/v1alpha1', kind: `${type.kind}List`, metadata, items };
}

async function remove({ type }: Kind, { caller, params, query }: Call): Promise<unknown> {
  await caller.client.delete(type, refOf(params), deletion(query));
  return {};
}

async function watch(services: Services, { type }: Kind, { caller, params, query, headers, signal }: Call): Promise<AsyncIterable<Frame>> {
  const selection = selectionOf(services, params, query);
  const resourceVersion = String(headers['last-event-id'] ?? '') || listSelection(query).resourceVersion;
  // Asked first, so that a refusal is an answer and not a broken stream.
  await caller.client.list(type, { ...selection, limit: 1 });
  return changes();

  async function* changes(): AsyncGenerator<Frame> {
    for await (const event of caller.client.watch(type, { ...selection, ...(resourceVersion !== '' && { resourceVersion }), signal })) {
      if (event.type === 'ERROR')
        throw new ApiFailure(event.object.code === 410 ? 'OUT_OF_RANGE' : 'UNAVAILABLE', event.object.message ?? 'the watch failed');
      yield { json: JSON.stringify(event), id: event.object.metadata.resourceVersion ?? '' };
    }
  }
}

async function logs(kind: Kind, { caller, params, query, signal }: Call): Promise<AsyncIterable<Frame>> {
  const { namespace = '' } = params;
  const name = textOf(query, 'name');
  const { items } = await caller.client.list(coreResources.Pod, {
    namespace,
    labelSelector: name === '' ? kind.label : `${kind.label}=${name}`,
  });
  const grep = textOf(query, 'grep');
  const matches = grep === '' ? undefined : RE2JS.compile(grep);
  const tailLines = sizeOf(query, 'logOptions.tailLines');
  const options = { follow: flagOf(query, 'logOptions.follow'), ...(tailLines !== undefined && { tailLines }), signal };
  return entries();

  async function* entries(): AsyncGenerator<Frame> {
    for (const { metadata } of items) {
      for await (const line of linesOf(caller.client, { namespace, name: metadata.name ?? '' }, options)) {
        if (matches && !matches.matcher(line).find()) continue;
        yield { json: JSON.stringify({ namespace, [`${kind.field}Name`]: name, ...parsedLine(line) }) };
      }
    }
  }
}

async function* linesOf(
  client: KubeClient,
  pod: { readonly namespace: string; readonly name: string },
  options: object,
): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of client.logs(pod, options)) {
    const lines = (rest + Buffer.from(chunk).toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function parsedLine(line: string): object {
  try {
    const value = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return {
      level: value['level'],
      time: value['ts'] ?? value['time'],
      msg: value['msg'],
      eventName: value['eventName'],
      triggerName: value['triggerName'],
    };
  } catch {
    return { msg: line };
  }
}
