import { failSuspended, resumeWorkflow, retryWorkflow, setNodes, shutdownWorkflow, suspendWorkflow } from '@argosy/engine';
import { isErrorWithCode, toRfc3339Seconds, type Clock } from '@argosy/std';
import { nodeMatcher } from '../../interventions/node-matcher.ts';
import type { KubeWorkflow } from '../../workflows/list-workflows.ts';
import { hydrated } from '../../workflows/packed-nodes.ts';
import { requireInstance } from '../../workflows/instance.ts';
import type { RetryRequest, WorkflowChanges, WorkflowPlace } from '../backend.ts';
import { CRON_WORKFLOWS, PODS, WORKFLOWS } from '../resources.ts';
import { parameterValues, resubmission } from '../resubmission.ts';
import { changeWorkflow, type ChangeOptions } from './change-workflow.ts';

export interface KubeChangesOptions extends ChangeOptions {
  readonly clock: Clock;
}

/** Changes workflows by patching them, as the Argo server would. */
export function kubeChanges(options: KubeChangesOptions): WorkflowChanges {
  const { client, clock, instanceId } = options;
  const timestamp = (): string => toRfc3339Seconds(clock.now());
  return {
    stop: async (place, { nodeSelector, message }) => {
      const matches = nodeMatcher(nodeSelector);
      const at = timestamp();
      await changeWorkflow(options, place, (workflow) =>
        matches ? failSuspended(workflow, { matches, selector: nodeSelector, message, timestamp: at }) : shutdownWorkflow(workflow, 'Stop'),
      );
    },
    terminate: async (place) => void (await changeWorkflow(options, place, (workflow) => shutdownWorkflow(workflow, 'Terminate'))),
    suspend: async (place) => void (await changeWorkflow(options, place, suspendWorkflow)),
    resume: async (place, { nodeSelector }) => {
      const request = { matches: nodeMatcher(nodeSelector), selector: nodeSelector, timestamp: timestamp() };
      await changeWorkflow(options, place, (workflow) => resumeWorkflow(workflow, request));
    },
    set: async (place, { nodeSelector, message, outputParameters, phase }) => {
      const matches = nodeMatcher(nodeSelector) ?? (() => true);
      const request = {
        matches,
        selector: nodeSelector,
        outputParameters,
        timestamp: timestamp(),
        phase,
        ...(message !== '' && { message }),
      };
      await changeWorkflow(options, place, (workflow) => setNodes(workflow, request));
    },
    retry: (place, request) => retry(options, place, request),
    resubmit: async (place, request) => {
      const old = await client.get<KubeWorkflow>(WORKFLOWS, place);
      requireInstance(old, instanceId);
      return client.create<KubeWorkflow>(WORKFLOWS, resubmission(await hydrated(old), request) as KubeWorkflow);
    },
    remove: async (place, { force }) => {
      if (force) await client.patch(WORKFLOWS, { ...place, body: { metadata: { finalizers: null } } }, { type: 'merge' });
      await client.delete(WORKFLOWS, place, { propagationPolicy: 'Background' });
    },
    suspendCron: async (place, suspended) => {
      await client.patch(CRON_WORKFLOWS, { ...place, body: { spec: { suspend: suspended } } }, { type: 'merge' });
    },
  };
}

async function retry(
  options: KubeChangesOptions,
  place: WorkflowPlace,
  { restartSuccessful, nodeSelector, parameters }: RetryRequest,
): Promise<KubeWorkflow> {
  const request = {
    restartSuccessful,
    matches: nodeMatcher(nodeSelector),
    parameters: parameterValues(parameters),
    timestamp: toRfc3339Seconds(options.clock.now()),
  };
  const { workflow, pods } = await changeWorkflow(options, place, (stored) => retryWorkflow(stored, request));
  // A pod of the last try has the name of the next one.
  for (const name of pods) await options.client.delete(PODS, { name, namespace: place.namespace }).catch(ignoreGone);
  return workflow as KubeWorkflow;
}

function ignoreGone(error: unknown): void {
  if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
}
