import type { Container, Opaque, Workflow } from '@argosy/api';
import type { ArtifactDriverPlugin } from '@argosy/pod-plan';
import type { Milliseconds } from '@argosy/std';
import type { MetricModifier } from '@argosy/telemetry';

/** What the controller ConfigMap sets (acceptance 7.2), parsed and with defaults. */
export interface Settings {
  readonly instanceId: string | undefined;
  readonly initialDelay: Milliseconds;
  /** 0: no limit. */
  readonly parallelism: number;
  readonly namespaceParallelism: number;
  readonly resourceRateLimit: { readonly limit: number; readonly burst: number } | undefined;
  readonly workflowDefaults: Partial<Workflow> | undefined;
  readonly templateReferencing: 'Strict' | 'Secure' | undefined;
  readonly executor: Partial<Container> | undefined;
  readonly mainContainer: Partial<Container> | undefined;
  readonly images: Readonly<Record<string, ImageCommand>>;
  readonly artifactRepository: Opaque | undefined;
  /** Drivers of artifacts in containers of their own. */
  readonly artifactDrivers: readonly ArtifactDriverPlugin[];
  readonly podGcGracePeriodSeconds: number | undefined;
  readonly podGcDeleteDelay: Milliseconds;
  readonly nodeEvents: boolean;
  readonly workflowEvents: boolean;
  /** The database; its fields are read by libs/persistence. */
  readonly persistence: Readonly<Record<string, unknown>> | undefined;
  /** The database of locks; its fields are read by libs/persistence. */
  readonly synchronization: Readonly<Record<string, unknown>> | undefined;
  readonly retention: RetentionPolicy | undefined;
  readonly failedPodRestart: { readonly enabled: boolean; readonly maxRestarts: number };
  readonly metrics: MetricsSettings;
  readonly telemetry: MetricsSettings;
  readonly imageVolumes: boolean;
  /** Agents are run by somebody else. */
  readonly disableAgentPodCreation: boolean;
  readonly podLayout: 'auto' | 'standard';
}

/** Where metrics are served, and which (acceptance 7-011). */
export interface MetricsSettings {
  readonly enabled: boolean;
  readonly path: string;
  /** Absent: that of the command line. */
  readonly port: number | undefined;
  /** After which series of users' metrics go that nobody wrote; 0: never. */
  readonly timeToLive: Milliseconds;
  /** Changes to single metrics, by their name without a prefix. */
  readonly modifiers: Readonly<Record<string, MetricModifier>>;
}

export interface ImageCommand {
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
}

/** How many finished workflows are kept, by phase; absent: all. */
export interface RetentionPolicy {
  readonly completed?: number;
  readonly failed?: number;
  readonly errored?: number;
}

/** What holds where the ConfigMap says nothing. */
export const defaultSettings: Settings = {
  instanceId: undefined,
  initialDelay: 0,
  parallelism: 0,
  namespaceParallelism: 0,
  resourceRateLimit: undefined,
  workflowDefaults: undefined,
  templateReferencing: undefined,
  executor: undefined,
  mainContainer: undefined,
  images: {},
  artifactRepository: undefined,
  artifactDrivers: [],
  podGcGracePeriodSeconds: undefined,
  podGcDeleteDelay: 5_000,
  nodeEvents: true,
  workflowEvents: true,
  persistence: undefined,
  synchronization: undefined,
  retention: undefined,
  failedPodRestart: { enabled: false, maxRestarts: 3 },
  metrics: { enabled: true, path: '/metrics', port: undefined, timeToLive: 0, modifiers: {} },
  telemetry: { enabled: false, path: '/telemetry', port: undefined, timeToLive: 0, modifiers: {} },
  imageVolumes: false,
  disableAgentPodCreation: false,
  podLayout: 'auto',
};
