import type { Container, Opaque } from '@argosy/api';

/** A sidecar of the agent that carries out plugin templates (acceptance 6-055 to 6-058). */
export interface ExecutorPlugin {
  readonly name: string;
  readonly container: Container;
  /** The sidecar gets the token of the service account `<name>-executor-plugin`. */
  readonly automountServiceAccountToken: boolean;
}

/** Reads an entry of `spec.executorPlugins`; its shape was checked by validation. */
export function executorPlugin({ metadata, spec }: Opaque): ExecutorPlugin {
  const { name = '' } = (metadata ?? {}) as { readonly name?: string };
  const { sidecar } = (spec ?? {}) as {
    readonly sidecar?: { readonly automountServiceAccountToken?: boolean; readonly container?: Container };
  };
  const container: Container = { ...(sidecar?.container ?? { name }) };
  return { name, container, automountServiceAccountToken: sidecar?.automountServiceAccountToken === true };
}

/** Why a plugin cannot be run; undefined when it can (acceptance 6-058). */
export function pluginProblem({ container }: ExecutorPlugin): string | undefined {
  if ((container.ports ?? []).length === 0) return 'at least one port is mandatory';
  const { requests, limits } = container.resources ?? {};
  if (requests === undefined) return 'resources requests are mandatory';
  if (limits === undefined) return 'resources limits are mandatory';
  return container.securityContext === undefined ? 'security context is mandatory' : undefined;
}

/** Where the agent reaches a plugin: all containers of a pod share its loopback address. */
export function pluginAddress({ container }: ExecutorPlugin): string {
  return `http://localhost:${container.ports?.[0]?.containerPort ?? 0}`;
}
