import { type ApiObject, equalJson, isJsonObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import type { Cause } from '../status-error.ts';
import { invalidValue, notSupported, required } from '../validation/causes.ts';
import { fieldColumn, valueAt } from './columns.ts';
import { define, withAge } from './define.ts';

const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;
const roleColumn = {
  name: 'Role',
  type: 'string' as const,
  cell: (binding: ApiObject): string => `${valueAt(binding, ['roleRef', 'kind'])}/${valueAt(binding, ['roleRef', 'name'])}`,
};

const binding = {
  columns: withAge(roleColumn),
  behaviour: {
    applyDefaults: applyBindingDefaults,
    validate: (draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] =>
      previous && !equalJson(draft['roleRef'], previous['roleRef'])
        ? [invalidValue('roleRef', draft['roleRef'], 'cannot change roleRef')]
        : [],
  },
};

const storage = { group: 'storage.k8s.io', version: 'v1' } as const;

/** Kinds outside the core group, events and custom resource definitions left out. Most are stored and nothing more. */
export const groupKinds: readonly Resource[] = [
  define({
    group: 'coordination.k8s.io',
    version: 'v1',
    plural: 'leases',
    kind: 'Lease',
    columns: withAge(fieldColumn('Holder', 'spec.holderIdentity')),
    behaviour: { validate: validateLease },
  }),
  define({ ...rbac, plural: 'roles', kind: 'Role', columns: withAge() }),
  define({ ...rbac, plural: 'rolebindings', kind: 'RoleBinding', ...binding }),
  define({ ...rbac, plural: 'clusterroles', kind: 'ClusterRole', namespaced: false, columns: withAge() }),
  define({ ...rbac, plural: 'clusterrolebindings', kind: 'ClusterRoleBinding', namespaced: false, ...binding }),
  define({
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    shortNames: ['pdb'],
    hasStatus: true,
    columns: withAge(
      fieldColumn('Min Available', 'spec.minAvailable'),
      fieldColumn('Max Unavailable', 'spec.maxUnavailable'),
      fieldColumn('Allowed Disruptions', 'status.disruptionsAllowed', { type: 'integer' }),
    ),
    behaviour: { countsGenerations: true },
  }),
  define({
    group: 'scheduling.k8s.io',
    version: 'v1',
    plural: 'priorityclasses',
    kind: 'PriorityClass',
    shortNames: ['pc'],
    namespaced: false,
    columns: [
      fieldColumn('Value', 'value', { type: 'integer' }),
      fieldColumn('Global-Default', 'globalDefault', { type: 'boolean' }),
      ...withAge(),
    ],
  }),
  define({
    ...storage,
    plural: 'storageclasses',
    kind: 'StorageClass',
    shortNames: ['sc'],
    namespaced: false,
    columns: withAge(fieldColumn('Provisioner', 'provisioner')),
  }),
  define({
    group: '',
    version: 'v1',
    plural: 'persistentvolumes',
    kind: 'PersistentVolume',
    shortNames: ['pv'],
    namespaced: false,
    hasStatus: true,
    columns: withAge(fieldColumn('Capacity', 'spec.capacity.storage'), fieldColumn('Status', 'status.phase')),
    behaviour: { initialStatus: () => ({ phase: 'Pending' }) },
  }),
  define({
    group: '',
    version: 'v1',
    plural: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    shortNames: ['pvc'],
    hasStatus: true,
    columns: withAge(
      fieldColumn('Status', 'status.phase'),
      fieldColumn('Volume', 'spec.volumeName'),
      fieldColumn('Capacity', 'status.capacity.storage'),
      fieldColumn('Access Modes', 'spec.accessModes'),
      fieldColumn('StorageClass', 'spec.storageClassName'),
    ),
    behaviour: { applyDefaults: applyClaimDefaults, validate: validateClaim, initialStatus: () => ({ phase: 'Pending' }) },
  }),
];

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

function validateClaim(draft: ApiObject): readonly Cause[] {
  const modes = valueAt(draft, ['spec', 'accessModes']);
  if (!Array.isArray(modes) || modes.length === 0) return [required('spec.accessModes', 'at least 1 access mode is required')];
  return modes.flatMap((mode) => (accessModes.includes(mode as string) ? [] : [notSupported('spec.accessModes', mode, accessModes)]));
}

const microTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/;

/** Times of a Lease have six digits; a real API server refuses others. */
function validateLease(draft: ApiObject): readonly Cause[] {
  return ['acquireTime', 'renewTime'].flatMap((field) => {
    const time = valueAt(draft, ['spec', field]);
    return time === undefined || time === null || microTime.test(String(time))
      ? []
      : [invalidValue(`spec.${field}`, time, 'must be a time with microseconds, such as 2006-01-02T15:04:05.000000Z')];
  });
}

function applyBindingDefaults(draft: ApiObject): void {
  const roleRef = draft['roleRef'];
  if (isJsonObject(roleRef) && !roleRef['apiGroup']) draft['roleRef'] = { apiGroup: rbac.group, ...roleRef };
  const subjects = draft['subjects'];
  if (!Array.isArray(subjects)) return;
  draft['subjects'] = subjects.map((subject: unknown) =>
    isJsonObject(subject) && subject['kind'] !== 'ServiceAccount' && !subject['apiGroup'] ? { ...subject, apiGroup: rbac.group } : subject,
  );
}

function applyClaimDefaults(draft: ApiObject): void {
  const { spec } = draft;
  if (isJsonObject(spec) && spec['volumeMode'] === undefined) draft['spec'] = { ...spec, volumeMode: 'Filesystem' };
}
