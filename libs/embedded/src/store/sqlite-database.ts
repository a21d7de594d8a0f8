export type SqliteValue = string | number | Uint8Array | null;

/** What the journal needs of SQLite, whichever package provides it. All calls block. */
export interface SqliteDatabase {
  execute(sql: string): void;
  prepare(sql: string): SqliteStatement;
  rows(sql: string): Iterable<Readonly<Record<string, unknown>>>;
  close(): void;
}

export interface SqliteStatement {
  run(values: readonly SqliteValue[]): void;
}

/** Opens a database file with Node's own SQLite where this Node has it, else with the WebAssembly build. */
export async function openSqlite(file: string): Promise<SqliteDatabase> {
  return (await openNodeSqlite(file)) ?? openWasmSqlite(file);
}

interface NodeSqlite {
  readonly DatabaseSync: new (
    file: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): {
      run(...values: readonly SqliteValue[]): unknown;
      all(): Readonly<Record<string, unknown>>[];
      iterate?(): Iterable<Readonly<Record<string, unknown>>>;
    };
    close(): void;
  };
}

async function openNodeSqlite(file: string): Promise<SqliteDatabase | undefined> {
  // The name is computed, because bundlers for Node 20 do not know this module.
  const name = ['node', 'sqlite'].join(':');
  const loaded = await (import(name) as Promise<NodeSqlite>).catch(() => undefined);
  if (!loaded) return undefined;
  const database = new loaded.DatabaseSync(file);
  return {
    execute: (sql) => database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return { run: (values) => void statement.run(...values) };
    },
    rows: (sql) => {
      const statement = database.prepare(sql);
      return statement.iterate?.() ?? statement.all();
    },
    close: () => database.close(),
  };
}

async function openWasmSqlite(file: string): Promise<SqliteDatabase> {
  const { openWasmDatabase } = await import('./sqlite-wasm.ts');
  return openWasmDatabase(file);
}
