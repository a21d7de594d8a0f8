import type { NodeStatus, NodeType, Template } from '@argosy/api';
import type { TemplateKind } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import type { Execution } from '../execute/request.ts';
import { executeAgentTask } from './agent-task.ts';
import { executeDag } from './dag.ts';
import { executePod, observeRunningPod } from './pod.ts';
import { executeSteps } from './steps.ts';
import { executeSuspend } from './suspend.ts';

export interface TemplateKindHandler {
  readonly nodeType: NodeType;
  /** Creates the node or moves it on. */
  readonly execute: (draft: Draft, execution: Execution) => NodeStatus | undefined;
  /** Looks after a node that runs, without resolving its template's tags again. */
  readonly observe?: (draft: Draft, node: NodeStatus, template: Template) => NodeStatus;
}

const pod: TemplateKindHandler = { nodeType: 'Pod', execute: executePod, observe: observeRunningPod };

/** A new template kind does not compile until it stands here. */
export const kinds: { readonly [K in TemplateKind]: TemplateKindHandler } = {
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
