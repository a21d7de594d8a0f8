import type { Decorator, PlanContext } from '../draft.ts';

const label = (name: string): string => `workflows.argoproj.io/${name}`;

/** Name, labels, annotations, owner and finalizer of a pod (acceptance 1-090, 1-091, 6-001, 6-021). */
export const withMetadata: Decorator = (draft, context) => {
  const { name = '', namespace, uid = '' } = context.workflow.metadata;
  const metadata = {
    name: context.podName,
    ...(namespace !== undefined && { namespace }),
    labels: labelsOf(context),
    annotations: annotationsOf(context),
    finalizers: [label('status')],
    ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid, controller: true, blockOwnerDeletion: true }],
  };
  return { ...draft, metadata };
};

function labelsOf({ workflow, spec, template, onExit, policy }: PlanContext): Readonly<Record<string, string>> {
  return {
    ...spec.podMetadata?.labels,
    ...template.metadata?.labels,
    [label('workflow')]: workflow.metadata.name ?? '',
    [label('completed')]: 'false',
    ...(onExit && { [label('on-exit')]: 'true' }),
    ...(policy.instanceId && { [label('controller-instanceid')]: policy.instanceId }),
  };
}

function annotationsOf({ spec, template, node }: PlanContext): Readonly<Record<string, string>> {
  const strategy = spec.podGC?.strategy;
  return {
    ...spec.podMetadata?.annotations,
    ...template.metadata?.annotations,
    [label('node-name')]: node.name,
    [label('node-id')]: node.id,
    'kubectl.kubernetes.io/default-container': defaultContainer(template.containerSet?.containers.map((container) => container.name)),
    ...(strategy && { [label('pod-gc-strategy')]: `${strategy}/${spec.podGC?.deleteDelayDuration ?? '5s'}` }),
  };
}

function defaultContainer(set: readonly string[] = []): string {
  return set.length === 0 || set.includes('main') ? 'main' : (set.at(-1) as string);
}
