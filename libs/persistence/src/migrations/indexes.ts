import type { Engine } from '../persistence-config.ts';

const TABLE = 'argo_archived_workflows';

/** Columns of our own indexes: every list begins with the newest, and pages go on from a row and not from a count. */
const INDEXES: readonly { readonly name: string; readonly on: string; readonly columns: string }[] = [
  { name: 'argosy_archived_newest', on: TABLE, columns: 'clustername, instanceid, startedat desc, uid desc' },
  { name: 'argosy_archived_namespace', on: TABLE, columns: 'clustername, instanceid, namespace, startedat desc, uid desc' },
  { name: 'argosy_archived_phase', on: TABLE, columns: 'clustername, instanceid, phase, startedat desc, uid desc' },
  { name: 'argosy_archived_labels', on: `${TABLE}_labels`, columns: 'clustername, name, value, uid' },
];

/** Statements that make our indexes where they are missing. PostgreSQL builds them while the table is in use. */
export function ownIndexes(engine: Engine): readonly string[] {
  return [...INDEXES.map((index) => STATEMENTS[engine](index)), ...(engine === 'postgres' ? [TRIGRAMS] : [])];
}

/** MySQL knows no `if not exists` here: that an index is there already comes as an error, which is none. */
export function isThereAlready(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'ER_DUP_KEYNAME';
}

type Index = (typeof INDEXES)[number];

const STATEMENTS: Readonly<Record<Engine, (index: Index) => string>> = {
  postgres: ({ name, on, columns }) => `create index concurrently if not exists ${name} on ${on} (${columns})`,
  mysql: ({ name, on, columns }) => `alter table ${on} add index ${name} (${columns})`,
  sqlite: ({ name, on, columns }) => `create index if not exists ${name} on ${on} (${columns})`,
};

/** Parts of names are found by trigrams where the extension may be had. */
const TRIGRAMS = `do $$ begin
  create extension if not exists pg_trgm;
  create index if not exists argosy_archived_name_parts on ${TABLE} using gin (name gin_trgm_ops);
exception when others then raise notice 'parts of names are looked for without an index: %', sqlerrm; end $$`;
