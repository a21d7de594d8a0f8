import type { ApiObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import { fieldColumn, valueAt } from './columns.ts';
import { define, withAge } from './define.ts';

const networking = { group: 'networking.k8s.io', version: 'v1' } as const;

const hosts = (ingress: ApiObject): string =>
  ((valueAt(ingress, ['spec', 'rules']) ?? []) as readonly { readonly host?: string }[]).map(({ host }) => host ?? '*').join(',') || '*';

/** Stored so that manifests which have them can be applied; nothing here acts on them. */
export const networkingKinds: readonly Resource[] = [
  define({
    ...networking,
    plural: 'ingresses',
    kind: 'Ingress',
    listKind: 'IngressList',
    shortNames: ['ing'],
    hasStatus: true,
    columns: withAge(
      { name: 'Class', type: 'string', cell: (ingress) => valueAt(ingress, ['spec', 'ingressClassName']) ?? '<none>' },
      { name: 'Hosts', type: 'string', cell: hosts },
      { name: 'Address', type: 'string', cell: () => '' },
    ),
    behaviour: { countsGenerations: true, initialStatus: () => ({ loadBalancer: {} }) },
  }),
  define({ ...networking, plural: 'ingressclasses', kind: 'IngressClass', listKind: 'IngressClassList', namespaced: false }),
  define({
    ...networking,
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
    listKind: 'NetworkPolicyList',
    shortNames: ['netpol'],
    columns: withAge(fieldColumn('Pod-Selector', 'spec.podSelector')),
    behaviour: { countsGenerations: true },
  }),
];
