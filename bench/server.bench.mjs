#!/usr/bin/env node
// argo-server with many live workflows and many readers, on an embedded API without nodes: p50 and p99 of the lists that the UI asks for, the memory of the server, and how
// long a change takes to reach all readers of a stream.
//   node bench/server.bench.mjs [--workflows 5000] [--readers 100] [--runs 200]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    workflows: { type: 'string', default: '5000' },
    readers: { type: 'string', default: '100' },
    runs: { type: 'string', default: '200' },
  },
});
const [count, readers, runs] = [Number(values.workflows), Number(values.readers), Number(values.runs)];
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-server-bench-'));
const argo = (...args) => {
  const result = spawnSync(path.join(root, 'dist/bin/argo'), args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`argo ${args.join(' ')}: ${result.stdout}${result.stderr}`);
  return result.stdout;
};
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
argo('local', 'up', '--detach', '--port', '0', '--server-port', '0', '--nodes', 'none', '--no-controller', '--data-dir', dataDir);
const state = JSON.parse(argo('local', 'status', '--data-dir', dataDir, '-o', 'json'));
try {
  await fill();
  await lists();
  await streams();
} finally {
  argo('local', 'down', '--data-dir', dataDir);
  fs.rmSync(dataDir, { recursive: true, force: true });
}

async function fill() {
  const nodes = (name) =>
    Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [
        `${name}-${index}`,
        {
          id: `${name}-${index}`,
          name: `${name}.${index}`,
          displayName: `step-${index}`,
          type: 'Pod',
          phase: 'Succeeded',
          templateName: 'main',
          startedAt: '2026-01-01T00:00:00Z',
          finishedAt: '2026-01-01T00:01:00Z',
          resourcesDuration: { cpu: 1, memory: 1 },
        },
      ]),
    );
  const create = (index) => {
    const name = `job-${index}`;
    const phase = index % 10 === 0 ? 'Failed' : index % 10 === 1 ? 'Running' : 'Succeeded';
    const isOver = phase !== 'Running';
    const labels = {
      'workflows.argoproj.io/phase': phase,
      ...(isOver && { 'workflows.argoproj.io/completed': 'true' }),
      team: `team-${index % 50}`,
    };
    const status = {
      phase,
      startedAt: '2026-01-01T00:00:00Z',
      ...(isOver && { finishedAt: '2026-01-01T00:10:00Z' }),
      progress: '10/10',
      nodes: nodes(name),
    };
    const spec = { entrypoint: 'main', templates: [{ name: 'main', container: { image: 'busybox', command: ['echo'], args: ['hello'] } }] };
    const body = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', metadata: { name, labels }, spec, status };
    return ask(state.url, 'POST', `/apis/argoproj.io/v1alpha1/namespaces/ns-${index % 5}/workflows`, body);
  };
  for (let index = 0; index < 5; index++)
    await ask(state.url, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `ns-${index}` } });
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < count) await create(next++);
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  console.log(`${count} workflows with 10 nodes each; argo-server uses ${memory()} MB`);
}

async function lists() {
  const fields =
    'fields=metadata,items.metadata.uid,items.metadata.name,items.metadata.namespace,items.metadata.creationTimestamp,items.metadata.labels,items.metadata.annotations,items.status.phase,items.status.message,items.status.finishedAt,items.status.startedAt,items.status.estimatedDuration,items.status.progress,items.spec.suspend';
  const label = (text) => `&listOptions.labelSelector=${encodeURIComponent(text)}`;
  const queries = {
    'first page of 50': '&listOptions.limit=50',
    'a page of 500': '&listOptions.limit=500',
    'phase Failed': `&listOptions.limit=50${label('workflows.argoproj.io/phase in (Failed)')}`,
    'a label': `&listOptions.limit=50${label('team=team-7')}`,
    'part of a name': '&listOptions.limit=50&nameFilter=Contains&listOptions.fieldSelector=metadata.name%3D99',
    'with the total': '&listOptions.limit=50&listOptions.fieldSelector=ext.showRemainingItemCount%3Dtrue',
    'a namespace': { namespace: 'ns-3', query: '&listOptions.limit=50' },
  };
  const rows = [];
  for (const [name, given] of Object.entries(queries)) {
    const { namespace = '', query = given } = typeof given === 'string' ? {} : given;
    const times = [];
    let bytes = 0;
    for (let index = 0; index < runs; index++) {
      const started = performance.now();
      bytes = (await ask(state.serverUrl, 'GET', `/api/v1/workflows/${namespace}?${fields}${query}`)).length;
      times.push(performance.now() - started);
    }
    rows.push({ list: name, 'p50 ms': quantile(times, 0.5), 'p99 ms': quantile(times, 0.99), KB: Math.round(bytes / 1024) });
  }
  console.table(rows);
}

async function streams() {
  const waiting = new Set();
  const open = await Promise.all(Array.from({ length: readers }, () => openStream(waiting)));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const times = [];
  for (let round = 0; round < 20; round++) {
    const started = performance.now();
    const all = new Promise((resolve) => {
      let left = readers;
      for (const reader of open)
        reader.once(`round-${round}"`, () => {
          left--;
          if (left === 0) resolve();
        });
    });
    await ask(
      state.url,
      'PATCH',
      '/apis/argoproj.io/v1alpha1/namespaces/ns-1/workflows/job-1',
      { metadata: { annotations: { round: `round-${round}` } } },
      'application/merge-patch+json',
    );
    await all;
    times.push(performance.now() - started);
  }
  console.log(
    `${readers} readers of a stream: a change reaches all of them in ${quantile(times, 0.5)} ms (p50), ${quantile(times, 0.95)} ms (p95); argo-server uses ${memory()} MB`,
  );
  for (const reader of open) reader.close();
}

function openStream() {
  return new Promise((resolve, reject) => {
    const request = http.get(
      `${state.serverUrl}/api/v1/workflow-events/?listOptions.resourceVersion=999999999&fields=result.object.metadata,result.object.status.phase`,
      { headers: { accept: 'text/event-stream' }, agent: false },
      (answer) => {
        let wanted;
        let text = '';
        answer.on('data', (chunk) => {
          text = (text + chunk).slice(-20_000);
          if (wanted && text.includes(wanted.word)) {
            const { done } = wanted;
            wanted = undefined;
            done();
          }
        });
        resolve({
          once: (word, done) => {
            wanted = { word, done };
          },
          close: () => request.destroy(),
        });
      },
    );
    request.on('error', reject);
    request.on('close', () => undefined);
  });
}

function ask(base, method, target, body, type = 'application/json') {
  return new Promise((resolve, reject) => {
    const request = http.request(base + target, { method, agent, headers: body ? { 'content-type': type } : {} }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (answer.statusCode >= 400 && answer.statusCode !== 409)
          reject(new Error(`${method} ${target}: ${answer.statusCode} ${text.slice(0, 300)}`));
        else resolve(text);
      });
    });
    request.on('error', reject);
    request.end(body ? JSON.stringify(body) : undefined);
  });
}

function memory() {
  const { server } = JSON.parse(argo('local', 'status', '--data-dir', dataDir, '-o', 'json'));
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024);
}

function quantile(times, share) {
  const sorted = times.toSorted((left, right) => left - right);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10;
}
