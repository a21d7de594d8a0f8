import type { CronWorkflow, Workflow } from '@argosy/api';
import { type Instant, toRfc3339Seconds } from '@argosy/std';
import { instanceLabel, label } from '../caches/objects.ts';

export interface Tick {
  readonly name: string;
  readonly scheduledTime: Instant;
}

const INHERITED = [
  'workflows.argoproj.io/creator',
  'workflows.argoproj.io/creator-email',
  'workflows.argoproj.io/creator-preferred-username',
];

/** The workflow of one tick: owned by its cron workflow, named after the scheduled time (acceptance 4-134, 4-142). */
export function childWorkflow({ metadata, spec }: CronWorkflow, { name, scheduledTime }: Tick, instanceId: string | undefined): Workflow {
  const extra = spec.workflowMetadata ?? {};
  const inherited = Object.entries(metadata.labels ?? {}).filter(([key]) => INHERITED.includes(key));
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name,
      namespace: metadata.namespace,
      labels: {
        ...Object.fromEntries(inherited),
        ...extra.labels,
        ...instanceLabel(instanceId),
        [label.cronWorkflow]: metadata.name ?? '',
      },
      annotations: { ...extra.annotations, 'workflows.argoproj.io/scheduled-time': toRfc3339Seconds(scheduledTime) },
      ...(extra.finalizers && { finalizers: extra.finalizers }),
      ownerReferences: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'CronWorkflow',
          name: metadata.name ?? '',
          uid: metadata.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: spec.workflowSpec,
  };
}
