import type { ApiObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import { define } from './define.ts';
import { podColumns } from './pod-columns.ts';
import { applyPodDefaults, initialPodStatus } from './pod-defaults.ts';
import type { PodView } from './pod-types.ts';
import { validatePod } from './pod-validation.ts';

type FieldOf = (pod: PodView) => string | undefined;

const fields: Readonly<Record<string, FieldOf>> = {
  'spec.nodeName': (pod) => pod.spec.nodeName,
  'spec.restartPolicy': (pod) => pod.spec.restartPolicy,
  'spec.schedulerName': (pod) => pod.spec['schedulerName'] as string | undefined,
  'spec.serviceAccountName': (pod) => pod.spec.serviceAccountName,
  'spec.hostNetwork': (pod) => String(pod.spec['hostNetwork'] ?? false),
  'status.phase': (pod) => pod.status?.phase,
  'status.podIP': (pod) => pod.status?.podIP,
  'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName,
};

/** `v1` pods. */
export const pods: Resource = define({
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  shortNames: ['po'],
  categories: ['all'],
  hasStatus: true,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
    { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  ],
  columns: podColumns,
  behaviour: {
    applyDefaults: applyPodDefaults,
    validate: validatePod,
    initialStatus: initialPodStatus,
    selectableFields: Object.keys(fields),
    readField: (object: ApiObject, field) => fields[field]?.(object as PodView),
  },
});
