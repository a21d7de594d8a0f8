import type { NodeStatus } from '@argosy/api';
import { type Instant, fnv32, OperationalError } from '@argosy/std';
import { type Database, onDatabase } from './database.ts';
import { sql } from 'kysely';
import type { NodeStatusStore } from './archive.ts';
import { sqlTime } from './times.ts';

/** Node statuses in a database. */
export function sqlNodeStatuses(database: Database): NodeStatusStore {
  return {
    save: (place, nodes) => onDatabase('cannot offload node statuses', () => save(database, place, nodes)),
    read: (place) => onDatabase('cannot read offloaded node statuses', () => read(database, place)),
    deleteOthers: (place) => onDatabase('cannot delete old node statuses', () => deleteOthers(database, place)),
    uids: (namespace) => onDatabase('cannot list offloaded node statuses', () => uids(database, namespace)),
  };
}

type Nodes = Readonly<Record<string, NodeStatus>>;

/** The version is made of the content, as Argo makes it: saving the same twice is saving it once. */
async function save(
  database: Database,
  { uid, namespace }: { readonly uid: string; readonly namespace: string },
  nodes: Nodes,
): Promise<string> {
  const { kysely, nodeTable, clusterName: clustername } = database;
  const text = JSON.stringify(nodes);
  const version = `fnv:${fnv32(text)}`;
  const known = await kysely
    .selectFrom(nodeTable)
    .select('uid')
    .where('clustername', '=', clustername)
    .where('uid', '=', uid)
    .where('version', '=', version)
    .executeTakeFirst();
  const place = { clustername, uid, version };
  if (known === undefined)
    await kysely
      .insertInto(nodeTable)
      .values({ ...place, namespace, nodes: text })
      .execute();
  else await touch(database, place);
  return version;
}

/** A version that comes back is in use again: it must not go as an old one before its workflow says so. */
async function touch(
  { kysely, nodeTable }: Database,
  { clustername, uid, version }: { readonly clustername: string; readonly uid: string; readonly version: string },
): Promise<void> {
  await kysely
    .updateTable(nodeTable)
    .set({ updatedat: sql<string>`current_timestamp` })
    .where('clustername', '=', clustername)
    .where('uid', '=', uid)
    .where('version', '=', version)
    .execute();
}

async function read(
  { kysely, nodeTable, clusterName }: Database,
  { uid, version }: { readonly uid: string; readonly version: string },
): Promise<Nodes> {
  const row = await kysely
    .selectFrom(nodeTable)
    .select('nodes')
    .where('clustername', '=', clusterName)
    .where('uid', '=', uid)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined)
    throw new OperationalError(`the node statuses ${version} of ${uid} are not there`, { code: 'DATABASE_MISSING', retry: 'backoff' });
  return JSON.parse(row.nodes) as Nodes;
}

async function deleteOthers(
  { kysely, nodeTable, clusterName }: Database,
  { uid, version, olderThan }: { readonly uid: string; readonly version?: string; readonly olderThan: Instant },
): Promise<void> {
  let query = kysely
    .deleteFrom(nodeTable)
    .where('clustername', '=', clusterName)
    .where('uid', '=', uid)
    .where('updatedat', '<', sqlTime(olderThan));
  if (version !== undefined) query = query.where('version', '<>', version);
  await query.execute();
}

async function uids({ kysely, nodeTable, clusterName }: Database, namespace: string | undefined): Promise<readonly string[]> {
  let query = kysely.selectFrom(nodeTable).select('uid').distinct().where('clustername', '=', clusterName);
  if (namespace !== undefined) query = query.where('namespace', '=', namespace);
  return (await query.execute()).map(({ uid }) => uid);
}
