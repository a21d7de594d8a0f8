import type { Workflow } from '@argosy/api';
import { fromRfc3339, type Instant } from '@argosy/std';
import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { ArchiveFilter, WorkflowArchive } from './archive.ts';
import { conditionsOf } from './archive-conditions.ts';
import { listedColumns, listedWorkflow, type ListedRow } from './archived-rows.ts';
import { type Database, onDatabase } from './database.ts';
import type { ArchivedWorkflowsTable } from './tables.ts';
import { sqlTime } from './times.ts';

const INSTANCE = 'workflows.argoproj.io/controller-instanceid';
const STATUS = 'workflows.argoproj.io/workflow-archiving-status';

/** The archive in a database. */
export function sqlArchive(database: Database): WorkflowArchive {
  const pages = createPages();
  return {
    list: (filter, page) => onDatabase('cannot list archived workflows', () => list(database, pages, { filter, ...page })),
    count: (filter) => onDatabase('cannot count archived workflows', () => count(database, filter)),
    get: (place) => onDatabase('cannot read an archived workflow', () => get(database, place)),
    save: (workflow) => onDatabase('cannot archive a workflow', () => save(database, workflow)),
    delete: (uid) => onDatabase('cannot delete an archived workflow', () => remove(database, uid)),
    deleteFinishedBefore: (time) => onDatabase('cannot delete old archived workflows', () => removeOld(database, time)),
    labelKeys: (namespace) => onDatabase('cannot list labels of archived workflows', () => labelKeys(database, namespace)),
    labelValues: (key, namespace) => onDatabase('cannot list labels of archived workflows', () => labelValues(database, key, namespace)),
  };
}

/** The last row of a page that was given out. */
interface Row {
  readonly startedat: string;
  readonly uid: string;
}

/** Where pages end, so that the next one goes on from a row; what is not known any more is counted off. */
type Pages = LRUCache<string, Row>;

function createPages(): Pages {
  return new LRUCache({ max: 5_000, ttl: 15 * 60_000 });
}

interface ListRequest {
  readonly filter: ArchiveFilter;
  readonly offset: number;
  readonly limit: number | undefined;
}

/** What one list may hold at most; nobody reads more, and the process must not go down over it. */
const LARGEST_LIST = 100_000;

async function list(database: Database, pages: Pages, { filter, offset, limit = LARGEST_LIST }: ListRequest): Promise<readonly Workflow[]> {
  if (limit === 0) return [];
  const key = JSON.stringify(filter);
  const before = offset === 0 ? undefined : pages.get(`${offset} ${key}`);
  const start = before === undefined ? sql`` : sql` and ${after(database, before)}`;
  const skipped = before === undefined ? offset : 0;
  // The page is found by the index alone; only its rows are opened.
  const query = sql<ListedRow>`select ${listedColumns(database.engine)} from argo_archived_workflows a join (
      select a.clustername, a.uid from argo_archived_workflows a where ${conditionsOf(database, filter)}${start}
      order by a.startedat desc, a.uid desc limit ${sql.lit(limit)} offset ${sql.lit(skipped)}
    ) p on p.clustername = a.clustername and p.uid = a.uid order by a.startedat desc, a.uid desc`;
  const { rows } = await query.execute(database.kysely);
  rememberPages(pages, { key, offset, rows });
  return rows.map(listedWorkflow);
}

/** Callers ask for one row more than they show, so the page may go on after the last row or the one before it. */
function rememberPages(
  pages: Pages,
  { key, offset, rows }: { readonly key: string; readonly offset: number; readonly rows: readonly ListedRow[] },
): void {
  for (const index of [rows.length - 1, rows.length - 2]) {
    const row = rows[index];
    if (row !== undefined) pages.set(`${offset + index + 1} ${key}`, { startedat: row.startedat, uid: row.uid });
  }
}

function after({ engine }: Database, { startedat, uid }: Row) {
  if (engine === 'postgres') return sql`(a.startedat, a.uid) < (cast(${startedat} as timestamp), ${uid})`;
  return sql`a.startedat <= ${startedat} and (a.startedat < ${startedat} or a.uid < ${uid})`;
}

async function count(database: Database, filter: ArchiveFilter): Promise<number> {
  const query = sql<{
    readonly total: number | string | bigint;
  }>`select count(*) as total from argo_archived_workflows a where ${conditionsOf(database, filter)}`;
  const { rows } = await query.execute(database.kysely);
  return Number(rows[0]?.total ?? 0);
}

