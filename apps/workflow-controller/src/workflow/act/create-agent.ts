import { planAgent } from '@argosy/pod-plan';
import type { Applier } from './apply-actions.ts';
import { createPod } from './create-pod.ts';
import { executorPlugins } from './executor-plugins.ts';

/** Creates the pod that carries out the http and plugin templates of a workflow, with the plugins that are there for it. */
export const createAgent: Applier<'CreateAgent'> = async (context, { nodeId, podName, spec }) => {
  const { shell, workflow } = context;
  const plugins = await executorPlugins(shell, { namespace: workflow.metadata.namespace ?? '', spec });
  const pod = planAgent({ workflow, spec, podName, plugins, policy: shell.policy().pods });
  return createPod(context, { kind: 'CreatePod', nodeId, pod });
};
