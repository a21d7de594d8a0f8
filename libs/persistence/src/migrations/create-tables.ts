import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Engine } from '../persistence-config.ts';
import { LAST_ARGO_STEP } from './argo-steps.ts';

const JSON_TYPES: Readonly<Record<Engine, string>> = { postgres: 'jsonb', mysql: 'json', sqlite: 'text' };
const NODE_TYPES: Readonly<Record<Engine, string>> = { postgres: 'json', mysql: 'json', sqlite: 'text' };

/** Makes the tables of Argo v4.1 in a database that has none, and says so where Argo looks for it. */
export async function createTables({ kysely, engine, nodeTable }: Database): Promise<void> {
  for (const statement of statements(engine, nodeTable)) await sql.raw(statement).execute(kysely);
  await kysely.insertInto('schema_history').values({ schema_version: LAST_ARGO_STEP }).execute();
}

function statements(engine: Engine, nodeTable: string): readonly string[] {
  const time = 'timestamp not null default current_timestamp';
  const index = engine === 'mysql' ? 'create index' : 'create index if not exists';
  return [
    `create table if not exists ${nodeTable} (
       clustername varchar(64) not null, uid varchar(128) not null, version varchar(64) not null, namespace varchar(256) not null,
       nodes ${NODE_TYPES[engine]} not null, updatedat ${time}, primary key (clustername, uid, version))`,
    `create table if not exists argo_archived_workflows (
       clustername varchar(64) not null, instanceid varchar(64) not null, uid varchar(128) not null, name varchar(256) not null,
       namespace varchar(256) not null, phase varchar(25) not null, workflow ${JSON_TYPES[engine]} not null,
       startedat ${time}, finishedat ${time}, creationtimestamp ${time}, primary key (clustername, uid))`,
    `create table if not exists argo_archived_workflows_labels (
       clustername varchar(64) not null, uid varchar(128) not null, name varchar(317) not null, value varchar(63) not null,
       primary key (clustername, uid, name),
       foreign key (clustername, uid) references argo_archived_workflows (clustername, uid) on delete cascade)`,
    `${index} ${nodeTable}_i1 on ${nodeTable} (clustername, namespace, updatedat)`,
    `${index} argo_archived_workflows_i1 on argo_archived_workflows (clustername, instanceid, namespace, startedat desc)`,
    `${index} argo_archived_workflows_i2 on argo_archived_workflows (clustername, instanceid, finishedat)`,
    `${index} argo_archived_workflows_i3 on argo_archived_workflows (clustername, instanceid, name)`,
    `${index} argo_archived_workflows_i4 on argo_archived_workflows (clustername, startedat)`,
    `${index} argo_archived_workflows_i5 on argo_archived_workflows (creationtimestamp)`,
    `${index} argo_archived_workflows_labels_i1 on argo_archived_workflows_labels (name, value)`,
  ];
}
