import fs from 'node:fs';
import { encodeReport, type ExecutorReport } from '@argosy/pod-plan';
import { isErrorWithCode, OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';

/** Sends outputs by the termination message when they fit, else as a WorkflowTaskResult, which takes a right (DESIGN §3). */
export async function reportOutputs(config: ExecutorConfig, report: ExecutorReport, message: string): Promise<void> {
  const text = encodeReport(report, message);
  if (text !== undefined) {
    fs.writeFileSync(config.terminationLog, text);
    return;
  }
  await writeTaskResult(config, report);
  fs.writeFileSync(config.terminationLog, message.slice(0, 4000));
}

async function writeTaskResult(config: ExecutorConfig, { outputs }: ExecutorReport): Promise<void> {
  const { createKubeClient, workflowResources } = await import('@argosy/kube');
  const client = await createKubeClient(config.apiServer ? { server: config.apiServer, ...tokenOptions() } : { inCluster: true });
  const { namespace, nodeId, workflowName, workflowUid } = config;
  const body = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTaskResult',
    metadata: {
      name: nodeId,
      namespace,
      labels: { 'workflows.argoproj.io/workflow': workflowName, 'workflows.argoproj.io/report-outputs-completed': 'true' },
      ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: workflowName, uid: workflowUid }],
    },
    outputs,
  };
  const type = workflowResources.WorkflowTaskResult;
  try {
    await client.create(type, body);
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_FORBIDDEN')) throw forbidden(namespace, error);
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) throw error;
    await client.patch(type, { name: nodeId, namespace, body }, { type: 'merge' });
  } finally {
    await client.close();
  }
}

function tokenOptions(): { readonly token?: string } {
  const file = '/var/run/secrets/kubernetes.io/serviceaccount/token';
  return fs.existsSync(file) ? { token: fs.readFileSync(file, 'utf8') } : {};
}

function forbidden(namespace: string, cause: unknown): OperationalError {
  const role = `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: executor, namespace: ${namespace}}\nrules: [{apiGroups: [argoproj.io], resources: [workflowtaskresults], verbs: [create, patch]}]`;
  return new OperationalError(
    `outputs of more than 4 KB need the right to create WorkflowTaskResults. Bind this Role to the pod's service account:\n${role}`,
    { code: 'EXECUTOR_RBAC', retry: 'never', cause },
  );
}
