#!/usr/bin/env node
// Runs the suites one after the other and closes with one line: "N passed, N failed, N skipped". Names of suites as arguments select.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const suites = [
  { name: 'unit', config: 'vitest.config.ts' },
  { name: 'contract', config: 'e2e/contract/vitest.config.ts' },
  { name: 'e2e', config: 'e2e/vitest.config.ts' },
  // In a browser; where there is none its tests count as skipped. `ui` is all of it, and runs when it is named.
  { name: 'ui-smoke', config: 'e2e/ui/vitest.config.ts', filter: 'smoke' },
  { name: 'ui', config: 'e2e/ui/vitest.config.ts', named: true },
];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`test: no suite ${unknown.join(', ')}; there are ${suites.map((suite) => suite.name).join(', ')}`);
  process.exit(2);
}

// Kept for hack/generate-compatibility.mjs.
const reports = path.join(root, 'dist/test-reports');
fs.mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites.filter(({ name, named }) => (wanted.length === 0 ? !named : wanted.includes(name)))) {
  console.log(`\n=== ${suite.name} tests`);
  const counts = runSuite(suite);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

/** A suite that dies before it can count itself is a failure of its own. */
function runSuite({ name, config, filter }) {
  const report = path.join(reports, `${name}.json`);
  fs.rmSync(report, { force: true });
  const args = [
    'run',
    ...(filter ? [filter] : []),
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { status } = spawnSync(path.join(root, 'node_modules/.bin/vitest'), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (!fs.existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(fs.readFileSync(report, 'utf8'));
  const failed = numFailedTests || (status === 0 ? 0 : Math.max(1, numFailedTestSuites));
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}
