import type { ApiObject } from '../store/object.ts';
import { equalJson } from '../store/object.ts';
import { ensureNamespace } from './controllers/namespace-lifecycle.ts';
import { createObject } from './objects/create.ts';
import { changeObject } from './objects/update.ts';
import { internalWrite } from './objects/write-options.ts';
import { apiVersionOf } from './resource.ts';
import type { ApiState } from './state.ts';

export interface BasicObjects {
  readonly namespaces: readonly string[];
  readonly crds: readonly object[];
  readonly certificateAuthority: string;
}

const systemNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Creates what every cluster has: namespaces, the administrator's role, and the custom resource definitions asked for. */
export function installBasics(state: ApiState, { namespaces, crds, certificateAuthority }: BasicObjects): void {
  for (const name of [...systemNamespaces, ...namespaces]) ensureNamespace(state, name, certificateAuthority);
  for (const object of [...administratorRole, ...crds]) install(state, object as ApiObject);
}

const rbac = 'rbac.authorization.k8s.io/v1';
const administratorRole: readonly object[] = [
  {
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { name: 'cluster-admin' },
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
  },
  {
    apiVersion: rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'cluster-admin' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:masters' }],
  },
];

/** Creates an object, or brings the spec of a present one up to date. */
function install(state: ApiState, object: ApiObject): void {
  const resource = state.catalog.findKind(object.apiVersion, object.kind);
  if (!resource) throw new Error(`${object.kind} of ${object.apiVersion} is not served`);
  const name = object.metadata.name ?? '';
  const present = state.store.get(resource.storage, '', name)?.object;
  const body: ApiObject = { ...structuredClone(object), apiVersion: apiVersionOf(resource) };
  if (!present) createObject(state, { resource, namespace: '', body, options: internalWrite });
  else if (!equalJson(present['spec'], body['spec'])) {
    changeObject(state, { resource, namespace: '', name, options: internalWrite }, (same) => ({ ...same, spec: body['spec'] }));
  }
}
