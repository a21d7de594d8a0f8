#!/usr/bin/env node
// docs/compatibility.md: the rows of hack/compatibility/rows.txt and what tests say of each. Without arguments from the results of last time
// (hack/compatibility/results.json); with reports of vitest (dist/test-reports/<suite>.json) the results of those suites are taken anew.
//
// A test speaks for a row by an id in its title, `[4-048]`; by `covers: [4-048]` in the data file that it is named after; or by an entry in
// hack/compatibility/covers.yaml, for tests whose titles say it in words. A row without a test is untested, whatever anybody believes.
// Tests of an endpoint of argo-server carry its method and path in their titles: `GET /api/v1/info [8-044]`.
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root, write } from './api/load-definitions.mjs';
import { loadEndpoints } from './api/load-endpoints.mjs';

const folder = path.join(root, 'hack/compatibility');
const resultsFile = path.join(folder, 'results.json');
const acceptanceFile = path.join(root, '../shared/reference/acceptance.md');

let listed;
const dataFiles = new Map();
const rows = readRows();
const { endpoints } = await loadEndpoints();
compareWithAcceptance();
const results = JSON.parse(fs.readFileSync(resultsFile, 'utf8'));
for (const report of process.argv.slice(2)) results[path.basename(report, '.json')] = readReport(report);
if (process.argv.length > 2) write('hack/compatibility/results.json', `${JSON.stringify(results, null, 1)}\n`);
write('docs/compatibility.md', page());

function readRows() {
  const found = [];
  let section = '';
  for (const line of fs.readFileSync(path.join(folder, 'rows.txt'), 'utf8').split('\n')) {
    const heading = /^## (\d+) (.*)$/.exec(line);
    const row = /^(\d+-\d+) (P\d) (.+)$/.exec(line);
    if (heading) section = heading[2];
    if (row) found.push({ id: row[1], priority: row[2], name: row[3], section });
  }
  return found;
}

/** Where the source of the rows is at hand, every row of it must be here, and no other. */
function compareWithAcceptance() {
  if (!fs.existsSync(acceptanceFile)) {
    console.log('compatibility: ../shared/reference/acceptance.md is not here, so the list of rows is taken as it is');
    return;
  }
  const wanted = [...fs.readFileSync(acceptanceFile, 'utf8').matchAll(/^- \[(P[0-2])\] ((?:1|2|3|4|8|9|10)-\d{3}) /gm)].map(
    ([, priority, id]) => `${id} ${priority}`,
  );
  const here = new Set(rows.map(({ id, priority }) => `${id} ${priority}`));
  const problems = [
    ...wanted.filter((row) => !here.delete(row)).map((row) => `${row} is missing`),
    ...[...here].map((row) => `${row} is not in acceptance.md`),
  ];
  if (problems.length === 0) return;
  console.error(`compatibility: hack/compatibility/rows.txt: ${problems.join(', ')}`);
  process.exit(1);
}

