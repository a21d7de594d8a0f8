#!/usr/bin/env node
// How long the lists of the UI take with many archived workflows in PostgreSQL: p50 and p99 for each filter, the first page and a later one, and the plan of the slowest.
// PostgreSQL must be installed (Debian's package); it runs on its own, in a folder of its own.
//   node bench/server-archive.bench.mjs [--rows 2000000] [--runs 40]
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' }, runs: { type: 'string', default: '40' } } });
const rows = Number(values.rows);
const folder = fs.mkdtempSync(path.join(root, 'node_modules', '.bench-'));
const bundle = path.join(folder, 'persistence.mjs');
await build({
  stdin: {
    contents: `export * from './src/index.ts'; export { startPostgres, postgresPrograms } from './src/testing/postgres.ts'; export { CompiledQuery } from 'kysely';`,
    resolveDir: path.join(root, 'libs/persistence'),
    loader: 'ts',
  },
  outfile: bundle,
  bundle: true,
  external: ['pg', 'mysql2', 'node-sqlite3-wasm'],
  alias: { '@argosy/std': path.join(root, 'libs/std/src/index.ts') },
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
});
const { openDatabase, migrate, sqlArchive, parsePersistence, startPostgres, postgresPrograms, CompiledQuery } = await import(
  pathToFileURL(bundle)
);
fs.rmSync(folder, { recursive: true });

const programs = postgresPrograms();
if (programs === undefined) {
  console.error('PostgreSQL is not installed: apt-get install postgresql');
  process.exit(1);
}
const postgres = await startPostgres(programs);
const config = parsePersistence(
  { archive: true, postgresql: { host: postgres.host, port: postgres.port, database: 'postgres', user: postgres.user } },
  () => undefined,
);
const database = await openDatabase(config, async () => '');
try {
  const archive = sqlArchive(database);
  await database.kysely.connection().execute(async (connection) => {
    const run = (text) => connection.executeQuery(CompiledQuery.raw(text));
    await run('set statement_timeout = 0');
    await fill(run);
  });
  await measure(archive);
} finally {
  await database.close();
  await postgres.stop();
}

