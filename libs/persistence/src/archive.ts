import type { NodeStatus, Workflow } from '@argosy/api';
import type { Instant } from '@argosy/std';

/** A requirement of a label selector. */
export type LabelRequirement =
  | { readonly key: string; readonly operator: 'in' | 'notin'; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: 'exists' | 'absent' }
  | { readonly key: string; readonly operator: '<' | '>'; readonly bound: number };

/** Which archived workflows. All that is given must hold. */
export interface ArchiveFilter {
  /** Empty: all. */
  readonly namespace: string;
  /** The instance that ran them; empty for those of none. */
  readonly instanceId: string;
  readonly names: readonly { readonly kind: 'Exact' | 'Contains' | 'Prefix' | 'NotEquals'; readonly text: string }[];
  readonly labels: readonly LabelRequirement[];
  readonly startedAfter?: Instant | undefined;
  readonly startedBefore?: Instant | undefined;
  readonly createdAfter?: Instant | undefined;
  readonly finishedBefore?: Instant | undefined;
  readonly uid?: string | undefined;
}

/** Workflows that have ended, in a database. Failures are `OperationalError`s with the code `DATABASE_FAILED`. */
export interface WorkflowArchive {
  /** What lists show of workflows, the newest first: metadata, phase, times, message, progress; no templates, no nodes. */
  list(filter: ArchiveFilter, page: { readonly offset: number; readonly limit: number | undefined }): Promise<readonly Workflow[]>;
  count(filter: ArchiveFilter): Promise<number>;
  get(place: { readonly uid?: string; readonly namespace?: string; readonly name?: string }): Promise<Workflow | undefined>;
  /** Stores a workflow as it ended, in place of what there was of it. */
  save(workflow: Workflow): Promise<void>;
  delete(uid: string): Promise<void>;
  deleteFinishedBefore(time: Instant): Promise<number>;
  labelKeys(namespace?: string): Promise<readonly string[]>;
  labelValues(key: string, namespace?: string): Promise<readonly string[]>;
}

/** Node statuses that are too large for their object. */
export interface NodeStatusStore {
  /** Stores the nodes and gives the version under which they are found; the same nodes give the same version. */
  save(place: { readonly uid: string; readonly namespace: string }, nodes: Readonly<Record<string, NodeStatus>>): Promise<string>;
  read(place: { readonly uid: string; readonly version: string }): Promise<Readonly<Record<string, NodeStatus>>>;
  /** Deletes what was saved of a workflow before a time, but for the version that is in use. */
  deleteOthers(place: { readonly uid: string; readonly version?: string; readonly olderThan: Instant }): Promise<void>;
  /** Workflows of which something is saved. */
  uids(namespace?: string): Promise<readonly string[]>;
}
