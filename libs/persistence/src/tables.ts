import type { Generated } from 'kysely';

/** Workflows that have ended: the table of Argo's archive. Times are UTC, `2026-01-02 03:04:05`. */
export interface ArchivedWorkflowsTable {
  readonly clustername: string;
  readonly instanceid: string;
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly startedat: string;
  readonly finishedat: string;
  readonly creationtimestamp: string;
  /** JSON. */
  readonly workflow: string;
}

export interface ArchivedLabelsTable {
  readonly clustername: string;
  readonly uid: string;
  /** The key: `key` is a word of SQL. */
  readonly name: string;
  readonly value: string;
}

/** Node statuses that are too large for their object. */
export interface NodeStatusTable {
  readonly clustername: string;
  readonly uid: string;
  readonly version: string;
  readonly namespace: string;
  /** JSON. */
  readonly nodes: string;
  readonly updatedat: Generated<string>;
}

export interface Tables {
  readonly argo_archived_workflows: ArchivedWorkflowsTable;
  readonly argo_archived_workflows_labels: ArchivedLabelsTable;
  readonly argo_workflows: NodeStatusTable;
  readonly schema_history: { readonly schema_version: number };
}
