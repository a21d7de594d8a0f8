import fs from 'node:fs';
import path from 'node:path';

export type SqliteValue = string | number | bigint | Uint8Array | null;

export interface SqliteRun {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

/** One database file. */
export interface SqliteFile {
  run(sql: string, values: readonly SqliteValue[]): Promise<SqliteRun>;
  close(): void;
}

/** What a binding of SQLite offers; all calls block. */
export interface SqliteBinding {
  run(sql: string, values: readonly SqliteValue[]): SqliteRun;
  close(): void;
}

const GIVE_UP_AFTER = 15_000;
/** Nobody holds a lock for so long: who took it was killed. */
const STALE_AFTER = 8_000;

/** Opens a file with Node's own SQLite where this Node has it, else with the WebAssembly build. */
export async function openSqlite(file: string): Promise<SqliteFile> {
  if (file !== ':memory:') fs.mkdirSync(path.dirname(file), { recursive: true });
  const binding = (await openNodeSqlite(file)) ?? (await import('./sqlite-wasm.ts')).openWasmSqlite(file);
  return { run: (sql, values) => runWhenFree(binding, { file, sql, values }), close: () => binding.close() };
}

interface Statement {
  readonly file: string;
  readonly sql: string;
  readonly values: readonly SqliteValue[];
}

async function runWhenFree(binding: SqliteBinding, { file, sql, values }: Statement): Promise<SqliteRun> {
  const deadline = performance.now() + GIVE_UP_AFTER;
  for (let pause = 5; ; pause = Math.min(200, pause * 2)) {
    try {
      return binding.run(sql, values);
    } catch (error) {
      if (!/database is locked|SQLITE_BUSY/.test((error as Error).message) || performance.now() > deadline) throw error;
      removeStaleLock(file);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** The WebAssembly build locks with a folder, which stays behind when a process is killed. */
function removeStaleLock(file: string): void {
  const lock = `${file}.lock`;
  const taken = fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (taken !== undefined && Date.now() - taken > STALE_AFTER) fs.rmSync(lock, { recursive: true, force: true });
}

interface NodeSqlite {
  readonly DatabaseSync: new (
    file: string,
  ) => {
    prepare(sql: string): {
      all(...values: readonly SqliteValue[]): unknown[];
      run(...values: readonly SqliteValue[]): { readonly changes: number | bigint };
      columns?(): readonly unknown[];
    };
    close(): void;
  };
}

async function openNodeSqlite(file: string): Promise<SqliteBinding | undefined> {
  // The name is computed, because bundlers for Node 20 do not know this module.
  const name = ['node', 'sqlite'].join(':');
  const loaded = await (import(name) as Promise<NodeSqlite>).catch(() => undefined);
  if (loaded === undefined) return undefined;
  const database = new loaded.DatabaseSync(file);
  return {
    run(sql, values) {
      const statement = database.prepare(sql);
      if (givesRows(sql)) return { rows: statement.all(...values), changes: 0 };
      return { rows: [], changes: Number(statement.run(...values).changes) };
    },
    close: () => database.close(),
  };
}

/** Whether a statement has an answer; bindings want to know before they run it. */
export function givesRows(sql: string): boolean {
  return /^\s*(?:select|with|pragma|explain)\b|\breturning\b/i.test(sql);
}
