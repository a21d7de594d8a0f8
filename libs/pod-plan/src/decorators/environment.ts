import type { Container, EnvVar } from '@argosy/api';
import { toRfc3339Seconds } from '@argosy/std';
import type { Decorator, PlanContext } from '../draft.ts';

/** Variables that programs in any container may read (acceptance 6-006). */
export const withEnvironment: Decorator = (draft, context) => {
  const add = (container: Container): Container => ({
    ...container,
    env: [...(container.env ?? []), ...commonEnv(context, container.name)],
  });
  return {
    ...draft,
    init: draft.init.map(add),
    executors: draft.executors.map(add),
    mains: draft.mains.map(add),
    sidecars: draft.sidecars.map(add),
  };
};

function commonEnv({ workflow, node, includeScriptOutput, deadline, needs }: PlanContext, container: string): EnvVar[] {
  return [
    { name: 'ARGO_CONTAINER_NAME', value: container },
    { name: 'ARGO_NODE_ID', value: node.id },
    { name: 'ARGO_INCLUDE_SCRIPT_OUTPUT', value: String(includeScriptOutput) },
    { name: 'ARGO_DEADLINE', value: deadline === undefined ? '0001-01-01T00:00:00Z' : toRfc3339Seconds(deadline) },
    { name: 'ARGO_WORKFLOW_NAME', value: workflow.metadata.name ?? '' },
    ...(needs.progress ? progressEnv : []),
  ];
}

const progressEnv: readonly EnvVar[] = [
  { name: 'ARGO_PROGRESS_FILE', value: '/var/run/argo/progress' },
  { name: 'ARGO_PROGRESS_PATCH_TICK_DURATION', value: '1m0s' },
  { name: 'ARGO_PROGRESS_FILE_TICK_DURATION', value: '3s' },
];
