#!/usr/bin/env node
// The interface with recorded data, to work on it: node e2e/ui/fake/serve.mjs [port]
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFakeServer } from './fake-server.mjs';
import { largeWorkflow, recordedWorkflows } from './recorded.mjs';

const ui = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../dist/ui');
const server = await startFakeServer({
  ui,
  port: Number(process.argv[2] ?? 0),
  workflows: [
    ...recordedWorkflows(),
    largeWorkflow({ name: 'fan-out-10000', count: 10_000 }),
    largeWorkflow({ name: 'dag-5000', count: 5000, layers: 60 }),
    largeWorkflow({ name: 'dag-10000', count: 10_000, layers: 100 }),
  ],
});
console.log(server.url);
