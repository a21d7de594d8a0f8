import type { Engine } from '../persistence-config.ts';

/** The number that Argo v4.1 writes into `schema_history`. */
export const LAST_ARGO_STEP = 68;
/** Steps before this one were done by Argo v2.9, of 2020. */
export const FIRST_KNOWN_STEP = 59;

export interface ArgoStep {
  readonly step: number;
  /** Absent: nothing is to be done in this engine. */
  readonly statement: string | undefined;
}

const TABLE = 'argo_archived_workflows';

/** What Argo did to its tables after v2.9, step by step. */
export function argoSteps(engine: Engine): readonly ArgoStep[] {
  const drop = (index: string): string => `drop index ${index}${engine === 'mysql' ? ` on ${TABLE}` : ''}`;
  const byEngine = (statements: Partial<Record<Engine, string>>): string | undefined => statements[engine];
  const statements = [
    `create index ${TABLE}_labels_i1 on ${TABLE}_labels (name, value)`,
    byEngine({ postgres: `alter table ${TABLE} alter column workflow set data type jsonb using workflow::jsonb` }),
    drop(`${TABLE}_i4`),
    `create index ${TABLE}_i4 on ${TABLE} (clustername, startedat)`,
    `alter table ${TABLE} add column creationtimestamp timestamp null`,
    `update ${TABLE} set creationtimestamp = startedat where creationtimestamp is null`,
    byEngine({
      postgres: `alter table ${TABLE} alter column creationtimestamp set default current_timestamp`,
      mysql: `alter table ${TABLE} modify column creationtimestamp timestamp not null default current_timestamp`,
    }),
    `create index ${TABLE}_i5 on ${TABLE} (creationtimestamp)`,
    drop(`${TABLE}_i1`),
    `create index ${TABLE}_i1 on ${TABLE} (clustername, instanceid, namespace, startedat desc)`,
  ];
  return statements.map((statement, index) => ({ step: FIRST_KNOWN_STEP + index, statement }));
}
