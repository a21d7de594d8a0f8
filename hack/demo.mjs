#!/usr/bin/env node
// The walk-through: nine workflows on a private embedded provider, as a person would type it. Exit 0 only if every outcome is right.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const binary = path.join(root, 'dist/bin/argo');
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-demo-'));
const kubeconfig = path.join(dataDir, 'kubeconfig');
const colour = process.stdout.isTTY ? (code, text) => `\x1b[${code}m${text}\x1b[0m` : (_code, text) => text;

const walkThrough = [
  { example: 'hello-world', about: 'one container', logs: [/hello world/] },
  { example: 'steps', about: 'one step, then two side by side', logs: [/hello1/, /hello2a/, /hello2b/] },
  { example: 'dag-diamond', about: 'tasks that depend on each other', logs: [/: A$/m, /: B$/m, /: C$/m, /: D$/m] },
  { example: 'loops', about: 'one step for each item of a list', logs: [/hello kubernetes/, /hello argo/] },
  { example: 'coinflip', about: 'a condition on a result', logs: [/it was (heads|tails)/] },
  { example: 'coinflip-recursive', about: 'a template that calls itself', logs: [/it was heads/] },
  { example: 'sidecar-nginx', about: 'a web server beside the step', logs: [/Welcome to nginx!/] },
  { example: 'scripts-parameters', about: 'scripts, parameters, results', args: ['-p', 'a=40', '-p', 'b=2'], logs: [/40 \+ 2 = 42/] },
  { example: 'artifact-passing', about: 'a file handed from step to step', logs: [/hello world/] },
];

const wrong = [];
const started = Date.now();
process.on('exit', down);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

title('Starting the embedded provider: API server, node and controller on this machine, no cluster');
must('local', 'up', '--detach', '--data-dir', dataDir, '--kubeconfig', kubeconfig, '--port', '0', '--server-port', '0');
for (const item of walkThrough) tour(item);
title('All of them');
show('list');
await visitServer();
finish();

function tour({ example, about, args = [], logs }) {
  title(`${example}: ${about}`);
  const file = `examples/${example}.yaml`;
  const name = must('submit', file, ...args, '-o', 'name').trim();
  say(`$ argo submit ${file}${args.length ? ` ${args.join(' ')}` : ''}`);
  argo('wait', name);
  show('get', name);
  const printed = show('logs', name, '--no-color');
  const phase = JSON.parse(must('get', name, '-o', 'json')).status.phase;
  if (phase !== 'Succeeded') wrong.push(`${example}: ${phase} instead of Succeeded`);
  for (const expected of logs) if (!expected.test(printed)) wrong.push(`${example}: its logs lack ${expected}`);
}

async function visitServer() {
  const { serverUrl } = JSON.parse(must('local', 'status', '--data-dir', dataDir, '-o', 'json'));
  const path = '/api/v1/workflows/?fields=items.metadata.name,items.status.phase';
  title('The same through the REST API, where the UI is, too');
  say(`$ curl '${serverUrl}${path}'`);
  const answer = await fetch(serverUrl + path);
  const text = await answer.text();
  console.log(`${text}\n`);
  const succeeded = answer.ok ? JSON.parse(text).items.filter(({ status }) => status.phase === 'Succeeded').length : 0;
  if (succeeded !== walkThrough.length) wrong.push(`the REST API shows ${succeeded} workflows that succeeded`);
}

function argo(...args) {
  return spawnSync(binary, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, KUBECONFIG: kubeconfig },
    maxBuffer: 64 << 20,
    timeout: 60_000,
  });
}

function must(...args) {
  const result = argo(...args);
  if (result.status === 0) return result.stdout;
  console.error(`argo ${args.join(' ')} failed with exit code ${result.status}\n${result.stdout}${result.stderr}`);
  process.exit(1);
}

function show(...args) {
  say(`$ argo ${args.filter((arg) => arg !== '--no-color').join(' ')}`);
  const result = argo(...args);
  process.stdout.write(`${result.stdout}${result.stderr}\n`);
  return result.stdout;
}

function say(line) {
  console.log(colour('2', line));
}

function title(text) {
  console.log(`\n${colour('1;36', `── ${text} `)}${colour('36', '─'.repeat(Math.max(3, 96 - text.length)))}`);
}

function down() {
  argo('local', 'down', '--data-dir', dataDir);
  fs.rmSync(dataDir, { recursive: true, force: true });
}

function finish() {
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (wrong.length > 0) {
    console.error(`\n✖ ${wrong.length} outcomes are wrong after ${seconds} s:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
    process.exit(1);
  }
  console.log(`\n${colour('32', '✔')} ${walkThrough.length} workflows ran as they should, in ${seconds} s.

Where to go next
  export PATH=$PWD/dist/bin:$PATH
  argo run examples/dag-diamond.yaml      one workflow, nothing left running
  argo local up --detach                  a provider that stays, with the UI; kubectl works against it
  argo submit --watch examples/steps.yaml
  argo local down
  docs/architecture.md                    how it is built`);
}
