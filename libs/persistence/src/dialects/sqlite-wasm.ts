import { createRequire } from 'node:module';
import type * as SqliteWasm from 'node-sqlite3-wasm';
import { givesRows, type SqliteBinding } from './sqlite-file.ts';

// Not imported: a bundler must leave the package alone, which finds its .wasm file beside its own source.
const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm') as typeof SqliteWasm;

/** Opens a file with the WebAssembly build. */
export function openWasmSqlite(file: string): SqliteBinding {
  const database = new Database(file);
  return {
    run(sql, values) {
      const statement = database.prepare(sql);
      try {
        if (givesRows(sql)) return { rows: statement.all([...values]) as unknown[], changes: 0 };
        return { rows: [], changes: Number(statement.run([...values]).changes) };
      } finally {
        statement.finalize();
      }
    },
    close: () => database.close(),
  };
}
