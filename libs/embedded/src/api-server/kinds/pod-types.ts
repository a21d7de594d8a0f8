import type { ApiObject } from '../../store/object.ts';

export interface ContainerState {
  readonly waiting?: { readonly reason?: string };
  readonly running?: object;
  readonly terminated?: { readonly reason?: string; readonly exitCode?: number; readonly signal?: number };
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState & { readonly terminated?: { readonly finishedAt?: string } };
}

/** What the server reads of a pod. Nothing here is guaranteed until the pod was validated. */
export interface PodView extends ApiObject {
  spec: PodSpecView;
  status?: PodStatusView;
}

export interface PodSpecView {
  nodeName?: string;
  restartPolicy?: string;
  containers?: ContainerView[];
  initContainers?: ContainerView[];
  volumes?: { name?: string; [source: string]: unknown }[];
  readinessGates?: readonly { readonly conditionType: string }[];
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
  [field: string]: unknown;
}

export interface ContainerView {
  name?: string;
  image?: string;
  restartPolicy?: string;
  ports?: { name?: string; containerPort?: number; protocol?: string }[];
  env?: { name?: string; value?: unknown; valueFrom?: Record<string, unknown> }[];
  volumeMounts?: { name?: string; mountPath?: string; subPath?: string; subPathExpr?: string; readOnly?: boolean }[];
  resources?: { requests?: Record<string, string | number>; limits?: Record<string, string | number> };
  [field: string]: unknown;
}

export interface PodStatusView {
  readonly phase?: string;
  readonly reason?: string;
  readonly podIP?: string;
  readonly nominatedNodeName?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
}