async function get(
  { kysely, clusterName }: Database,
  { uid, namespace, name }: Parameters<WorkflowArchive['get']>[0],
): Promise<Workflow | undefined> {
  if (uid === undefined && (namespace === undefined || name === undefined)) return undefined;
  let query = kysely.selectFrom('argo_archived_workflows').select('workflow').where('clustername', '=', clusterName);
  if (uid !== undefined) query = query.where('uid', '=', uid);
  if (namespace !== undefined) query = query.where('namespace', '=', namespace);
  if (name !== undefined) query = query.where('name', '=', name);
  const row = await query.orderBy('startedat', 'desc').limit(1).executeTakeFirst();
  if (row === undefined) return undefined;
  const workflow = JSON.parse(row.workflow) as Workflow;
  return { ...workflow, metadata: { ...workflow.metadata, labels: { ...workflow.metadata.labels, [STATUS]: 'Persisted' } } };
}

async function save({ kysely, clusterName: clustername }: Database, workflow: Workflow): Promise<void> {
  const { uid = '', labels = {} } = workflow.metadata;
  const row = { clustername, ...rowOf(workflow) };
  const labelRows = Object.entries(labels).map(([name, value]) => ({ clustername, uid, name, value }));
  await kysely.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('argo_archived_workflows_labels').where('clustername', '=', clustername).where('uid', '=', uid).execute();
    await transaction.deleteFrom('argo_archived_workflows').where('clustername', '=', clustername).where('uid', '=', uid).execute();
    await transaction.insertInto('argo_archived_workflows').values(row).execute();
    if (labelRows.length > 0) await transaction.insertInto('argo_archived_workflows_labels').values(labelRows).execute();
  });
}

function rowOf(workflow: Workflow): Omit<ArchivedWorkflowsTable, 'clustername'> {
  const { uid = '', name = '', namespace = '', labels = {}, creationTimestamp } = workflow.metadata;
  const { phase = '', startedAt, finishedAt } = workflow.status ?? {};
  const created = timeOf(creationTimestamp, 0);
  return {
    instanceid: labels[INSTANCE] ?? '',
    uid,
    name,
    namespace,
    phase,
    startedat: sqlTime(timeOf(startedAt, created)),
    finishedat: sqlTime(timeOf(finishedAt, created)),
    creationtimestamp: sqlTime(created),
    workflow: JSON.stringify(workflow),
  };
}

function timeOf(text: string | null | undefined, otherwise: Instant): Instant {
  return fromRfc3339(text) ?? otherwise;
}

async function remove({ kysely, clusterName }: Database, uid: string): Promise<void> {
  await kysely.deleteFrom('argo_archived_workflows_labels').where('clustername', '=', clusterName).where('uid', '=', uid).execute();
  await kysely.deleteFrom('argo_archived_workflows').where('clustername', '=', clusterName).where('uid', '=', uid).execute();
}

const AT_ONCE = 1_000;

/** In portions, so that nobody waits long for a row that is locked. */
async function removeOld(database: Database, time: Instant): Promise<number> {
  const { kysely, clusterName } = database;
  for (let removed = 0; ; ) {
    const rows = await kysely
      .selectFrom('argo_archived_workflows')
      .select('uid')
      .where('clustername', '=', clusterName)
      .where('finishedat', '<', sqlTime(time))
      .limit(AT_ONCE)
      .execute();
    if (rows.length === 0) return removed;
    const uids = rows.map(({ uid }) => uid);
    await kysely.deleteFrom('argo_archived_workflows_labels').where('clustername', '=', clusterName).where('uid', 'in', uids).execute();
    await kysely.deleteFrom('argo_archived_workflows').where('clustername', '=', clusterName).where('uid', 'in', uids).execute();
    removed += uids.length;
  }
}

async function labelKeys({ kysely, clusterName }: Database, namespace: string | undefined): Promise<readonly string[]> {
  const query = sql<{ readonly name: string }>`select distinct l.name from argo_archived_workflows_labels l${inNamespace(namespace)}
    where l.clustername = ${clusterName}${ofNamespace(namespace)} order by l.name`;
  return (await query.execute(kysely)).rows.map(({ name }) => name);
}

const MOST_VALUES = 1_000;

async function labelValues({ kysely, clusterName }: Database, key: string, namespace: string | undefined): Promise<readonly string[]> {
  const query = sql<{ readonly value: string }>`select distinct l.value from argo_archived_workflows_labels l${inNamespace(namespace)}
    where l.clustername = ${clusterName} and l.name = ${key}${ofNamespace(namespace)} order by l.value limit ${sql.lit(MOST_VALUES)}`;
  return (await query.execute(kysely)).rows.map(({ value }) => value);
}

function inNamespace(namespace: string | undefined) {
  return namespace === undefined ? sql`` : sql` join argo_archived_workflows a on a.clustername = l.clustername and a.uid = l.uid`;
}

function ofNamespace(namespace: string | undefined) {
  return namespace === undefined ? sql`` : sql` and a.namespace = ${namespace}`;
}
