import type { ObjectMeta } from '@argosy/api';
import type { PlanPodInput } from './pod-plan.ts';

const label = (name: string): string => `workflows.argoproj.io/${name}`;

/** Name, labels, annotations, owner and finalizer of a pod (acceptance 1-090, 1-091, 6-001). */
export function podMetadata({ workflow, spec, template, node, podName, onExit, policy }: PlanPodInput): ObjectMeta {
  const { name = '', namespace, uid = '' } = workflow.metadata;
  const mains = template.containerSet?.containers ?? [];
  const defaultContainer = mains.length === 0 || mains.some((container) => container.name === 'main') ? 'main' : (mains.at(-1)?.name ?? 'main');
  const strategy = spec.podGC?.strategy;
  return {
    name: podName,
    namespace,
    labels: {
      ...spec.podMetadata?.labels,
      ...template.metadata?.labels,
      [label('workflow')]: name,
      [label('completed')]: 'false',
      ...(onExit && { [label('on-exit')]: 'true' }),
      ...(policy.instanceId && { [label('controller-instanceid')]: policy.instanceId }),
    },
    annotations: {
      ...spec.podMetadata?.annotations,
      ...template.metadata?.annotations,
      [label('node-name')]: node.name,
      [label('node-id')]: node.id,
      'kubectl.kubernetes.io/default-container': defaultContainer,
      ...(strategy && { [label('pod-gc-strategy')]: `${strategy}/${spec.podGC?.deleteDelayDuration ?? '5s'}` }),
    },
    finalizers: [label('status')],
    ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid, controller: true, blockOwnerDeletion: true }],
  };
}
