import { toRfc3339Seconds } from '@argosy/std';
import type { StoredObject } from '../../store/history.ts';
import { type ApiObject, isJsonObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { badRequest, conflict, notFound } from '../status-error.ts';
import { isReadyToLeave } from './update.ts';
import { unstored } from './write-options.ts';

export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: PropagationPolicy | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly dryRun: boolean;
}

export interface DeleteInput {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly options: DeleteOptions;
}

/** The last version of the object, and whether it is gone or waits for its finalizers or its node. */
export interface DeleteResult {
  readonly stored: StoredObject;
  readonly gone: boolean;
}

/** Reads DeleteOptions from the body and the query; the query is read where the body does not say. */
export function readDeleteOptions(body: unknown, query: URLSearchParams): DeleteOptions {
  const sent = isJsonObject(body) ? body : {};
  const preconditions = isJsonObject(sent['preconditions']) ? sent['preconditions'] : {};
  const grace = sent['gracePeriodSeconds'] ?? query.get('gracePeriodSeconds') ?? undefined;
  const policy = sent['propagationPolicy'] ?? query.get('propagationPolicy') ?? undefined;
  const orphan = sent['orphanDependents'] ?? (query.get('orphanDependents') === 'true' || undefined);
  if (grace !== undefined && !/^-?\d+$/.test(String(grace))) throw badRequest(`invalid gracePeriodSeconds ${JSON.stringify(grace)}`);
  return {
    gracePeriodSeconds: grace === undefined ? undefined : Math.max(0, Number(grace)),
    propagationPolicy: policy === undefined ? (orphan === true ? 'Orphan' : undefined) : readPolicy(policy),
    uid: preconditions['uid'] as string | undefined,
    resourceVersion: preconditions['resourceVersion'] as string | undefined,
    dryRun: sent['dryRun'] !== undefined || query.has('dryRun'),
  };
}

/** Deletes an object, or marks it where finalizers or its node have a say. */
export function deleteObject(state: ApiState, { resource, namespace, name, options }: DeleteInput): DeleteResult {
  const stored = state.store.get(resource.storage, namespace, name);
  if (!stored) throw notFound(resource, name);
  checkPreconditions(resource, stored.object, options);
  const marked = mark(state, resource, { present: stored.object, options });
  const gone = isReadyToLeave(marked);
  if (options.dryRun) return { stored: unstored(marked, stored.revision), gone };
  if (gone) return { stored: state.store.remove(resource.storage, marked), gone };
  if (isUnchanged(stored.object, marked)) return { stored, gone };
  return { stored: state.store.put(resource.storage, marked), gone };
}

function readPolicy(policy: unknown): PropagationPolicy {
  if (policy === 'Background' || policy === 'Foreground' || policy === 'Orphan') return policy;
  throw badRequest(
    `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: ${JSON.stringify(policy)}: supported values: "Foreground", "Background", "Orphan"`,
  );
}

function checkPreconditions(resource: Resource, { metadata }: ApiObject, { uid, resourceVersion }: DeleteOptions): void {
  const name = metadata.name ?? '';
  if (uid !== undefined && uid !== metadata.uid) {
    throw conflict(resource, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      resource,
      name,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`,
    );
  }
}

interface MarkInput {
  readonly present: ApiObject;
  readonly options: DeleteOptions;
}

function mark(state: ApiState, resource: Resource, { present, options }: MarkInput): ApiObject {
  const { metadata } = present;
  const asked = resource.storage === 'pods' ? podGrace(present, options.gracePeriodSeconds) : 0;
  const granted = metadata.deletionGracePeriodSeconds;
  const grace = metadata.deletionTimestamp && granted !== undefined && granted !== null ? Math.min(asked, granted) : asked;
  const isShortened = !metadata.deletionTimestamp || grace < (granted ?? 0);
  const timestamp = isShortened ? toRfc3339Seconds(state.clock.now() + grace * 1000) : metadata.deletionTimestamp;
  const marked: ApiObject = {
    ...present,
    metadata: { ...metadata, deletionTimestamp: timestamp ?? null, deletionGracePeriodSeconds: grace },
  };
  marked.metadata.finalizers = deletionFinalizers(present, options.propagationPolicy);
  if (resource.storage === 'namespaces') marked['status'] = { ...(present['status'] as object), phase: 'Terminating' };
  if (!metadata.deletionTimestamp && metadata.generation) marked.metadata.generation = metadata.generation + 1;
  return marked;
}

/** A pod that no node has, or that has ended, needs no time to stop. */
function podGrace(pod: ApiObject, asked: number | undefined): number {
  const spec = (pod['spec'] ?? {}) as { readonly nodeName?: string; readonly terminationGracePeriodSeconds?: number };
  const { phase } = (pod['status'] ?? {}) as { readonly phase?: string };
  if (!spec.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
  return asked ?? spec.terminationGracePeriodSeconds ?? 30;
}

function deletionFinalizers({ metadata }: ApiObject, policy: PropagationPolicy | undefined): readonly string[] {
  const present = metadata.finalizers ?? [];
  if (policy === undefined) return present;
  const others = present.filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion');
  if (policy === 'Orphan') return [...others, 'orphan'];
  return policy === 'Foreground' ? [...others, 'foregroundDeletion'] : others;
}

function isUnchanged(present: ApiObject, marked: ApiObject): boolean {
  return (
    present.metadata.deletionTimestamp === marked.metadata.deletionTimestamp &&
    present.metadata.deletionGracePeriodSeconds === marked.metadata.deletionGracePeriodSeconds &&
    (present.metadata.finalizers ?? []).join() === (marked.metadata.finalizers ?? []).join()
  );
}
