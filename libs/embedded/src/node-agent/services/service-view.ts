import type { KubeObject } from '@argosy/kube';

/** What the node reads of a service. */
export interface Service extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly externalName?: string;
    readonly ports?: readonly ServicePort[];
  };
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly nodePort?: number;
}

/** What stands behind a service of the same name. */
export interface Endpoints extends KubeObject {
  readonly subsets?: readonly Subset[];
}

interface Subset {
  readonly addresses?: readonly Address[];
  readonly ports?: readonly { readonly name?: string; readonly port: number }[];
}

export interface Address {
  readonly ip: string;
  readonly hostname?: string;
  readonly targetRef?: { readonly uid?: string };
}

/** The address of a service that has one. */
export function clusterAddress({ spec }: Service): string | undefined {
  const { clusterIP = '', type } = spec ?? {};
  return type === 'ExternalName' || clusterIP === '' || clusterIP === 'None' ? undefined : clusterIP;
}

export function readyAddresses(endpoints: Endpoints | undefined): readonly Address[] {
  return (endpoints?.subsets ?? []).flatMap(({ addresses = [] }) => addresses);
}
