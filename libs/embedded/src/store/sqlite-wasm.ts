import fs from 'node:fs';
import { createRequire } from 'node:module';
import type * as SqliteWasm from 'node-sqlite3-wasm';
import type { SqliteDatabase, SqliteValue } from './sqlite-database.ts';

// Not imported: a bundler must leave the package alone, which finds its .wasm file beside its own source.
const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm') as typeof SqliteWasm;

/** Opens a database with the WebAssembly build. The caller guarantees that no other process has it open. */
export function openWasmDatabase(file: string): SqliteDatabase {
  // The package locks with a directory, which stays behind when the process is killed.
  fs.rmSync(`${file}.lock`, { recursive: true, force: true });
  const database = new Database(file);
  const statements: { finalize(): void }[] = [];
  return {
    execute: (sql) => database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      statements.push(statement);
      return { run: (values: readonly SqliteValue[]) => void statement.run([...values]) };
    },
    rows: (sql) => database.all(sql) as Readonly<Record<string, unknown>>[],
    close: () => {
      for (const statement of statements) statement.finalize();
      database.close();
    },
  };
}
