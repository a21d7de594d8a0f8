import fs from 'node:fs';
import path from 'node:path';
import { OperationalError } from '@argosy/std';
import type { Journal, JournalContents, JournalRecord } from './journal.ts';
import { openSqlite, type SqliteDatabase } from './sqlite-database.ts';

export interface SqliteJournalOptions {
  /** Created when absent. */
  readonly file: string;
  /** `process`: an acknowledged write survives kill -9 of the server. `machine`: it survives a power cut, too, at the price of one fsync per batch. */
  readonly durability?: 'process' | 'machine';
}

/** Opens the file, which one process may use at a time; throws `EMBEDDED_DATA_IN_USE` while another one does. */
export async function openSqliteJournal(options: SqliteJournalOptions): Promise<Journal> {
  fs.mkdirSync(path.dirname(options.file), { recursive: true });
  const unlock = lock(`${options.file}.pid`);
  try {
    const database = await openSqlite(options.file);
    database.execute('PRAGMA locking_mode=EXCLUSIVE');
    // A statement that returns rows takes effect when they are read.
    Array.from(database.rows('PRAGMA journal_mode=WAL'));
    database.execute(`PRAGMA synchronous=${options.durability === 'machine' ? 'FULL' : 'NORMAL'}`);
    for (const statement of schema) database.execute(statement);
    return journalOn(database, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

const schema = [
  'CREATE TABLE IF NOT EXISTS objects (resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL, body BLOB NOT NULL)',
  'CREATE UNIQUE INDEX IF NOT EXISTS objects_by_key ON objects (resource, namespace, name)',
  'CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
];

function journalOn(database: SqliteDatabase, unlock: () => void): Journal {
  const upsert = database.prepare(
    'INSERT INTO objects (resource, namespace, name, revision, body) VALUES (?, ?, ?, ?, ?) ' +
      'ON CONFLICT (resource, namespace, name) DO UPDATE SET revision = excluded.revision, body = excluded.body',
  );
  const remove = database.prepare('DELETE FROM objects WHERE resource = ? AND namespace = ? AND name = ?');
  const set = database.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  const settings = new Map(
    [...database.rows('SELECT name, value FROM settings')].map((row) => [String(row['name']), String(row['value'])]),
  );
  const write = (record: JournalRecord): void => {
    const key = [record.resource, record.namespace, record.name];
    if (record.body) upsert.run([...key, record.revision, record.body]);
    else remove.run(key);
  };
  return {
    load: () => load(database, Number(settings.get('revision') ?? 0)),
    commit: (records) => {
      const newest = records.reduce((revision, record) => Math.max(revision, record.revision), 0);
      transaction(database, () => {
        for (const record of records) write(record);
        set.run(['revision', String(newest)]);
      });
    },
    getSetting: (name) => settings.get(name),
    setSetting: (name, value) => {
      set.run([name, value]);
      settings.set(name, value);
    },
    close: () => {
      database.close();
      unlock();
    },
  };
}

function load(database: SqliteDatabase, revision: number): JournalContents {
  const rows = database.rows('SELECT resource, namespace, name, revision, body FROM objects');
  return { revision, records: records(rows) };
}

function* records(rows: Iterable<Readonly<Record<string, unknown>>>): Iterable<JournalRecord & { readonly body: Buffer }> {
  for (const row of rows) {
    yield {
      resource: String(row['resource']),
      namespace: String(row['namespace']),
      name: String(row['name']),
      revision: Number(row['revision']),
      body: Buffer.from(row['body'] as Uint8Array),
    };
  }
}

function transaction(database: SqliteDatabase, work: () => void): void {
  database.execute('BEGIN IMMEDIATE');
  try {
    work();
    database.execute('COMMIT');
  } catch (error) {
    database.execute('ROLLBACK');
    throw error;
  }
}

/** A pid file rather than SQLite's own lock, which cannot tell a killed owner from a living one in every build. */
function lock(file: string): () => void {
  const [owner, started] = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split(' ') : [];
  if (owner && Number(owner) !== process.pid && startOf(Number(owner)) === started) {
    throw new OperationalError(`${file.replace(/\.pid$/, '')} is in use by process ${owner}`, {
      code: 'EMBEDDED_DATA_IN_USE',
      retry: 'never',
    });
  }
  fs.writeFileSync(file, `${process.pid} ${startOf(process.pid)}`);
  return () => fs.rmSync(file, { force: true });
}

/** When a process started, in ticks since the boot: pids are used again, pairs of pid and start are not. Undefined where it is gone. */
function startOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A killed process that nobody has waited for is still listed, as a zombie.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
