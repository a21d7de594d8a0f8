import type { Workflow } from '@argosy/api';
import { resubmitWorkflow, retryWorkflow } from '@argosy/engine';
import { coreResources, workflowResources } from '@argosy/kube';
import { isErrorWithCode, toRfc3339Seconds } from '@argosy/std';
import { randomInt } from 'node:crypto';
import { ApiFailure } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';
import { actorLabels, creatorLabels } from './creator.ts';
import type { KubeWorkflow } from './live-workflows.ts';
import { nodeMatcher } from './node-matcher.ts';
import { flagOfBody, parameterMap, parametersOfBody, textOfBody } from './parameters.ts';
import type { Services } from './services.ts';
import { changeWorkflow, type Operation, type WorkflowPlace } from './stored-workflows.ts';

type Body = Readonly<Record<string, unknown>>;

/** A new workflow of the same specification (acceptance 13.15). */
export async function resubmitted(
  _services: Services,
  caller: Caller,
  { workflow, body }: { readonly workflow: Workflow; readonly body: Body },
): Promise<unknown> {
  const parameters = parameterMap(parametersOfBody(body));
  const result = resubmitWorkflow(workflow, { memoized: flagOfBody(body, 'memoized'), parameters, suffix: randomSuffix() });
  if (!result.ok) throw new ApiFailure('INVALID_ARGUMENT', result.message);
  const { metadata } = result.workflow;
  const owned = { ...result.workflow, metadata: { ...metadata, labels: creatorLabels(caller, metadata.labels) } } as KubeWorkflow;
  return caller.client.create<KubeWorkflow>(workflowResources.Workflow, owned);
}

/** The same workflow goes on from where it failed (acceptance 13.14). */
export async function retried(
  services: Services,
  caller: Caller,
  { place, body }: { readonly place: WorkflowPlace; readonly body: Body },
): Promise<unknown> {
  const { workflow, pods } = await changeWorkflow(services, caller, {
    place,
    operation: retryOperation(services, body),
    labels: actorLabels(caller, 'Retry'),
  });
  // A pod of the last try has the name of the next one.
  for (const name of pods) await caller.client.delete(coreResources.Pod, { name, namespace: place.namespace }).catch(ignoreGone);
  return workflow;
}

/** What a retry does to a workflow, from the body of its request. */
export function retryOperation({ timers }: Services, body: Body): Operation<{ readonly pods: readonly string[] }> {
  const options = {
    restartSuccessful: flagOfBody(body, 'restartSuccessful'),
    matches: nodeMatcher(textOfBody(body, 'nodeFieldSelector')),
    parameters: parameterMap(parametersOfBody(body)),
    timestamp: toRfc3339Seconds(timers.now()),
  };
  return (workflow) => retryWorkflow(workflow, options);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function randomSuffix(): string {
  return Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

function ignoreGone(error: unknown): void {
  if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
}
