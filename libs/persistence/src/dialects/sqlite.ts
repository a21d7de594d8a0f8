import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { openSqlite, type SqliteFile, type SqliteValue } from './sqlite-file.ts';

/** SQLite through whichever binding this Node has. Several processes may use one file: whoever finds it locked waits for its turn. */
export async function sqliteDialect(file: string): Promise<Dialect> {
  const open = await openSqlite(file);
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driverOf(open),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function driverOf(file: SqliteFile): Driver {
  const connection = connectionOf(file);
  const turns = createTurns();
  const run = async (sql: string): Promise<void> => void (await connection.executeQuery(CompiledQuery.raw(sql)));
  return {
    init: async () => run('pragma foreign_keys = on'),
    // Calls block the process anyway: one connection, one user of it at a time.
    acquireConnection: async () => {
      await turns.take();
      return connection;
    },
    beginTransaction: () => run('begin immediate'),
    commitTransaction: () => run('commit'),
    rollbackTransaction: () => run('rollback'),
    releaseConnection: async () => turns.give(),
    destroy: async () => file.close(),
  };
}

function connectionOf(file: SqliteFile): DatabaseConnection {
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, changes } = await file.run(sql, parameters as readonly SqliteValue[]);
      return { rows: rows as R[], numAffectedRows: BigInt(changes) };
    },
    // oxlint-disable-next-line require-yield
    async *streamQuery() {
      throw new Error('SQLite gives its rows at once');
    },
  };
}

function createTurns(): { take(): Promise<void>; give(): void } {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  return {
    take: () =>
      new Promise((resolve) => {
        if (isTaken) waiting.push(resolve);
        else {
          isTaken = true;
          resolve();
        }
      }),
    give() {
      const next = waiting.shift();
      if (next === undefined) isTaken = false;
      else next();
    },
  };
}
