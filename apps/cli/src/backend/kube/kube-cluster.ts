import type { KubeClient } from '@argosy/kube';
import type { Clock } from '@argosy/std';
import type { Cluster, WorkflowChanges } from '../backend.ts';
import { noArchive } from './no-archive.ts';

export interface KubeClusterOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly instanceId: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  sleep(milliseconds: number): Promise<void>;
  token(): Promise<string | undefined>;
  /** Told about pods whose log could not be read. */
  onSkipped(message: string): void;
}

/** Workflows as the Kubernetes API has them. What only few verbs need is loaded when it is used: `argo get` starts without it. */
export function kubeCluster(options: KubeClusterOptions): Cluster {
  const { client } = options;
  return {
    client,
    namespace: options.namespace,
    instanceId: options.instanceId,
    changes: lazyChanges(async () => (await import('./kube-changes.ts')).kubeChanges(options)),
    archive: noArchive,
    limits: {
      create: async (ref, limit) => (await limitsOf(client)).create(ref, limit),
      get: async (ref) => (await limitsOf(client)).get(ref),
      update: async (ref, limit) => (await limitsOf(client)).update(ref, limit),
      remove: async (ref) => (await limitsOf(client)).remove(ref),
    },
    artifacts: { fetch: async (ref, file) => (await import('./stored-artifacts.ts')).storedArtifacts(client).fetch(ref, file) },
    logs: async (query, visit) => (await import('./kube-logs.ts')).readKubeLogs(options, query, visit),
    token: options.token,
    serverVersion: async () => undefined,
    describe: async () => ({ kind: 'Kubernetes API', address: client.serverUrl, instance: options.instanceId || 'none' }),
    close: () => client.close(),
  };
}

async function limitsOf(client: KubeClient) {
  return (await import('./config-map-limits.ts')).configMapLimits(client);
}

function lazyChanges(load: () => Promise<WorkflowChanges>): WorkflowChanges {
  return {
    stop: async (place, options) => (await load()).stop(place, options),
    terminate: async (place) => (await load()).terminate(place),
    suspend: async (place) => (await load()).suspend(place),
    resume: async (place, options) => (await load()).resume(place, options),
    set: async (place, options) => (await load()).set(place, options),
    retry: async (place, options) => (await load()).retry(place, options),
    resubmit: async (place, options) => (await load()).resubmit(place, options),
    remove: async (place, options) => (await load()).remove(place, options),
    suspendCron: async (place, suspended) => (await load()).suspendCron(place, suspended),
  };
}
