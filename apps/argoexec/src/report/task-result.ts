import fs from 'node:fs/promises';
import type { KubeClient } from '@argosy/kube';
import type { ExecutorReport } from '@argosy/pod-plan';
import { isErrorWithCode, OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';

/** Creates the WorkflowTaskResult of the node, or adds to it (acceptance 6-034). Throws `EXECUTOR_FORBIDDEN` with the Role that is missing. */
export async function patchTaskResult(config: ExecutorConfig, report: ExecutorReport): Promise<void> {
  const client = await connect(config);
  try {
    await upsert(client, config, report);
  } catch (error) {
    throw isErrorWithCode(error, 'KUBE_FORBIDDEN') || isErrorWithCode(error, 'KUBE_UNAUTHORIZED') ? forbidden(config, error) : error;
  } finally {
    await client.close();
  }
}

/** A client with the token of the pod's service account. */
export async function connect({ kube, token }: ExecutorConfig): Promise<KubeClient> {
  // Most steps never need it, and it takes longer to load than all the rest.
  const { createKubeClient } = await import('@argosy/kube');
  if (kube.inCluster) return createKubeClient({ ...kube, userAgent });
  const own = (await fs.readFile(token, 'utf8').catch(() => '')).trim();
  return createKubeClient({ ...kube, ...(own !== '' && { token: own }), userAgent });
}

const userAgent = 'argo-executor';

async function upsert(client: KubeClient, { plan }: ExecutorConfig, { completed, outputs, progress }: ExecutorReport): Promise<void> {
  const { workflowResources } = await import('@argosy/kube');
  const { name, namespace, uid } = plan.workflow;
  const object = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTaskResult',
    metadata: {
      name: plan.node.id,
      namespace,
      labels: { 'workflows.argoproj.io/workflow': name, 'workflows.argoproj.io/report-outputs-completed': String(completed) },
      ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid }],
    },
    ...(outputs && { outputs }),
    ...(progress !== undefined && { progress }),
  };
  const type = workflowResources.WorkflowTaskResult;
  try {
    await client.create(type, object);
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) throw error;
    await client.patch(type, { name: plan.node.id, namespace, body: object }, { type: 'merge' });
  }
}

function forbidden({ plan }: ExecutorConfig, cause: unknown): OperationalError {
  const { namespace } = plan.workflow;
  const rules = '[{apiGroups: [argoproj.io], resources: [workflowtaskresults], verbs: [create, patch]}]';
  return new OperationalError(
    `the pod's service account may not write WorkflowTaskResults; bind it to this Role: {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: executor, namespace: ${namespace}}, rules: ${rules}}`,
    { code: 'EXECUTOR_FORBIDDEN', retry: 'never', cause },
  );
}
