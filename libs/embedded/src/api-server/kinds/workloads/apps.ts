import { type ApiObject, equalJson, isJsonObject, type JsonObject } from '../../../store/object.ts';
import type { Resource, Subresource } from '../../resource.ts';
import type { Cause } from '../../status-error.ts';
import { forbiddenField } from '../../validation/causes.ts';
import { fieldColumn, valueAt } from '../columns.ts';
import { define, withAge } from '../define.ts';
import { fill } from '../pod-defaults.ts';
import { choice } from '../pod-validation.ts';
import { selectorText } from './label-selector.ts';
import {
  applyTemplateDefaults,
  changedSpec,
  validateCount,
  validateSelector,
  validateTemplate,
  type WorkloadSpec,
} from './pod-template.ts';

const apps = { group: 'apps', version: 'v1' } as const;
const scale: Subresource = { name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: ['get', 'patch', 'update'] };

const count = (name: string, path: string): ReturnType<typeof fieldColumn> => {
  const steps = path.split('.');
  return { name, type: 'integer', cell: (object) => Number(valueAt(object, steps) ?? 0) };
};
const ready = {
  name: 'Ready',
  type: 'string' as const,
  cell: (object: ApiObject): string =>
    `${Number(valueAt(object, ['status', 'readyReplicas']) ?? 0)}/${Number(valueAt(object, ['spec', 'replicas']) ?? 0)}`,
};

const podContainers = (object: ApiObject): readonly { readonly name: string; readonly image?: string }[] =>
  (valueAt(object, ['spec', 'template', 'spec', 'containers']) as readonly { readonly name: string; readonly image?: string }[]) ?? [];

/** Columns of `-o wide`. */
export const wideColumns = [
  {
    name: 'Containers',
    type: 'string' as const,
    priority: 1,
    cell: (object: ApiObject) =>
      podContainers(object)
        .map(({ name }) => name)
        .join(','),
  },
  {
    name: 'Images',
    type: 'string' as const,
    priority: 1,
    cell: (object: ApiObject) =>
      podContainers(object)
        .map(({ image }) => image ?? '')
        .join(','),
  },
  {
    name: 'Selector',
    type: 'string' as const,
    priority: 1,
    cell: (object: ApiObject) => selectorText(((object['spec'] as WorkloadSpec | undefined)?.selector ?? {}) as object),
  },
];

const lasting = { at: 'spec.template', restartPolicies: ['Always'] };

function validateLasting(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  const spec = draft['spec'] as WorkloadSpec | undefined;
  if (previous && spec === previous['spec']) return [];
  return [
    ...validateCount('spec.replicas', spec?.replicas),
    ...validateCount('spec.minReadySeconds', spec?.['minReadySeconds']),
    ...validateSelector(draft, previous),
    ...validateTemplate(spec?.template, { ...lasting, claims: claimNames(spec) }),
  ];
}

function claimNames(spec: WorkloadSpec | undefined): readonly string[] {
  const claims = (spec?.['volumeClaimTemplates'] ?? []) as readonly { readonly metadata?: { readonly name?: string } }[];
  return claims.map(({ metadata }) => metadata?.name ?? '');
}

/** Defaults by a table, and those of the template. */
function defaults(table: JsonObject, more?: (spec: WorkloadSpec) => void): (draft: ApiObject, previous: ApiObject | undefined) => void {
  return (draft, previous) => {
    const spec = changedSpec(draft, previous);
    if (!spec) return;
    fill(spec, table);
    applyTemplateDefaults(spec);
    more?.(spec);
  };
}

