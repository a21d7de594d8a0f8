import { randomUUID } from 'node:crypto';
import { toRfc3339Seconds } from '@argosy/std';
import { randomSuffix } from './random-suffix.ts';
import { admit } from '../admission/admission.ts';
import { type ApiObject, isJsonObject, type ManagedFieldsEntry, type ObjectMeta, orderedMetadata, without } from '../../store/object.ts';
import { apiVersionOf, type Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { alreadyExists, badRequest, forbidden, internalError, invalid, notFound, StatusError } from '../status-error.ts';
import { checkMetadataTypes, validateMetadata } from '../validation/metadata.ts';
import { checkFields } from './field-validation.ts';
import { unstored, type WriteOptions, type WriteResult } from './write-options.ts';

export interface CreateInput {
  readonly resource: Resource;
  readonly namespace: string;
  readonly body: unknown;
  readonly options: WriteOptions;
  /** Set by server-side apply. */
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** Stores a new object, or throws the Status that says why not. */
export function createObject(state: ApiState, { resource, namespace, body, options, managedFields }: CreateInput): WriteResult {
  const sent = readObject(resource, body);
  checkNamespace(resource, sent, namespace);
  if (sent.metadata.resourceVersion) throw internalError('resourceVersion should not be set on objects to be created');
  requireNamespace(state, resource, { namespace, name: sent.metadata.name ?? '' });
  const draft = newDraft(state, resource, { sent, namespace });
  if (managedFields) draft.metadata.managedFields = managedFields;
  const warnings = complete(state, resource, { draft, options });
  const { name = '' } = draft.metadata;
  if (state.store.get(resource.storage, namespace, name)) throw alreadyExists(resource, name);
  const stored = resource.view ? resource.view.toStored(draft) : draft;
  if (options.dryRun)
    return { stored: unstored({ ...stored, metadata: orderedMetadata(stored.metadata) }, state.store.revision), created: true, warnings };
  return { stored: state.store.put(resource.storage, stored), created: true, warnings };
}

/** Defaults, admission and validation. Returns warnings for the client. */
function complete(
  state: ApiState,
  resource: Resource,
  { draft, options }: { readonly draft: ApiObject; readonly options: WriteOptions },
): readonly string[] {
  const { behaviour } = resource;
  const warnings = checkFields(resource, { draft, previous: undefined, mode: options.fieldValidation });
  behaviour.applyDefaults?.(draft, undefined);
  admit(state, resource, draft);
  const causes = [...validateMetadata(resource, draft, undefined), ...(behaviour.validate?.(draft, undefined) ?? [])];
  if (causes.length > 0) throw invalid(resource, draft.metadata.name ?? '', causes);
  return warnings;
}

/** Checks apiVersion and kind, which may be left out, and the types of the metadata. */
export function readObject(resource: Resource, body: unknown): ApiObject {
  if (!isJsonObject(body)) throw badRequest("Object 'Kind' is missing");
  const apiVersion = apiVersionOf(resource);
  const sent = body as ApiObject;
  if (sent.kind !== undefined && sent.kind !== resource.kind) {
    throw badRequest(
      `${JSON.stringify(sent.kind)} in version ${JSON.stringify(sent.apiVersion ?? '')} cannot be handled as a ${resource.kind}: no kind "${sent.kind}" is served at this path`,
    );
  }
  if (sent.apiVersion !== undefined && sent.apiVersion !== apiVersion) {
    throw badRequest(`the API version in the data (${sent.apiVersion}) does not match the expected API version (${apiVersion})`);
  }
  sent.metadata ??= {};
  checkMetadataTypes(sent);
  return sent;
}

/** The namespace of the path wins; a different one in the object is an error. */
export function checkNamespace(resource: Resource, sent: ApiObject, namespace: string): void {
  if (!resource.namespaced && sent.metadata.namespace) throw badRequest('namespace is not allowed on this type');
  if (resource.namespaced && !namespace) throw badRequest('an empty namespace may not be set during creation');
  if (sent.metadata.namespace && sent.metadata.namespace !== namespace) {
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`);
  }
}

const namespaces = { group: '', plural: 'namespaces', kind: 'Namespace' };

function requireNamespace(
  state: ApiState,
  resource: Resource,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): void {
  if (!resource.namespaced) return;
  const stored = state.store.get('namespaces', '', namespace);
  if (!stored) throw notFound(namespaces, namespace);
  if (!stored.object.metadata.deletionTimestamp) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { status } = forbidden(resource, name, why);
  const causes = [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }];
  throw new StatusError({ code: 403, reason: 'Forbidden', message: status.message ?? why, details: { ...status.details, causes } });
}

interface DraftInput {
  readonly sent: ApiObject;
  readonly namespace: string;
}

function newDraft(state: ApiState, resource: Resource, { sent, namespace }: DraftInput): ApiObject {
  const { behaviour } = resource;
  const metadata: ObjectMeta = {
    ...without(sent.metadata, 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'managedFields', 'generation'),
    ...nameOf(sent.metadata),
    ...(resource.namespaced ? { namespace } : {}),
    uid: randomUUID(),
    creationTimestamp: toRfc3339Seconds(state.clock.now()),
    ...(behaviour.countsGenerations ? { generation: 1 } : {}),
  };
  const content = without(sent, 'metadata', 'apiVersion', 'kind');
  const draft: ApiObject = { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata, ...content };
  if (resource.hasStatus) delete draft['status'];
  const status = behaviour.initialStatus?.(draft);
  if (status !== undefined) draft['status'] = status;
  return draft;
}

function nameOf({ name, generateName }: ObjectMeta): ObjectMeta {
  return !name && generateName ? { name: `${generateName.slice(0, 58)}${randomSuffix()}` } : {};
}