/** By id: how many tests passed and failed, and in which files. */
function readReport(file) {
  const tests = JSON.parse(fs.readFileSync(file, 'utf8')).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ file: path.relative(root, name), title: fullName.trim(), status })),
  );
  const byId = {};
  for (const test of tests.filter(({ status }) => status === 'passed' || status === 'failed'))
    for (const id of idsOf(test)) {
      const entry = (byId[id] ??= { passed: 0, failed: 0, files: [] });
      entry[test.status]++;
      if (!entry.files.includes(test.file)) entry.files = [...entry.files, test.file].sort();
    }
  return Object.fromEntries(Object.entries(byId).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function idsOf({ file, title }) {
  const inTitle = [...title.matchAll(/\[((?:\d+-\d{3})(?:,? \d+-\d{3})*)\]/g)].flatMap(([, list]) => list.split(/,? /));
  const inData = dataFilesOf(file).get(title.split(' ').at(-1)) ?? [];
  const inList = covers()
    .filter((entry) => entry.file === file && entry.pattern.test(title))
    .flatMap(({ ids }) => ids);
  const endpoint = /\b((?:GET|POST|PUT|DELETE) \/api\/\S+) \[\d+-\d{3}\]'?$/.exec(title)?.[1];
  return [...new Set([...inTitle, ...inData, ...inList, ...(endpoint ? [endpoint] : [])])];
}

function covers() {
  listed ??= Object.entries(parse(fs.readFileSync(path.join(folder, 'covers.yaml'), 'utf8')) ?? {}).flatMap(([file, entries]) =>
    Object.entries(entries).map(([pattern, ids]) => ({ file, pattern: new RegExp(pattern), ids })),
  );
  return listed;
}

/** `covers` of the YAML files in the testdata of a package, by the file's name. */
function dataFilesOf(testFile) {
  const home = path.join(root, testFile.split('/').slice(0, 2).join('/'), 'testdata');
  if (dataFiles.has(home)) return dataFiles.get(home);
  const found = new Map();
  if (fs.existsSync(home))
    for (const entry of fs.readdirSync(home, { recursive: true }).filter((name) => name.endsWith('.yaml'))) {
      const line = /^covers: \[(.*)\]$/m.exec(fs.readFileSync(path.join(home, entry), 'utf8'));
      if (line)
        found.set(
          path.basename(entry, '.yaml'),
          line[1].split(',').map((id) => id.trim()),
        );
    }
  dataFiles.set(home, found);
  return found;
}

function outcomeOf(id) {
  const entries = Object.values(results).flatMap((suite) => suite[id] ?? []);
  const sum = (field) => entries.reduce((total, entry) => total + entry[field], 0);
  const state = sum('failed') > 0 ? 'failing' : sum('passed') > 0 ? 'shown' : 'untested';
  return { state, tests: sum('passed') + sum('failed'), files: [...new Set(entries.flatMap(({ files }) => files))].sort() };
}

function page() {
  const sections = [...new Set(rows.map(({ section }) => section))];
  return `# Compatibility

<!-- Made by hack/generate-compatibility.mjs from hack/compatibility and from reports of the tests. Do not edit. -->

What a team expects of Argo Workflows v4.1.2, row by row, and whether a test of this repository shows it. *Shown*: at least one test speaks for the row,
and all that do passed. *Failing*: one did not. *Untested*: no test speaks for it; it may well work. P0 is what every team needs, P1 what many need, P2 what few need.
\`make compatibility\` runs the tests and writes this page anew.

${table(
  ['', ...['P0', 'P1', 'P2'].map((priority) => `${priority} shown`), 'failing', 'untested'],
  [...sections.map((section) => summaryOf(section, (row) => row.section === section)), summaryOf('All', () => true)],
)}
${sections.map(sectionOf).join('\n')}
${endpointSection()}`;
}

function summaryOf(title, belongs) {
  const own = rows.filter(belongs).map((row) => ({ ...row, ...outcomeOf(row.id) }));
  const shown = (priority) => {
    const of = own.filter((row) => row.priority === priority);
    return `${of.filter(({ state }) => state === 'shown').length} of ${of.length}`;
  };
  const count = (state) => own.filter((row) => row.state === state).length;
  return [title, shown('P0'), shown('P1'), shown('P2'), count('failing'), count('untested')];
}

function sectionOf(section) {
  const own = rows.filter((row) => row.section === section);
  return `## ${section}

${table(
  ['id', '', 'what', 'state', 'tests'],
  own.map(({ id, priority, name }) => {
    const { state, tests, files } = outcomeOf(id);
    return [id, priority, name, state, tests === 0 ? '' : `${tests} in ${files.map((file) => `\`${file}\``).join(', ')}`];
  }),
)}`;
}

/** Every endpoint of the server, and how many tests ask it over HTTP. */
function endpointSection() {
  const body = endpoints.map(({ method, path: address, kind, acceptance }) => {
    const { state, tests, files } = outcomeOf(`${method} ${address}`);
    return [
      method,
      `\`${address}\``,
      kind === 'stream' ? 'stream' : '',
      acceptance,
      state,
      tests === 0 ? '' : `${tests} in ${files.map((file) => `\`${file}\``).join(', ')}`,
    ];
  });
  return `## Endpoints of argo-server

Each is asked over HTTP of an embedded API server: with rights, without a token, with an unknown token, without rights, and with sessions of the single sign-on that are forged or have no account.
What it takes and answers is in [the reference](reference/rest-api.md).

${table(['method', 'path', '', 'row', 'state', 'tests'], body)}`;
}

function table(head, body) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return `${line(head)}|${head.map(() => '---|').join('')}\n${body.map(line).join('')}`;
}
