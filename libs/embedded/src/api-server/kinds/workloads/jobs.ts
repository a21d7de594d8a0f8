import { type ApiObject, equalJson, isJsonObject, type JsonObject } from '../../../store/object.ts';
import type { Column, Resource } from '../../resource.ts';
import type { Cause } from '../../status-error.ts';
import { fromRfc3339 } from '@argosy/std';
import { invalidValue, required } from '../../validation/causes.ts';
import { fieldColumn, humanDuration, valueAt } from '../columns.ts';
import { define, withAge } from '../define.ts';
import { fill } from '../pod-defaults.ts';
import { choice } from '../pod-validation.ts';
import { wideColumns } from './apps.ts';
import { applyTemplateDefaults, changedSpec, validateCount, validateTemplate, type WorkloadSpec } from './pod-template.ts';

const batch = { group: 'batch', version: 'v1' } as const;

/** Labels of a job's pods; those without a prefix are older and still read. */
export const jobLabels = {
  uid: 'batch.kubernetes.io/controller-uid',
  name: 'batch.kubernetes.io/job-name',
  index: 'batch.kubernetes.io/job-completion-index',
} as const;

const completions: Column = {
  name: 'Completions',
  type: 'string',
  cell: (job) => {
    const wanted = valueAt(job, ['spec', 'completions']);
    const succeeded = Number(valueAt(job, ['status', 'succeeded']) ?? 0);
    const parallelism = Number(valueAt(job, ['spec', 'parallelism']) ?? 1);
    if (wanted !== undefined) return `${succeeded}/${String(wanted)}`;
    return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
  },
};

const duration: Column = {
  name: 'Duration',
  type: 'string',
  cell: (job, now) => {
    const start = fromRfc3339(valueAt(job, ['status', 'startTime']) as string | undefined);
    const end = fromRfc3339(valueAt(job, ['status', 'completionTime']) as string | undefined);
    return start === undefined ? '' : humanDuration((end ?? now) - start);
  },
};

const status: Column = {
  name: 'Status',
  type: 'string',
  cell: (job) => {
    const conditions = (valueAt(job, ['status', 'conditions']) ?? []) as readonly { readonly type: string; readonly status: string }[];
    const shown = ['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'];
    const has = (type: string): boolean => conditions.some((condition) => condition.type === type && condition.status === 'True');
    if (job.metadata.deletionTimestamp) return 'Terminating';
    return shown.find(has) ?? 'Running';
  },
};

const jobs = define({
  ...batch,
  plural: 'jobs',
  kind: 'Job',
  categories: ['all'],
  hasStatus: true,
  columns: [status, completions, duration, ...withAge(), ...wideColumns],
  behaviour: {
    countsGenerations: true,
    applyDefaults: (draft, previous) => {
      const spec = changedSpec(draft, previous);
      if (!spec) return;
      applyJobDefaults(spec);
      if (!previous) identifyPods(draft, spec);
    },
    validate: validateJob,
    initialStatus: () => ({}),
    selectableFields: ['status.successful'],
    readField: (job) => String(valueAt(job, ['status', 'succeeded']) ?? 0),
  },
});

function applyJobDefaults(spec: WorkloadSpec): void {
  if (spec['completions'] === undefined && spec['parallelism'] === undefined) spec['completions'] = 1;
  fill(spec, {
    parallelism: 1,
    backoffLimit: spec['backoffLimitPerIndex'] === undefined ? 6 : 2_147_483_647,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: spec['podFailurePolicy'] ? 'Failed' : 'TerminatingOrFailed',
  });
  applyTemplateDefaults(spec);
}

/** A job finds its pods by its own uid, which no other job has. */
function identifyPods(draft: ApiObject, spec: WorkloadSpec): void {
  const { uid = '', name = '', labels } = draft.metadata;
  if (!isJsonObject(spec.template)) return;
  const metadata = (spec.template.metadata ??= {});
  if (spec['manualSelector'] !== true) {
    spec.selector ??= { matchLabels: { [jobLabels.uid]: uid } };
    metadata.labels = { ...metadata.labels, [jobLabels.uid]: uid, [jobLabels.name]: name, 'controller-uid': uid, 'job-name': name };
  }
  if (Object.keys(labels ?? {}).length === 0) draft.metadata.labels = { ...metadata.labels };
}

const ending = { at: 'spec.template', restartPolicies: ['OnFailure', 'Never'] };

function validateJob(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  const { spec } = draft as { readonly spec?: WorkloadSpec };
  if (previous && spec === previous['spec']) return [];
  const counts = ['parallelism', 'completions', 'backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'];
  return [
    ...counts.flatMap((field) => validateCount(`spec.${field}`, spec?.[field])),
    ...choice('spec.completionMode', spec?.['completionMode'], ['NonIndexed', 'Indexed']),
    ...(spec?.['completionMode'] === 'Indexed' && spec['completions'] === undefined
      ? [required('spec.completions', 'when completion mode is Indexed')]
      : []),
    ...validateTemplate(spec?.template, ending),
    ...(previous ? validateFixed(spec ?? {}, previous['spec'] as WorkloadSpec) : []),
  ];
}

/** A suspended job's template may still change, as a queue that places it needs. */
function validateFixed(spec: WorkloadSpec, before: WorkloadSpec): readonly Cause[] {
  const fixed = ['selector', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy'];
  if (before['suspend'] !== true) fixed.push('template');
  if (spec['completionMode'] !== 'Indexed') fixed.push('completions');
  return fixed
    .filter((field) => !equalJson(spec[field], before[field]))
    .map((field) => invalidValue(`spec.${field}`, field === 'template' ? 'core.PodTemplateSpec' : spec[field], 'field is immutable'));
}

const cronJobs = define({
  ...batch,
  plural: 'cronjobs',
  kind: 'CronJob',
  shortNames: ['cj'],
  categories: ['all'],
  hasStatus: true,
  columns: [
    fieldColumn('Schedule', 'spec.schedule'),
    { name: 'Timezone', type: 'string', cell: (cron) => valueAt(cron, ['spec', 'timeZone']) ?? '<none>' },
    { name: 'Suspend', type: 'boolean', cell: (cron) => Boolean(valueAt(cron, ['spec', 'suspend'])) },
    { name: 'Active', type: 'integer', cell: (cron) => ((valueAt(cron, ['status', 'active']) ?? []) as readonly unknown[]).length },
    { name: 'Last Schedule', type: 'string', cell: () => '<none>' },
    ...withAge(),
  ],
  behaviour: {
    countsGenerations: true,
    applyDefaults: (draft, previous) => {
      const spec = changedSpec(draft, previous);
      if (!spec) return;
      fill(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
      const template = spec['jobTemplate'] as JsonObject | undefined;
      if (isJsonObject(template?.['spec'])) applyTemplateDefaults(template['spec']);
    },
    validate: (draft) => [
      ...(valueAt(draft, ['spec', 'schedule']) ? [] : [required('spec.schedule', '')]),
      ...choice('spec.concurrencyPolicy', valueAt(draft, ['spec', 'concurrencyPolicy']), ['Allow', 'Forbid', 'Replace']),
      ...validateTemplate(valueAt(draft, ['spec', 'jobTemplate', 'spec', 'template']), {
        ...ending,
        at: 'spec.jobTemplate.spec.template',
      }),
    ],
    initialStatus: () => ({}),
  },
});

/** The kinds of `batch/v1`. A CronJob is stored and starts nothing: Argosy's own kind for that is CronWorkflow. */
export const batchKinds: readonly Resource[] = [jobs, cronJobs];
