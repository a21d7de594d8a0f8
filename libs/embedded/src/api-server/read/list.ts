import type { StoredObject } from '../../store/history.ts';
import { compareKeys } from '../../store/collection.ts';
import type { Presentation } from '../request.ts';
import { integerParameter } from '../request.ts';
import { apiVersionOf, type Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { badRequest, expired, tooLargeResourceVersion } from '../status-error.ts';
import { compileFilter, type Filter } from './filter.ts';
import { presentObject } from './present.ts';
import { readIncludeObject, tableOf } from './table.ts';

export interface ListInput {
  readonly resource: Resource;
  readonly namespace: string;
  readonly query: URLSearchParams;
  readonly presentation: Presentation;
}

/** The body of a list. */
export function listObjects(state: ApiState, input: ListInput): Buffer {
  const { resource, query } = input;
  const filter = compileFilter(resource, input);
  const page = readPage(state, resource, { filter, query });
  const metadata = {
    resourceVersion: String(page.revision),
    ...(page.next ? { continue: page.next, ...(filter.matches ? {} : { remainingItemCount: page.remaining }) } : {}),
  };
  return showList(state, input, { metadata, objects: page.objects });
}

/** Objects that match, in the order of their keys. */
export function selectObjects(state: ApiState, resource: Resource, filter: Filter): readonly StoredObject[] {
  if (filter.name !== undefined && (filter.namespace !== undefined || !resource.namespaced)) {
    const found = state.store.get(resource.storage, filter.namespace ?? '', filter.name);
    return found && (!filter.matches || filter.matches(found)) ? [found] : [];
  }
  const all = state.store.list(resource.storage, filter.namespace);
  return filter.matches ? all.filter(filter.matches) : all;
}

interface Page {
  readonly revision: number;
  readonly objects: readonly StoredObject[];
  readonly next?: string;
  readonly remaining: number;
}

interface Selection {
  readonly filter: Filter;
  readonly query: URLSearchParams;
}

function readPage(state: ApiState, resource: Resource, { filter, query }: Selection): Page {
  const limit = integerParameter(query, 'limit') ?? 0;
  const token = readToken(query.get('continue'));
  const revision = token?.revision ?? exactRevision(state, query) ?? state.store.revision;
  const all = revision === state.store.revision ? selectObjects(state, resource, filter) : selectAt(state, resource, { filter, revision });
  const from = token ? all.filter((stored) => compareKeys(keyOf(stored), token.after) > 0) : all;
  if (limit === 0 || from.length <= limit) return { revision, objects: from, remaining: 0 };
  const objects = from.slice(0, limit);
  const last = objects.at(-1);
  const next = last ? writeToken({ revision, after: keyOf(last) }) : '';
  return { revision, objects, next, remaining: from.length - limit };
}

function selectAt(
  state: ApiState,
  resource: Resource,
  { filter, revision }: { readonly filter: Filter; readonly revision: number },
): readonly StoredObject[] {
  const snapshot = state.store.listAt(resource.storage, revision, filter.namespace);
  if (!snapshot)
    throw expired(`The provided continue parameter is too old to display a consistent list result: revision ${revision} is no longer kept`);
  return filter.matches ? snapshot.objects.filter(filter.matches) : snapshot.objects;
}

/** The revision at which the list must be; undefined for the newest one. */
function exactRevision(state: ApiState, query: URLSearchParams): number | undefined {
  const wanted = integerParameter(query, 'resourceVersion');
  const match = query.get('resourceVersionMatch');
  if (match && wanted === undefined) throw badRequest('resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (wanted === undefined || wanted === 0) return undefined;
  if (wanted > state.store.revision) throw tooLargeResourceVersion(wanted, state.store.revision);
  return match === 'Exact' ? wanted : undefined;
}

interface ContinueToken {
  readonly revision: number;
  readonly after: string;
}

function readToken(text: string | null): ContinueToken | undefined {
  if (!text) return undefined;
  const [version, revision, ...after] = Buffer.from(text, 'base64url').toString().split(' ');
  if (version !== 'v1' || !/^\d+$/.test(revision ?? '')) throw badRequest(`continue key is not valid: ${JSON.stringify(text)}`);
  return { revision: Number(revision), after: after.join(' ') };
}

function writeToken({ revision, after }: ContinueToken): string {
  return Buffer.from(`v1 ${revision} ${after}`).toString('base64url');
}

/** As the collections order them: by namespace, then by name. */
function keyOf({ object }: StoredObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

interface ListContents {
  readonly metadata: object;
  readonly objects: readonly StoredObject[];
}

function showList(state: ApiState, { resource, presentation, query }: ListInput, { metadata, objects }: ListContents): Buffer {
  if (presentation === 'table') {
    const options = { includeObject: readIncludeObject(query), now: state.clock.now(), metadata, withColumns: true };
    return Buffer.from(JSON.stringify(tableOf(resource, objects, options)));
  }
  const isPartial = presentation === 'metadata';
  const kind = isPartial ? 'PartialObjectMetadataList' : resource.listKind;
  const apiVersion = isPartial ? 'meta.k8s.io/v1' : apiVersionOf(resource);
  const head = JSON.stringify({ kind, apiVersion, metadata });
  const parts: Buffer[] = [Buffer.from(`${head.slice(0, -1)},"items":[`)];
  objects.forEach((stored, i) => {
    if (i > 0) parts.push(comma);
    parts.push(presentObject(resource, stored, presentation));
  });
  parts.push(end);
  return Buffer.concat(parts);
}

const comma = Buffer.from(',');
const end = Buffer.from(']}');
