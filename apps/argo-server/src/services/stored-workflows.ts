import type { Workflow } from '@argosy/api';
import type { OperationResult } from '@argosy/engine';
import { mergePatchBetween, workflowResources } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { ApiFailure, notFound } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';
import { instanceSelector, requireInstance } from './instance.ts';
import type { KubeWorkflow } from './live-workflows.ts';
import { hydrated, packedLike } from './packed-nodes.ts';
import type { Services } from './services.ts';

export interface WorkflowPlace {
  readonly namespace: string;
  /** Or `@latest`. */
  readonly name: string;
}

const { Workflow: WORKFLOWS } = workflowResources;

/** A live workflow with its nodes, read with the caller's rights. */
export async function readLive(services: Services, caller: Caller, place: WorkflowPlace): Promise<KubeWorkflow> {
  const ref = place.name === '@latest' ? await latest(services, caller, place.namespace) : place;
  const workflow = await caller.client.get<KubeWorkflow>(WORKFLOWS, ref);
  requireInstance(workflow, services.settings().instanceId);
  return hydrated(workflow, services.offloaded());
}

/** A workflow by name, or by uid, from the archive where it is not live any more (acceptance 8-020). */
export async function readWorkflow(
  services: Services,
  caller: Caller,
  place: WorkflowPlace & { readonly uid?: string },
): Promise<Workflow> {
  const { uid = '', namespace, name } = place;
  try {
    const live = await readLive(services, caller, place);
    // The name may be that of a later workflow.
    if (uid === '' || live.metadata.uid === uid) return live;
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    const archived = await readArchived(services, caller, uid === '' ? { namespace, name } : { uid, namespace });
    if (archived === undefined) throw error;
    return archived;
  }
  const archived = await readArchived(services, caller, { uid, namespace });
  if (archived === undefined) throw notFound(`workflows.argoproj.io "${name}" not found`);
  return archived;
}

/** An archived workflow that the caller may see. */
export async function readArchived(
  { archive, access }: Services,
  caller: Caller,
  place: { readonly uid?: string; readonly namespace?: string; readonly name?: string },
): Promise<Workflow | undefined> {
  const workflow = await archive()?.get(place);
  if (workflow === undefined) return undefined;
  const { namespace = '', name = '' } = workflow.metadata;
  if (place.namespace && namespace !== place.namespace) return undefined;
  await access.require(caller, { verb: 'get', type: WORKFLOWS, namespace, name });
  return workflow;
}

async function latest({ settings }: Services, caller: Caller, namespace: string): Promise<WorkflowPlace> {
  const { items } = await caller.client.list<KubeWorkflow>(WORKFLOWS, {
    namespace,
    labelSelector: instanceSelector(settings().instanceId),
  });
  const newest = items.toSorted((left, right) => timeOf(right) - timeOf(left))[0];
  if (newest === undefined) throw notFound('no workflows found');
  return { namespace, name: newest.metadata.name ?? '' };
}

function timeOf({ metadata }: Workflow): number {
  return Date.parse(metadata.creationTimestamp ?? '') || 0;
}

const ATTEMPTS = 20;
const PAUSE_AFTER_CONFLICT = 25;

export type Operation<T extends object = object> = (workflow: Workflow) => OperationResult<T>;

/**
 * Applies an operation to a live workflow and writes what it changed, with the caller's rights. Changes of the status are written only onto the version
 * that was read: when the controller was faster, the operation is applied to what it wrote.
 */
export async function changeWorkflow<T extends object>(
  services: Services,
  caller: Caller,
  change: { readonly place: WorkflowPlace; readonly operation: Operation<T>; readonly labels?: Readonly<Record<string, string>> },
): Promise<{ readonly workflow: Workflow } & T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await changeOnce(services, caller, change);
    } catch (error) {
      if (!isErrorWithCode(error, 'KUBE_CONFLICT') || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_CONFLICT * attempt));
    }
  }
}

async function changeOnce<T extends object>(
  services: Services,
  { client }: Caller,
  { place, operation, labels = {} }: Parameters<typeof changeWorkflow<T>>[2],
): Promise<{ readonly workflow: Workflow } & T> {
  const stored = await client.get<KubeWorkflow>(WORKFLOWS, place);
  requireInstance(stored, services.settings().instanceId);
  const result = operation(await hydrated(stored, services.offloaded()));
  if (!result.ok) throw new ApiFailure('INVALID_ARGUMENT', result.message);
  const { metadata } = result.workflow;
  const wanted = { ...result.workflow, metadata: { ...metadata, labels: { ...metadata.labels, ...labels } } };
  const patch = mergePatchBetween(stored, await packedLike(stored, wanted)) as
    | { readonly status?: unknown; readonly metadata?: object }
    | undefined;
  if (!patch) return result;
  const version = { ...patch.metadata, resourceVersion: stored.metadata.resourceVersion };
  const body = patch.status === undefined ? patch : { ...patch, metadata: version };
  const workflow = await hydrated(await client.patch<KubeWorkflow>(WORKFLOWS, { ...place, body }, { type: 'merge' }), services.offloaded());
  return { ...result, workflow };
}
