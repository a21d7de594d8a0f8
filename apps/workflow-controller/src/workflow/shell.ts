import type { Workflow } from '@argosy/api';
import type { ActionFailure, BaselineFacts, Decision, EnginePolicy, NodeId, Observation } from '@argosy/engine';
import type { KubeClient, Timers } from '@argosy/kube';
import type { PersistenceConnection } from '@argosy/persistence';
import type { TokenBucket } from '@argosy/reconciler';
import type { Instant, Logger, Milliseconds } from '@argosy/std';
import type { Metrics } from '@argosy/telemetry';
import type { Caches } from '../caches/caches.ts';
import type { ConfigMaps } from '../caches/config-maps.ts';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { Locks } from '../locks/locks.ts';
import type { PodCleanup } from '../pod-gc/pod-cleanup.ts';
import type { Settings } from '../settings/settings.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { Surroundings } from '../validate.ts';

/** Everything the reconciler of workflows works with; made by the composition, or by a test. */
export interface Shell {
  readonly client: KubeClient;
  /** The controller's own namespace. */
  readonly namespace: string;
  readonly caches: Caches;
  readonly configMaps: ConfigMaps;
  readonly locks: Locks;
  readonly throttle: Throttle;
  readonly cleanup: PodCleanup;
  readonly recorder: EventRecorder;
  readonly metrics: Metrics;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly tracks: Tracks;
  /** Artifacts are deleted as workflows ask for it (acceptance 5-053). */
  readonly artifactGc: boolean;
  settings(): Settings;
  /** The part of the policy that does not depend on the workflow. */
  policy(): EnginePolicy;
  /** Pods per second, where the configuration limits them. */
  podRate(): TokenBucket | undefined;
  /** The database of finished workflows, where one is configured. */
  readonly persistence?: PersistenceConnection | undefined;
  readonly storage: StorageLimits;
  decide(observation: Observation): Decision;
  /** Why the workflow is invalid; undefined when it is not. */
  validate(workflow: Workflow, surroundings: Surroundings): string | undefined;
  /** Look at a workflow (`<ns>/<name>`) again. */
  enqueue(key: string, delay?: Milliseconds): void;
}

/** How statuses are stored (acceptance 7-027, 7-028). */
export interface StorageLimits {
  /** The most bytes of a status in its object; what is larger is packed, and offloaded where there is a database. */
  readonly maxWorkflowSize: number;
  /** Nodes go to the database however small they are. */
  readonly alwaysOffload: boolean;
  /** How often versions of offloaded nodes are looked for that nobody needs. */
  readonly gcPeriod: Milliseconds;
  /** How old they must be to be deleted. */
  readonly offloadTtl: Milliseconds;
}

/** What holds where nothing is said. etcd takes 1.5 MiB for a whole object. */
export const standardStorage: StorageLimits = {
  maxWorkflowSize: 1024 * 1024,
  alwaysOffload: false,
  gcPeriod: 5 * 60_000,
  offloadTtl: 5 * 60_000,
};

/** What is remembered of one workflow between two looks. All of it may be lost at any time. */
export interface Track {
  readonly uid: string;
  /** Version of our own last write, so that its echo is not taken for news. */
  written: string | undefined;
  /** Our copy turned out to be outdated: nothing is decided before the cache is past this version. */
  outdated: { readonly version: string; readonly since: Instant } | undefined;
  /** Since when a change waits that may be merged with the next one. */
  softSince: Instant | undefined;
  /** How long the last decision took: later looks are spaced by it. */
  cost: Milliseconds;
  decidedAt: Instant;
  /** Upper bound of the plain status in bytes. */
  bytes: number | undefined;
  /** Pods the API server refused, by node. */
  readonly failures: Map<NodeId, ActionFailure>;
  /** The workflow's PodDisruptionBudget was created, or found. */
  disruptionBudget: boolean;
  /** The earlier run that estimates are taken from, once it was looked for. */
  baseline: { readonly facts: BaselineFacts | undefined } | undefined;
  /** How often in a row pods were refused, for the backoff. */
  refusals: number;
  /** Validation of this spec object was done with this result. */
  validated: { readonly spec: unknown; readonly problem: string | undefined } | undefined;
}

export interface Tracks {
  get(key: string): Track | undefined;
  /** The track of this very workflow; one of a namesake is forgotten. */
  open(key: string, uid: string): Track;
  forget(key: string): void;
}

export function createTracks(): Tracks {
  const tracks = new Map<string, Track>();
  return {
    get: (key) => tracks.get(key),
    open(key, uid) {
      const known = tracks.get(key);
      if (known?.uid === uid) return known;
      const track = newTrack(uid);
      tracks.set(key, track);
      return track;
    },
    forget: (key) => void tracks.delete(key),
  };
}

/** What is remembered of a workflow that is looked at for the first time. */
export function newTrack(uid: string): Track {
  return {
    uid,
    written: undefined,
    outdated: undefined,
    softSince: undefined,
    cost: 0,
    decidedAt: 0,
    bytes: undefined,
    failures: new Map(),
    disruptionBudget: false,
    baseline: undefined,
    refusals: 0,
    validated: undefined,
  };
}
