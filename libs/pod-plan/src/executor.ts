import type { Container, EnvVar } from '@argosy/api';
import type { PlanContext } from './draft.ts';
import type { ExecutorPlan } from './executor-plan.ts';
import type { PodPolicy } from './pod-plan.ts';
import { strategicMerge } from './strategic-merge.ts';

/** A container of the executor's image, with what the controller's configuration says of all of them (acceptance 6-013). */
export function executorContainer({ executorImage, executorImagePullPolicy, executor }: PodPolicy, container: Container): Container {
  const { args, ...configured } = executor ?? {};
  const base = { image: executorImage, ...(executorImagePullPolicy && { imagePullPolicy: executorImagePullPolicy }), ...configured };
  return { ...(strategicMerge(base, container) as Container), ...(args && args.length > 0 && { args }) };
}

/** Who an executor container works for (acceptance 6-008). */
export function identityEnv({ workflow, policy }: PlanContext): EnvVar[] {
  return [
    { name: 'ARGO_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'ARGO_POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
    { name: 'ARGO_WORKFLOW_UID', value: workflow.metadata.uid ?? '' },
    ...(policy.instanceId ? [{ name: 'ARGO_INSTANCE_ID', value: policy.instanceId }] : []),
  ];
}

/** Most characters of a variable: Linux takes 128 KiB of UTF-8 for one string of the environment. */
const maxVariable = 32 * 1024;

/** The plan as variables ARGO_EXECUTOR_PLAN, ARGO_EXECUTOR_PLAN_1, …: as many as its size takes. Concatenated they are the JSON text. */
export function planEnv(plan: ExecutorPlan): EnvVar[] {
  const text = withoutDollars(JSON.stringify(plan));
  const env: EnvVar[] = [];
  for (let at = 0; at < text.length; at += maxVariable) {
    env.push({ name: at === 0 ? 'ARGO_EXECUTOR_PLAN' : `ARGO_EXECUTOR_PLAN_${env.length}`, value: text.slice(at, at + maxVariable) });
  }
  return env;
}

/** The kubelet replaces $(NAME) and $$ in variables; in JSON a dollar sign can be written so that it does not. */
export function withoutDollars(json: string): string {
  return json.replaceAll('$', '\\u0024');
}
