import type { Workflow } from '@argosy/api';
import { type RawBuilder, sql } from 'kysely';
import type { Engine } from './persistence-config.ts';
import { rfcTime } from './times.ts';

/** A row as lists read it. Times and JSON are texts. */
export interface ListedRow {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly startedat: string;
  readonly finishedat: string;
  readonly creationtimestamp: string | null;
  readonly labels: string | null;
  readonly annotations: string | null;
  readonly suspend: string | number | null;
  readonly message: string | null;
  readonly progress: string | null;
  readonly duration: string | number | null;
  readonly resources: string | null;
}

const PATHS: readonly (readonly [column: keyof ListedRow, ...path: readonly string[]])[] = [
  ['labels', 'metadata', 'labels'],
  ['annotations', 'metadata', 'annotations'],
  ['suspend', 'spec', 'suspend'],
  ['message', 'status', 'message'],
  ['progress', 'status', 'progress'],
  ['duration', 'status', 'estimatedDuration'],
  ['resources', 'status', 'resourcesDuration'],
];

/** The columns of a list of the row `a`, taken out of the workflow where they are none of their own. */
export function listedColumns(engine: Engine): RawBuilder<unknown> {
  const own = sql.raw('a.uid, a.name, a.namespace, a.phase, a.startedat, a.finishedat, a.creationtimestamp');
  const taken = PATHS.map(([column, ...path]) => sql.raw(`${extraction(engine, path)} as ${column}`));
  return sql.join([own, ...taken]);
}

function extraction(engine: Engine, path: readonly string[]): string {
  switch (engine) {
    case 'postgres':
      return `a.workflow #>> '{${path.join(',')}}'`;
    case 'mysql':
      return `json_unquote(json_extract(a.workflow, '$.${path.join('.')}'))`;
    case 'sqlite':
      return `json_extract(a.workflow, '$.${path.join('.')}')`;
  }
}

/** The workflow as far as lists show it. */
export function listedWorkflow(row: ListedRow): Workflow {
  const { name, namespace, uid } = row;
  const created = rfcTime(row.creationtimestamp ?? row.startedat);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace, uid, creationTimestamp: created, labels: { ...mapOf(row.labels), ...PERSISTED }, ...annotationsOf(row) },
    spec: isTrue(row.suspend) ? { suspend: true } : {},
    status: {
      phase: row.phase as NonNullable<NonNullable<Workflow['status']>['phase']>,
      startedAt: rfcTime(row.startedat),
      finishedAt: rfcTime(row.finishedat),
      ...(row.message && { message: row.message }),
      ...(row.progress && { progress: row.progress }),
      ...(row.duration && { estimatedDuration: Number(row.duration) }),
      ...(row.resources && { resourcesDuration: JSON.parse(row.resources) as Readonly<Record<string, number>> }),
    },
  };
}

const PERSISTED = { 'workflows.argoproj.io/workflow-archiving-status': 'Persisted' } as const;

function annotationsOf({ annotations }: ListedRow): { readonly annotations?: Readonly<Record<string, string>> } {
  const found = mapOf(annotations);
  return Object.keys(found).length === 0 ? {} : { annotations: found };
}

function isTrue(value: string | number | null): boolean {
  return value === 1 || value === 'true';
}

function mapOf(text: string | null): Readonly<Record<string, string>> {
  return text === null || text === '' ? {} : ((JSON.parse(text) as Readonly<Record<string, string>> | null) ?? {});
}
