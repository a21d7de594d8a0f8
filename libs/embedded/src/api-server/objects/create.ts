import { randomBytes, randomUUID } from 'node:crypto';
import { toRfc3339Seconds } from '@argosy/std';
import { admit } from '../admission/admission.ts';
import { type ApiObject, equalJson, isJsonObject, type ManagedFieldsEntry, orderedMetadata } from '../../store/object.ts';
import { apiVersionOf, type Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { alreadyExists, badRequest, forbidden, invalid, notFound, StatusError } from '../status-error.ts';
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
  if (sent.metadata.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  requireNamespace(state, resource, { namespace, name: sent.metadata.name ?? '' });
  const draft = newDraft(state, resource, { sent, namespace });
  if (managedFields) draft.metadata.managedFields = managedFields;
  const warnings = checkFields(resource, { draft, previous: undefined, mode: options.fieldValidation });
  resource.behaviour.applyDefaults?.(draft, undefined);
  admit(state, resource, draft);
  const causes = [...validateMetadata(resource, draft, undefined), ...(resource.behaviour.validate?.(draft, undefined) ?? [])];
  if (causes.length > 0) throw invalid(resource, draft.metadata.name ?? '', causes);
  const name = draft.metadata.name ?? '';
  if (state.store.get(resource.storage, namespace, name)) throw alreadyExists(resource, name);
  const stored = resource.view ? resource.view.toStored(draft) : draft;
  if (options.dryRun)
    return { stored: unstored({ ...stored, metadata: orderedMetadata(stored.metadata) }, state.store.revision), created: true, warnings };
  return { stored: state.store.put(resource.storage, stored), created: true, warnings };
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
  const { metadata, apiVersion: _version, kind: _kind, ...rest } = sent;
  const draft: ApiObject = { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata: {}, ...rest };
  const generated = !metadata.name && metadata.generateName ? generateName(metadata.generateName) : undefined;
  draft.metadata = {
    ...metadata,
    ...(generated ? { name: generated } : {}),
    ...(resource.namespaced ? { namespace } : {}),
    uid: randomUUID(),
    creationTimestamp: toRfc3339Seconds(state.clock.now()),
    ...(resource.behaviour.countsGenerations ? { generation: 1 } : {}),
  };
  for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'managedFields'] as const)
    delete draft.metadata[field];
  if (!resource.behaviour.countsGenerations) delete draft.metadata.generation;
  if (resource.hasStatus) delete draft['status'];
  const status = resource.behaviour.initialStatus?.(draft);
  if (status !== undefined && !equalJson(status, {})) draft['status'] = status;
  return draft;
}

/** No vowels and no 0, 1 and 3, so that no words come out. */
const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

function generateName(prefix: string): string {
  let suffix = '';
  for (const byte of randomBytes(5)) suffix += suffixAlphabet[byte % suffixAlphabet.length];
  return `${prefix.slice(0, 58)}${suffix}`;
}
