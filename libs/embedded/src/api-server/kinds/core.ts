import { type ApiObject, equalJson, isJsonObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import type { Cause } from '../status-error.ts';
import { forbiddenField, invalidValue } from '../validation/causes.ts';
import { countColumn, fieldColumn } from './columns.ts';
import { define, withAge } from './define.ts';

const core = { group: '', version: 'v1' } as const;

const configMaps = define({
  ...core,
  plural: 'configmaps',
  kind: 'ConfigMap',
  shortNames: ['cm'],
  columns: withAge(countColumn('Data', 'data', 'binaryData')),
  behaviour: { validate: (draft, previous) => [...validateData(draft), ...validateImmutable(draft, previous)] },
});

const secrets = define({
  ...core,
  plural: 'secrets',
  kind: 'Secret',
  columns: withAge(fieldColumn('Type', 'type'), countColumn('Data', 'data')),
  behaviour: {
    applyDefaults: applySecretDefaults,
    validate: validateSecret,
    selectableFields: ['type'],
    readField: (object, field) => (field === 'type' ? String(object['type'] ?? '') : undefined),
  },
});

const serviceAccounts = define({
  ...core,
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  shortNames: ['sa'],
  columns: withAge(countColumn('Secrets', 'secrets')),
  subresources: [{ name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] }],
});

const limitRanges = define({ ...core, plural: 'limitranges', kind: 'LimitRange', shortNames: ['limits'] });

const resourceQuotas = define({ ...core, plural: 'resourcequotas', kind: 'ResourceQuota', shortNames: ['quota'], hasStatus: true });

const namespaces = define({
  ...core,
  plural: 'namespaces',
  kind: 'Namespace',
  shortNames: ['ns'],
  namespaced: false,
  hasStatus: true,
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  columns: withAge(fieldColumn('Status', 'status.phase')),
  behaviour: {
    applyDefaults: applyNamespaceDefaults,
    initialStatus: () => ({ phase: 'Active' }),
    selectableFields: ['status.phase'],
    readField: (object, field) => (field === 'status.phase' ? (object['status'] as { phase?: string } | undefined)?.phase : undefined),
  },
});

const nodes = define({
  ...core,
  plural: 'nodes',
  kind: 'Node',
  shortNames: ['no'],
  namespaced: false,
  hasStatus: true,
  columns: withAge({ name: 'Status', type: 'string', cell: nodeStatus }, { name: 'Roles', type: 'string', cell: nodeRoles }).concat(
    fieldColumn('Version', 'status.nodeInfo.kubeletVersion'),
  ),
  behaviour: {
    selectableFields: ['spec.unschedulable'],
    readField: (object) => String((object['spec'] as { unschedulable?: boolean } | undefined)?.unschedulable ?? false),
  },
});

/** The kinds of the core group; pods, services and events have files of their own. */
export const coreKinds: readonly Resource[] = [configMaps, secrets, serviceAccounts, limitRanges, resourceQuotas, namespaces, nodes];

const dataKey = /^[-._a-zA-Z0-9]+$/;

function validateData(draft: ApiObject): readonly Cause[] {
  return ['data', 'binaryData'].flatMap((field) => {
    const data = draft[field];
    if (data === undefined || data === null) return [];
    if (!isJsonObject(data)) return [invalidValue(field, data, 'must be an object')];
    return Object.keys(data)
      .filter((key) => !dataKey.test(key) || key.length > 253)
      .map((key) =>
        invalidValue(
          `${field}[${key}]`,
          key,
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ),
      );
  });
}

function validateImmutable(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  if (previous?.['immutable'] !== true) return [];
  const isSame =
    draft['immutable'] === true && equalJson(draft['data'], previous['data']) && equalJson(draft['binaryData'], previous['binaryData']);
  return isSame ? [] : [forbiddenField('data', 'field is immutable when `immutable` is set')];
}

function applySecretDefaults(draft: ApiObject): void {
  draft['type'] ??= 'Opaque';
  const plain = draft['stringData'];
  if (!isJsonObject(plain)) return;
  const encoded = Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]));
  draft['data'] = { ...(isJsonObject(draft['data']) ? draft['data'] : {}), ...encoded };
  delete draft['stringData'];
}

function validateSecret(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  const typeCauses = previous && previous['type'] !== draft['type'] ? [invalidValue('type', draft['type'], 'field is immutable')] : [];
  return [...validateData(draft), ...validateImmutable(draft, previous), ...typeCauses, ...validateBase64(draft)];
}

function validateBase64(draft: ApiObject): readonly Cause[] {
  const data = isJsonObject(draft['data']) ? draft['data'] : {};
  return Object.entries(data)
    .filter(([, value]) => value !== null && !(typeof value === 'string' && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value)))
    .map(([key]) => invalidValue(`data[${key}]`, '<secret contents redacted>', 'illegal base64 data'));
}

function applyNamespaceDefaults(draft: ApiObject, previous: ApiObject | undefined): void {
  if (!previous) draft['spec'] = { finalizers: ['kubernetes'] };
  else draft['spec'] = previous['spec'];
  draft.metadata.labels = { ...draft.metadata.labels, 'kubernetes.io/metadata.name': draft.metadata.name ?? '' };
}

function nodeStatus(node: ApiObject): string {
  const { conditions = [] } = (node['status'] ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  const ready = conditions.find(({ type }) => type === 'Ready');
  const isCordoned = (node['spec'] as { unschedulable?: boolean } | undefined)?.unschedulable === true;
  const state = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return isCordoned ? `${state},SchedulingDisabled` : state;
}

function nodeRoles({ metadata }: ApiObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(prefix));
  return roles.map((key) => key.slice(prefix.length)).join(',') || '<none>';
}
