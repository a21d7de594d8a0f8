import { type ApiObject, equalJson, isJsonObject, type JsonObject, type ObjectMeta, orderedMetadata, without } from '../../store/object.ts';
import type { StoredObject } from '../../store/history.ts';
import { admitChange } from '../admission/admission.ts';
import { updateManagedFields } from '../patch/managed-fields.ts';
import type { Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { badRequest, conflict, invalid, notFound } from '../status-error.ts';
import { invalidValue } from '../validation/causes.ts';
import { checkMetadataTypes, validateMetadata } from '../validation/metadata.ts';
import { checkNamespace, readObject } from './create.ts';
import { checkFields } from './field-validation.ts';
import { unstored, type WriteOptions, type WriteResult } from './write-options.ts';

export interface UpdateInput {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly options: WriteOptions;
  /** Server-side apply keeps its own account of the managed fields. */
  readonly isApply?: boolean;
}

/** Replaces an object by the one sent. */
export function updateObject(state: ApiState, input: UpdateInput & { readonly body: unknown }): WriteResult {
  const sent = readObject(input.resource, input.body);
  checkNamespace(input.resource, sent, input.namespace);
  return changeObject(state, input, () => sent);
}

/**
 * Computes the next version of an object from the present one and stores it. Everything happens in one turn of the event loop, so no other
 * write comes between. The change returns a new object, which may share parts with the present one.
 */
export function changeObject(state: ApiState, input: UpdateInput, change: (present: ApiObject) => ApiObject): WriteResult {
  const { resource, namespace, name, options } = input;
  const stored = state.store.get(resource.storage, namespace, name);
  if (!stored) throw notFound(resource, name);
  const previous = resource.view ? resource.view.fromStored(stored.object) : stored.object;
  const draft = keepWhatClientsDoNotSet(resource, { previous, sent: change(previous), options });
  checkPreconditions(resource, previous, draft.metadata);
  draft.metadata.resourceVersion = previous.metadata.resourceVersion ?? '';
  const warnings = settle(state, resource, { previous, draft, options });
  countGeneration(resource, previous, draft);
  if (!input.isApply) draft.metadata.managedFields = updateManagedFields(previous, draft, { resource, options, now: state.clock.now() });
  draft.metadata = orderedMetadata(draft.metadata);
  return { stored: save(state, input, { stored, previous, draft }), created: false, warnings };
}

interface Versions {
  readonly previous: ApiObject;
  readonly draft: ApiObject;
}

/** Defaults, pruning and validation of what changed. */
function settle(
  state: ApiState,
  resource: Resource,
  { previous, draft, options }: Versions & { readonly options: WriteOptions },
): readonly string[] {
  const isStatusOnly = options.subresource === 'status';
  const warnings = checkFields(resource, { draft, previous, mode: options.fieldValidation });
  if (!isStatusOnly) resource.behaviour.applyDefaults?.(draft, previous);
  if (draft['spec'] !== previous['spec']) admitChange(state, resource, draft);
  const causes = [...validateMetadata(resource, draft, previous), ...(resource.behaviour.validate?.(draft, previous) ?? [])];
  if (causes.length > 0) throw invalid(resource, draft.metadata.name ?? '', causes);
  return warnings;
}

interface Save extends Versions {
  readonly stored: StoredObject;
}

function save(state: ApiState, { resource, options }: UpdateInput, { stored, previous, draft }: Save): StoredObject {
  const leaves = isReadyToLeave(draft);
  if (!leaves && equalJson(previous, draft)) return stored;
  const next = resource.view ? resource.view.toStored(draft) : draft;
  if (options.dryRun) return unstored(next, stored.revision);
  return leaves ? state.store.remove(resource.storage, next) : state.store.put(resource.storage, next);
}

/** An object that is being deleted goes when its last finalizer does, unless its node still has to stop it. */
export function isReadyToLeave({ kind, metadata, ...rest }: ApiObject): boolean {
  const isHeld =
    kind === 'Namespace' && ((rest['spec'] as { readonly finalizers?: readonly string[] } | undefined)?.finalizers ?? []).length > 0;
  return Boolean(metadata.deletionTimestamp) && !metadata.finalizers?.length && !metadata.deletionGracePeriodSeconds && !isHeld;
}

interface Sent {
  readonly previous: ApiObject;
  readonly sent: ApiObject;
  readonly options: WriteOptions;
}

function keepWhatClientsDoNotSet(resource: Resource, { previous, sent, options }: Sent): ApiObject {
  if (!isJsonObject(sent.metadata)) throw badRequest('metadata: Invalid value: must be an object');
  if (sent.metadata !== previous.metadata) checkMetadataTypes(sent);
  const metadata = options.subresource === 'status' ? statusMetadata(previous, sent) : { ...sent.metadata };
  checkIdentity(resource, previous, metadata);
  for (const field of serverFields) delete metadata[field];
  const { kind, apiVersion } = previous;
  return { kind, apiVersion, metadata: { ...metadata, ...keptMetadata(previous) }, ...contentOf(resource, { previous, sent, options }) };
}

function keptMetadata({ metadata }: ApiObject): ObjectMeta {
  return Object.fromEntries(serverFields.filter((field) => metadata[field] !== undefined).map((field) => [field, metadata[field]]));
}

/** The status is changed through its subresource only, and nothing else through it. */
function contentOf(resource: Resource, { previous, sent, options }: Sent): JsonObject {
  const { subresource } = options;
  const present = without(previous, 'kind', 'apiVersion', 'metadata');
  const content: JsonObject = without(sent, 'kind', 'apiVersion', 'metadata');
  if (subresource === 'status') return { ...present, status: sent['status'] };
  // A binding sets the node and the condition that says so.
  if (!resource.hasStatus || subresource === 'binding') return content;
  delete content['status'];
  return previous['status'] === undefined ? content : { ...content, status: previous['status'] };
}

const serverFields = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'selfLink',
] as const;

function statusMetadata(previous: ApiObject, sent: ApiObject): ObjectMeta {
  const metadata = { ...previous.metadata };
  if (sent.metadata.resourceVersion) metadata.resourceVersion = sent.metadata.resourceVersion;
  if (sent.metadata.managedFields) metadata.managedFields = sent.metadata.managedFields;
  return metadata;
}

function checkIdentity(resource: Resource, previous: ApiObject, metadata: ObjectMeta): void {
  const { name = '', uid } = previous.metadata;
  if (metadata.name !== undefined && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  if (metadata.uid && metadata.uid !== uid) {
    throw conflict(resource, name, `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${uid}`);
  }
  if (metadata.deletionTimestamp && !previous.metadata.deletionTimestamp) {
    throw invalid(resource, name, [invalidValue('metadata.deletionTimestamp', metadata.deletionTimestamp, 'field is immutable')]);
  }
}

function checkPreconditions(resource: Resource, previous: ApiObject, metadata: ObjectMeta): void {
  const wanted = metadata.resourceVersion;
  if (!wanted || wanted === previous.metadata.resourceVersion) return;
  throw conflict(
    resource,
    previous.metadata.name ?? '',
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

function countGeneration(resource: Resource, previous: ApiObject, draft: ApiObject): void {
  if (!resource.behaviour.countsGenerations) return;
  const changed = Object.keys({ ...previous, ...draft }).some(
    (field) => field !== 'metadata' && !(field === 'status' && resource.hasStatus) && !equalJson(previous[field], draft[field]),
  );
  if (changed) draft.metadata.generation = (previous.metadata.generation ?? 0) + 1;
}
