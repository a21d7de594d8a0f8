import { fromRfc3339 } from '@argosy/std';
import { type ApiObject, isJsonObject, type JsonObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import { age, fieldColumn, valueAt } from './columns.ts';
import { coreSchema } from './core-schema.ts';
import { define } from './define.ts';

const columns = [
  { name: 'Last Seen', type: 'string' as const, cell: (event: ApiObject, now: number): string => age(lastSeen(event), now) },
  fieldColumn('Type', 'type'),
  fieldColumn('Reason', 'reason'),
  { name: 'Object', type: 'string' as const, cell: (event: ApiObject): string => objectOf(event) },
  fieldColumn('Message', 'message'),
];

const coreFields = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
  (field) => `involvedObject.${field}`,
);

/** `v1` events, the form in which events are stored. */
const events = define({
  group: '',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
  shortNames: ['ev'],
  columns,
  behaviour: {
    selectableFields: [...coreFields, 'reason', 'type', 'source', 'reportingComponent'],
    readField: (event, field) => text(field === 'source' ? valueAt(event, ['source', 'component']) : valueAt(event, field.split('.'))),
  },
});

/** The same events as `events.k8s.io/v1` shows them. */
const newEvents = define({
  ...events,
  group: 'events.k8s.io',
  storage: events.storage,
  schema: coreSchema('NewEvent'),
  view: { toStored: toCoreEvent, fromStored: toNewEvent },
  columns: columns.map((column) => ({ ...column, cell: (event: ApiObject, now: number) => column.cell(toCoreEvent(event), now) })),
  behaviour: {
    selectableFields: [...coreFields.map((field) => field.replace('involvedObject', 'regarding')), 'reason', 'type', 'reportingController'],
    readField: (event, field) =>
      text(valueAt(event, field.replace('regarding', 'involvedObject').replace('reportingController', 'reportingComponent').split('.'))),
  },
});

export const eventKinds: readonly Resource[] = [events, newEvents];

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function lastSeen(event: ApiObject): string | undefined {
  const times = [
    valueAt(event, ['series', 'lastObservedTime']),
    event['lastTimestamp'],
    event['eventTime'],
    event.metadata.creationTimestamp,
  ];
  return times.map((time) => (typeof time === 'string' ? time : undefined)).find((time) => fromRfc3339(time) !== undefined);
}

function objectOf(event: ApiObject): string {
  const { kind = '', name = '' } = (event['involvedObject'] ?? {}) as { readonly kind?: string; readonly name?: string };
  return `${kind.toLowerCase()}/${name}`;
}

const renamed: readonly (readonly [string, string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

function toCoreEvent(event: ApiObject): ApiObject {
  return rename(event, { apiVersion: 'v1', names: new Map(renamed) });
}

function toNewEvent(event: ApiObject): ApiObject {
  return rename(event, { apiVersion: 'events.k8s.io/v1', names: new Map(renamed.map(([newName, coreName]) => [coreName, newName])) });
}

interface Renaming {
  readonly apiVersion: string;
  readonly names: ReadonlyMap<string, string>;
}

function rename(event: ApiObject, { apiVersion, names }: Renaming): ApiObject {
  const result: JsonObject = {};
  for (const [field, value] of Object.entries(event)) result[names.get(field) ?? field] = isJsonObject(value) ? { ...value } : value;
  return { ...result, kind: 'Event', apiVersion, metadata: event.metadata };
}