const deployments = define({
  ...apps,
  plural: 'deployments',
  kind: 'Deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  hasStatus: true,
  subresources: [scale],
  columns: [
    ready,
    count('Up-to-date', 'status.updatedReplicas'),
    count('Available', 'status.availableReplicas'),
    ...withAge(),
    ...wideColumns,
  ],
  behaviour: {
    countsGenerations: true,
    applyDefaults: defaults({ replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {} }, (spec) => {
      const strategy = spec['strategy'] as JsonObject;
      fill(strategy, { type: 'RollingUpdate' });
      if (strategy['type'] !== 'RollingUpdate') return;
      fill(strategy, { rollingUpdate: {} });
      if (isJsonObject(strategy['rollingUpdate'])) fill(strategy['rollingUpdate'], { maxUnavailable: '25%', maxSurge: '25%' });
    }),
    validate: (draft, previous) => [
      ...validateLasting(draft, previous),
      ...choice('spec.strategy.type', valueAt(draft, ['spec', 'strategy', 'type']), ['Recreate', 'RollingUpdate']),
      ...(valueAt(draft, ['spec', 'strategy', 'type']) === 'Recreate' && valueAt(draft, ['spec', 'strategy', 'rollingUpdate'])
        ? [forbiddenField('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'")]
        : []),
    ],
    initialStatus: () => ({}),
  },
});

const replicaSets = define({
  ...apps,
  plural: 'replicasets',
  kind: 'ReplicaSet',
  shortNames: ['rs'],
  categories: ['all'],
  hasStatus: true,
  subresources: [scale],
  columns: [
    count('Desired', 'spec.replicas'),
    count('Current', 'status.replicas'),
    count('Ready', 'status.readyReplicas'),
    ...withAge(),
    ...wideColumns,
  ],
  behaviour: {
    countsGenerations: true,
    applyDefaults: defaults({ replicas: 1 }),
    validate: validateLasting,
    initialStatus: () => ({ replicas: 0 }),
    selectableFields: ['status.replicas'],
    readField: (object) => String(valueAt(object, ['status', 'replicas']) ?? 0),
  },
});

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function validateStatefulUpdate(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  if (!previous || draft['spec'] === previous['spec']) return [];
  const [next, before] = [draft['spec'] as JsonObject, previous['spec'] as JsonObject];
  const isSame = Object.keys({ ...next, ...before }).every((field) => changeable.includes(field) || equalJson(next[field], before[field]));
  return isSame
    ? []
    : [
        forbiddenField(
          'spec',
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        ),
      ];
}

const statefulSets = define({
  ...apps,
  plural: 'statefulsets',
  kind: 'StatefulSet',
  shortNames: ['sts'],
  categories: ['all'],
  hasStatus: true,
  subresources: [scale],
  columns: [ready, ...withAge(), ...wideColumns.slice(0, 2)],
  behaviour: {
    countsGenerations: true,
    applyDefaults: defaults({ replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady', updateStrategy: {} }, (spec) => {
      const strategy = spec['updateStrategy'] as JsonObject;
      fill(strategy, { type: 'RollingUpdate' });
      if (strategy['type'] === 'RollingUpdate') strategy['rollingUpdate'] = { partition: 0, ...(strategy['rollingUpdate'] as object) };
      fill(spec, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' } });
      for (const claim of (spec['volumeClaimTemplates'] as JsonObject[] | undefined) ?? []) fillClaim(claim);
    }),
    validate: (draft, previous) => [
      ...validateLasting(draft, previous),
      ...choice('spec.podManagementPolicy', valueAt(draft, ['spec', 'podManagementPolicy']), ['OrderedReady', 'Parallel']),
      ...choice('spec.updateStrategy.type', valueAt(draft, ['spec', 'updateStrategy', 'type']), ['RollingUpdate', 'OnDelete']),
      ...validateStatefulUpdate(draft, previous),
    ],
    initialStatus: () => ({ replicas: 0 }),
  },
});

function fillClaim(claim: JsonObject): void {
  fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: {}, status: { phase: 'Pending' } });
  if (isJsonObject(claim['spec'])) fill(claim['spec'], { volumeMode: 'Filesystem' });
}

const daemonSets = define({
  ...apps,
  plural: 'daemonsets',
  kind: 'DaemonSet',
  shortNames: ['ds'],
  categories: ['all'],
  hasStatus: true,
  columns: [
    count('Desired', 'status.desiredNumberScheduled'),
    count('Current', 'status.currentNumberScheduled'),
    count('Ready', 'status.numberReady'),
    count('Up-to-date', 'status.updatedNumberScheduled'),
    count('Available', 'status.numberAvailable'),
    fieldColumn('Node Selector', 'spec.template.spec.nodeSelector'),
    ...withAge(),
    ...wideColumns,
  ],
  behaviour: {
    countsGenerations: true,
    applyDefaults: defaults({ revisionHistoryLimit: 10, updateStrategy: {} }, (spec) => {
      const strategy = spec['updateStrategy'] as JsonObject;
      fill(strategy, { type: 'RollingUpdate' });
      if (strategy['type'] === 'RollingUpdate')
        strategy['rollingUpdate'] = { maxUnavailable: 1, maxSurge: 0, ...(strategy['rollingUpdate'] as object) };
    }),
    validate: (draft, previous) => [
      ...validateLasting(draft, previous),
      ...choice('spec.updateStrategy.type', valueAt(draft, ['spec', 'updateStrategy', 'type']), ['RollingUpdate', 'OnDelete']),
    ],
    initialStatus: () => ({ currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 }),
  },
});

const controllerRevisions = define({
  ...apps,
  plural: 'controllerrevisions',
  kind: 'ControllerRevision',
  columns: [
    {
      name: 'Controller',
      type: 'string',
      cell: ({ metadata }) => {
        const owner = metadata.ownerReferences?.find(({ controller }) => controller);
        return owner ? `${owner.kind.toLowerCase()}.apps/${owner.name}` : '<none>';
      },
    },
    fieldColumn('Revision', 'revision', { type: 'integer' }),
    ...withAge(),
  ],
});

/** The kinds of `apps/v1`. */
export const appKinds: readonly Resource[] = [deployments, replicaSets, statefulSets, daemonSets, controllerRevisions];
