import type { Workflow } from '@argosy/api';
import type { OperationResult } from '@argosy/engine';
import { type KubeClient, mergePatchBetween } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { CliFailure } from '../../failure.ts';
import { requireInstance } from '../../workflows/instance.ts';
import type { KubeWorkflow } from '../../workflows/list-workflows.ts';
import { hydrated, packedLike } from '../../workflows/packed-nodes.ts';
import type { WorkflowPlace } from '../backend.ts';
import { WORKFLOWS } from '../resources.ts';

export interface ChangeOptions {
  readonly client: KubeClient;
  readonly instanceId: string;
  readonly signal: AbortSignal;
  sleep(milliseconds: number): Promise<void>;
}

export type Operation<T extends object = object> = (workflow: Workflow) => OperationResult<T>;

const ATTEMPTS = 20;
const PAUSE_AFTER_CONFLICT = 25;

/**
 * Applies an operation to a stored workflow and writes what it changed. Changes of the status are written only onto the
 * version that was read: when the controller was faster, the operation is applied to what it wrote.
 */
export async function changeWorkflow<T extends object>(
  options: ChangeOptions,
  place: WorkflowPlace,
  operation: Operation<T>,
): Promise<{ readonly workflow: Workflow } & T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await changeOnce(options, place, operation);
    } catch (error) {
      if (!isErrorWithCode(error, 'KUBE_CONFLICT') || attempt === ATTEMPTS || options.signal.aborted) throw error;
      await options.sleep(PAUSE_AFTER_CONFLICT * attempt);
    }
  }
}

async function changeOnce<T extends object>(
  { client, instanceId }: ChangeOptions,
  place: WorkflowPlace,
  operation: Operation<T>,
): Promise<{ readonly workflow: Workflow } & T> {
  const stored = await client.get<KubeWorkflow>(WORKFLOWS, place);
  requireInstance(stored, instanceId);
  const result = operation(await hydrated(stored));
  if (!result.ok) throw new CliFailure(result.message);
  const patch = mergePatchBetween(stored, await packedLike(stored, result.workflow)) as
    | { readonly status?: unknown; readonly metadata?: object }
    | undefined;
  if (!patch) return result;
  const metadata = { ...patch.metadata, resourceVersion: stored.metadata.resourceVersion };
  const body = patch.status === undefined ? patch : { ...patch, metadata };
  const workflow = await hydrated(await client.patch<KubeWorkflow>(WORKFLOWS, { ...place, body }, { type: 'merge' }));
  return { ...result, workflow };
}
