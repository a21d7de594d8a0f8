#!/usr/bin/env node
// Everything that is checked without running the program. Ends with the number of failed checks.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => path.join(root, 'node_modules/.bin', name);
const sources = ['libs', 'apps', 'e2e', 'bench', 'hack', 'vitest.config.ts'].filter((name) => fs.existsSync(path.join(root, name)));
const fixtureFolder = path.join(root, 'hack/fixtures/boundaries');

// The boundary rule skips itself in silence where no project graph is cached, so the graph is made first.
const checks = [
  ['project graph', () => run(bin('nx'), ['show', 'projects'], { quiet: true })],
  ['oxlint', () => run(bin('oxlint'), ['-c', '.oxlintrc.json', '--report-unused-disable-directives-severity=error', ...sources])],
  ['module boundaries', () => run(bin('oxlint'), ['-c', '.oxlintrc.boundaries.json', 'libs', 'apps'])],
  ['fixtures that must fail', checkFixtures],
  ['format', () => run(bin('biome'), ['format', '--diagnostic-level=error', ...sources])],
  ['unused code and dependencies', () => run(bin('knip'), ['--no-progress', '--include', 'files,dependencies,unlisted,unresolved'])],
];

let failed = 0;
for (const [name, check] of checks) {
  const good = check();
  console.log(`${good ? '✔' : '✖'} ${name}`);
  if (!good) failed++;
}
process.exit(failed === 0 ? 0 : 1);

function run(command, args, { quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false' },
    maxBuffer: 64 << 20,
  });
  const silentSkip = `${result.stdout}${result.stderr}`.includes('rule will be skipped');
  if ((result.status !== 0 || silentSkip) && !quiet) process.stdout.write(`${result.stdout}${result.stderr}`);
  return result.status === 0 && !silentSkip;
}

/** Puts each fixture where it would do harm, and wants its rule to refuse it: a rule that passes in silence is worse than none. */
function checkFixtures() {
  let good = true;
  for (const file of fs.readdirSync(fixtureFolder)) {
    const text = fs.readFileSync(path.join(fixtureFolder, file), 'utf8');
    const field = (name) => new RegExp(`^// ${name}: (.*)$`, 'm').exec(text)?.[1];
    const target = path.join(root, field('fixture'), `zz-fixture-${file.replace('.ts.txt', '.ts')}`);
    fs.writeFileSync(target, text);
    try {
      const output = field('compiler') ? compile(target) : lint(field('config'), target);
      if (!output.includes(field('expect'))) {
        console.log(`  ${file}: no rule refused it (wanted «${field('expect')}»)\n${output}`);
        good = false;
      }
    } finally {
      fs.rmSync(target);
    }
  }
  return good;
}

function lint(config, target) {
  const result = spawnSync(bin('oxlint'), ['-c', config, target], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  return `${result.stdout}${result.stderr}`;
}

function compile(target) {
  const project = path.dirname(path.dirname(target));
  const result = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/typescript7/bin/tsc'), '-p', path.join(project, 'tsconfig.json')],
    { cwd: root, encoding: 'utf8' },
  );
  return `${result.stdout}${result.stderr}`;
}
