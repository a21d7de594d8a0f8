// Measures the web interface in Chromium against a server of made-up workflows, and sets each figure beside its budget.
// Timings are medians of three, of a page that has been opened once before; they come from marks that the interface sets itself.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { startFakeServer } from '../../e2e/ui/fake/fake-server.mjs';
import { largeWorkflow } from '../../e2e/ui/fake/recorded.mjs';

const ui = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/ui');
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => file && fs.existsSync(file));
if (!executablePath) {
  console.log('no Chromium here: the budgets of the web interface were not measured (apt-get install chromium, or CHROMIUM=path)');
  process.exit(0);
}

const RUNS = 3;
const rows = Array.from({ length: 500 }, (_, index) => small(index));
const logs = {
  'logs-200000': Array.from(
    { length: 200_000 },
    (_, index) => `${stamp(index)} level=info msg="line ${index} of the log" part=${index % 97}`,
  ),
};
const large = [
  largeWorkflow({ name: 'dag-10000', count: 10_000, layers: 100 }),
  largeWorkflow({ name: 'loop-10000', count: 10_000 }),
  largeWorkflow({ name: 'dag-5000', count: 5000, layers: 60 }),
  largeWorkflow({ name: 'logs-200000', count: 3 }),
];
const server = await startFakeServer({ ui, workflows: [...rows, ...large], logs });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const results = [];

try {
  report('first load, JavaScript and CSS, kB gz', firstLoad(), 200);
  report('list of 500 rows, navigation to rows, ms', await median(listOf500), 1000);
  report('graph of 10,000 nodes (DAG), data to first paint, ms', await median(() => graph('dag-10000')), 1000);
  report('graph of 10,000 nodes (loop), data to first paint, ms', await median(() => graph('loop-10000')), 1000);
  report('panel of a node of 10,000, key to paint, ms', await median(panel), 100);
  report('timeline of 10,000, key to first paint, ms', await median(timeline), 1000);
  report('watch event on 5,000 nodes, arrival to paint, ms', await median(watchEvent), 50);
  report('200,000 log lines, key to result, ms', await median(logSearch), 300);
} finally {
  await browser.close();
  await server.close();
}
const over = results.filter(({ value, budget }) => value > budget);
console.log(over.length === 0 ? '\nall within budget' : `\nover budget: ${over.map(({ name }) => name).join('; ')}`);

function report(name, value, budget) {
  results.push({ name, value, budget });
  console.log(`${value <= budget ? '✔' : '✖'} ${name.padEnd(58)} ${String(Math.round(value)).padStart(6)}   budget ${budget}`);
}

/** What the page asks for by itself before anything is opened: the files that index.html names, and what those import. */
function firstLoad() {
  const html = fs.readFileSync(path.join(ui, 'index.html'), 'utf8');
  const files = new Set([...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]));
  for (const file of files) {
    if (!file.endsWith('.js')) continue;
    for (const [, name] of fs.readFileSync(path.join(ui, file), 'utf8').matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      files.add(`assets/${name}`);
  }
  return [...files].reduce((sum, file) => sum + gzipSync(fs.readFileSync(path.join(ui, file)), { level: 9 }).length, 0) / 1000;
}

async function median(measure) {
  const values = [];
  for (let run = 0; run < RUNS; run++) values.push(await measure());
  return values.sort((left, right) => left - right)[Math.floor(RUNS / 2)];
}

async function open(to) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.addInitScript(() => {
    const parse = JSON.parse;
    JSON.parse = (text, ...rest) => {
      if (text.length > 400_000) performance.mark('bench:data');
      return parse(text, ...rest);
    };
    addEventListener('keydown', () => performance.mark('bench:key'), true);
  });
  await page.goto(`${server.url}${to}`);
  return { page, close: () => context.close() };
}

/** The time from the last mark `from` to the first mark `to` after it. */
function between(page, from, to) {
  return page.evaluate(
    async ([first, second]) => {
      const begin = performance.getEntriesByName(first).at(-1).startTime;
      for (;;) {
        const end = performance.getEntriesByName(second).find(({ startTime }) => startTime >= begin);
        if (end) return end.startTime - begin;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    [from, to],
  );
}

async function listOf500() {
  const { page, close } = await open('workflows/default?limit=500');
  await page.waitForSelector('tbody tr[aria-selected]');
  const time = await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now()))));
  await close();
  return time;
}

async function graph(name) {
  const { page, close } = await open(`workflows/default/${name}`);
  await page.waitForFunction(() => performance.getEntriesByName('argosy:graph').length > 0);
  const time = await between(page, 'bench:data', 'argosy:graph');
  await close();
  return time;
}

async function panel() {
  const { page, close } = await open('workflows/default/dag-10000');
  await page.waitForFunction(() => performance.getEntriesByName('argosy:graph').length > 0);
  await page.waitForTimeout(300);
  await page.locator('canvas').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('aside');
  await page.waitForTimeout(200);
  await page.keyboard.press('ArrowRight');
  const time = await between(page, 'bench:key', 'argosy:inspector');
  await close();
  return time;
}

async function timeline() {
  const { page, close } = await open('workflows/default/dag-10000');
  await page.waitForFunction(() => performance.getEntriesByName('argosy:graph').length > 0);
  await page.waitForTimeout(300);
  await page.keyboard.press('2');
  const time = await between(page, 'bench:key', 'argosy:timeline');
  await close();
  return time;
}

async function watchEvent() {
  const { page, close } = await open('workflows/default/dag-5000');
  await page.waitForSelector('[data-state="live"]');
  await page.waitForFunction(() => performance.getEntriesByName('argosy:graph').length > 0);
  await page.waitForTimeout(500);
  const before = large[2];
  const id = 'dag-5000-9';
  const nodes = { ...before.status.nodes, [id]: { ...before.status.nodes[id], phase: 'Failed', message: String(Math.random()) } };
  await page.evaluate(() => performance.clearMarks());
  server.put({ ...before, status: { ...before.status, nodes } });
  await page.waitForFunction(
    () => performance.getEntriesByName('argosy:graph').length > 0 && performance.getEntriesByName('bench:data').length > 0,
  );
  const time = await between(page, 'bench:data', 'argosy:graph');
  await close();
  return time;
}

async function logSearch() {
  const { page, close } = await open('workflows/default/logs-200000?sidePanel=logs');
  await page.waitForFunction(() => document.querySelector('[data-lines]')?.getAttribute('data-lines') === '200000', undefined, {
    timeout: 60_000,
  });
  await page.getByLabel('Search the log').focus();
  await page.keyboard.press('9');
  await page.waitForFunction(() => performance.getEntriesByName('argosy:search').length > 0);
  const time = await between(page, 'bench:key', 'argosy:search');
  await close();
  return time;
}

function small(index) {
  const phase = ['Succeeded', 'Failed', 'Running', 'Pending', 'Error'][index % 5];
  const at = new Date(Date.UTC(2026, 10, 27) - index * 60_000).toISOString();
  return {
    metadata: { name: `run-${index}`, namespace: 'default', uid: `run-${index}`, creationTimestamp: at, labels: { team: `t${index % 7}` } },
    spec: {},
    status: {
      phase,
      startedAt: at,
      ...(phase !== 'Running' && { finishedAt: at }),
      progress: '3/5',
      message: phase === 'Failed' ? 'child failed' : '',
    },
  };
}

function stamp(index) {
  return new Date(Date.UTC(2026, 10, 27) + index).toISOString();
}
