import type { TemplateKindHandler, TemplateKinds } from '../execute/template-kinds.ts';
import { executeAgentTask } from './agent-task.ts';
import { executeDag } from './dag.ts';
import { executePod, observeRunningPod } from './pod.ts';
import { executeSteps } from './steps.ts';
import { executeSuspend } from './suspend.ts';

const pod: TemplateKindHandler = { nodeType: 'Pod', execute: executePod, observe: observeRunningPod };

/** A new template kind does not compile until it stands here. */
export const kinds: TemplateKinds = {
  container: pod,
  containerSet: pod,
  script: pod,
  resource: pod,
  data: pod,
  steps: { nodeType: 'Steps', execute: executeSteps },
  dag: { nodeType: 'DAG', execute: executeDag },
  suspend: { nodeType: 'Suspend', execute: executeSuspend },
  http: { nodeType: 'HTTP', execute: executeAgentTask('HTTP') },
  plugin: { nodeType: 'Plugin', execute: executeAgentTask('Plugin') },
};