/** One workflow a minute back from now, in 20 namespaces and 5,000 names of templates; a document of about 3 KB each. */
async function fill(run) {
  const started = performance.now();
  await migrate(database);
  await run(`alter table argo_archived_workflows_labels drop constraint if exists argo_archived_workflows_labels_clustername_uid_fkey`);
  const step = 100_000;
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(rows, from + step) - 1;
    await run(`insert into argo_archived_workflows (clustername, instanceid, uid, name, namespace, phase, startedat, finishedat, creationtimestamp, workflow)
      select 'default', '', md5(n::text), 'job-' || (n % 5000) || '-' || substr(md5(n::text), 1, 5), 'team-' || (n % 20),
        case when n % 50 = 0 then 'Error' when n % 10 = 0 then 'Failed' else 'Succeeded' end,
        timestamp '2026-01-01' - n * interval '1 minute', timestamp '2026-01-01' - n * interval '1 minute' + interval '5 minutes', timestamp '2026-01-01' - n * interval '1 minute',
        jsonb_build_object('metadata', jsonb_build_object('name', 'job-' || n, 'labels', jsonb_build_object('team', n % 100), 'annotations', jsonb_build_object('a', 'b')),
          'spec', jsonb_build_object('entrypoint', 'main', 'templates', (select jsonb_agg(jsonb_build_object('name', md5((n + i)::text), 'image', md5((n * i)::text))) from generate_series(1, 12) i)),
          'status', jsonb_build_object('phase', 'Succeeded', 'progress', '5/5', 'message', md5(n::text)))
      from generate_series(${from}, ${to}) n`);
    await run(`insert into argo_archived_workflows_labels (clustername, uid, name, value)
      select 'default', md5(n::text), key, value from generate_series(${from}, ${to}) n,
        lateral (values ('team', (n % 100)::text), ('rare', case when n % 20000 = 7 then 'yes' end), ('workflows.argoproj.io/completed', 'true'), ('workflows.argoproj.io/workflow-template', 'template-' || (n % 5000))) as l(key, value)
      where value is not null`);
  }
  await run('vacuum analyze argo_archived_workflows');
  await run('vacuum analyze argo_archived_workflows_labels');
  const { rows: sizes } = await run(`select pg_size_pretty(pg_database_size('postgres')) as size`);
  console.log(`${rows.toLocaleString('en')} workflows, ${sizes[0].size}, made in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function measure(archive) {
  const none = { namespace: '', instanceId: '', names: [], labels: [] };
  const at = Date.parse('2026-01-01T00:00:00Z');
  const middle = at - (rows / 2) * 60_000;
  const label = (key, ...values) => ({ key, operator: 'in', values });
  const filters = {
    'no filter': {},
    namespace: { namespace: 'team-3' },
    'phase Failed': { labels: [label('workflows.argoproj.io/phase', 'Failed')] },
    'phases Failed, Error in a namespace': { namespace: 'team-10', labels: [label('workflows.argoproj.io/phase', 'Failed', 'Error')] },
    completed: { labels: [label('workflows.argoproj.io/completed', 'true')] },
    'label of 1 %': { labels: [label('team', '42')] },
    'label of a template (0.02 %)': { labels: [label('workflows.argoproj.io/workflow-template', 'template-4711')] },
    'rare label (0.005 %)': { labels: [label('rare', 'yes')] },
    'label that nobody has': { labels: [label('team', 'nobody')] },
    'without a label': { labels: [{ key: 'rare', operator: 'absent' }] },
    'name, exact': { names: [{ kind: 'Exact', text: 'job-77-b73ce' }] },
    'name, prefix': { names: [{ kind: 'Prefix', text: 'job-4711-' }] },
    'name, contains': { names: [{ kind: 'Contains', text: '4711-a' }] },
    'name, contains nothing': { names: [{ kind: 'Contains', text: 'zzzzzz' }] },
    'created after (a day)': { createdAfter: at - 86_400_000 },
    'finished before (the middle)': { finishedBefore: middle },
    'created after and finished before': {
      createdAfter: middle - 86_400_000,
      finishedBefore: middle,
      labels: [label('workflows.argoproj.io/phase', 'Failed')],
    },
  };
  const results = [];
  for (const [name, filter] of Object.entries(filters)) {
    const times = [];
    for (let index = 0; index < Number(values.runs); index++)
      times.push(await timed(() => archive.list({ ...none, ...filter }, { offset: 0, limit: 51 })));
    // The page after the next, as somebody gets there.
    for (const offset of [50, 100]) await archive.list({ ...none, ...filter }, { offset, limit: 51 });
    const later = [];
    for (let index = 0; index < Number(values.runs) / 2; index++)
      later.push(await timed(() => archive.list({ ...none, ...filter }, { offset: 150, limit: 51 })));
    const counted = await timed(() => archive.count({ ...none, ...filter }));
    results.push({
      filter: name,
      'p50 ms': quantile(times, 0.5),
      'p99 ms': quantile(times, 0.99),
      'page 4, p99 ms': quantile(later, 0.99),
      'count ms': Math.round(counted),
    });
  }
  console.table(results);
  const slowest = results.toSorted((left, right) => right['p99 ms'] - left['p99 ms'])[0];
  console.log(`\nslowest: ${slowest.filter}`);
  await explain(archive, { ...none, ...filters[slowest.filter] });
}

async function explain(archive, filter) {
  let statement;
  const original = database.kysely.getExecutor().executeQuery;
  database.kysely.getExecutor().executeQuery = function (query, ...rest) {
    statement = query;
    return original.call(this, query, ...rest);
  };
  await archive.list(filter, { offset: 0, limit: 51 });
  if (statement === undefined) return;
  const { rows: plan } = await database.kysely.executeQuery(
    CompiledQuery.raw(`explain (analyze, buffers, costs off) ${statement.sql}`, statement.parameters),
  );
  console.log(plan.map((row) => row['QUERY PLAN']).join('\n'));
}

async function timed(call) {
  const started = performance.now();
  await call();
  return performance.now() - started;
}

function quantile(times, share) {
  const sorted = times.toSorted((left, right) => left - right);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10;
}
