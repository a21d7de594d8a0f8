import { type ApiObject, isJsonObject } from '../../store/object.ts';
import type { ContainerView, PodView } from '../kinds/pod-types.ts';
import { randomSuffix } from '../objects/random-suffix.ts';
import type { ApiState } from '../state.ts';
import { forbidden } from '../status-error.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const podNames = { group: '', plural: 'pods', kind: 'Pod' };

/** Sets the service account and mounts its token, the namespace and the cluster's certificate, as the admission plug-in of that name does. */
export function admitServiceAccount(state: ApiState, draft: ApiObject): void {
  const { spec, metadata } = draft as PodView;
  if (!isJsonObject(spec)) return;
  const name = spec.serviceAccountName || (spec['serviceAccount'] as string | undefined) || 'default';
  spec.serviceAccountName = name;
  spec['serviceAccount'] = name;
  const account = state.store.get('serviceaccounts', metadata.namespace ?? '', name);
  if (!account)
    throw forbidden(
      podNames,
      metadata.name ?? '',
      `error looking up service account ${metadata.namespace}/${name}: serviceaccount "${name}" not found`,
    );
  inheritPullSecrets(spec, account.object);
  const isWanted = spec.automountServiceAccountToken ?? account.object['automountServiceAccountToken'] ?? true;
  if (isWanted) mountToken(spec);
}

function inheritPullSecrets(spec: PodView['spec'], account: ApiObject): void {
  const secrets = account['imagePullSecrets'];
  const present = spec['imagePullSecrets'];
  if (Array.isArray(secrets) && secrets.length > 0 && !(Array.isArray(present) && present.length > 0)) spec['imagePullSecrets'] = secrets;
}

function mountToken(spec: PodView['spec']): void {
  const lists = [spec.containers, spec.initContainers].filter(Array.isArray) as ContainerView[][];
  const containers = lists.flat().filter((container) => isJsonObject(container) && !hasMount(container));
  if (containers.length === 0) return;
  const name = `kube-api-access-${randomSuffix()}`;
  for (const container of containers) container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath }];
  spec.volumes = [...(spec.volumes ?? []), { name, projected: { sources: tokenSources, defaultMode: 0o644 } }];
}

function hasMount({ volumeMounts }: ContainerView): boolean {
  return Array.isArray(volumeMounts) && volumeMounts.some((mount) => mount.mountPath === mountPath);
}

const tokenSources = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
];
