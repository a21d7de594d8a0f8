import { toRfc3339Seconds } from '@argosy/std';
import type { StoredObject } from '../../store/history.ts';
import { type ApiObject, isJsonObject, type ObjectMeta } from '../../store/object.ts';
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
  const option = (name: string): unknown => sent[name] ?? query.get(name) ?? undefined;
  return {
    gracePeriodSeconds: readGrace(option('gracePeriodSeconds')),
    propagationPolicy: readPolicy(option('propagationPolicy') ?? (String(option('orphanDependents')) === 'true' ? 'Orphan' : undefined)),
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

function readGrace(grace: unknown): number | undefined {
  if (grace === undefined) return undefined;
  if (!/^-?\d+$/.test(String(grace))) throw badRequest(`invalid gracePeriodSeconds ${JSON.stringify(grace)}`);
  return Math.max(0, Number(grace));
}

function readPolicy(policy: unknown): PropagationPolicy | undefined {
  if (policy === undefined || policy === 'Background' || policy === 'Foreground' || policy === 'Orphan') return policy;
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
  const marked: ApiObject = { ...present, metadata: { ...metadata, ...deadline(metadata, asked, state.clock.now()) } };
  marked.metadata.finalizers = deletionFinalizers(present, options.propagationPolicy);
  if (resource.storage === 'namespaces') marked['status'] = { ...(present['status'] as object), phase: 'Terminating' };
  if (!metadata.deletionTimestamp && metadata.generation) marked.metadata.generation = metadata.generation + 1;
  return marked;
}

/** When the object must be gone. A second deletion can only shorten the time. */
function deadline(metadata: ObjectMeta, asked: number, now: number): ObjectMeta {
  const { deletionTimestamp, deletionGracePeriodSeconds: granted } = metadata;
  if (deletionTimestamp && asked >= (granted ?? 0)) return { deletionTimestamp, deletionGracePeriodSeconds: granted ?? 0 };
  return { deletionTimestamp: toRfc3339Seconds(now + asked * 1000), deletionGracePeriodSeconds: asked };
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
