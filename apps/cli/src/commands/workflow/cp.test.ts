import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WORKFLOWS } from '../../backend/resources.ts';
import { aClient, runCommand } from '../../testing/run-command.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-cp-'));
  fs.mkdirSync(path.join(folder, 'store/wf'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'store/wf/report.txt'), 'all is well\n');
  fs.writeFileSync(path.join(folder, 'store/wf/other.txt'), 'other\n');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function aCluster() {
  const client = aClient();
  const node = (id: string, templateName: string, name: string, key: string) => ({
    [id]: {
      id,
      name: id,
      displayName: id,
      type: 'Pod',
      phase: 'Succeeded',
      templateName,
      outputs: { artifacts: [{ name, local: { key } }] },
    },
  });
  client.seed(WORKFLOWS, {
    metadata: { name: 'wf', namespace: 'default', creationTimestamp: '2026-11-24T11:00:00Z' },
    spec: {},
    status: {
      phase: 'Succeeded',
      artifactRepositoryRef: { artifactRepository: { local: { path: path.join(folder, 'store') } } },
      nodes: { ...node('wf-1', 'build', 'report', 'wf/report.txt'), ...node('wf-2', 'check', 'other', 'wf/other.txt') },
    },
  });
  return client;
}

test.each([
  {
    argv: ['wf', 'out'],
    files: ['default/wf/wf-1/outputs/report/report.txt', 'default/wf/wf-2/outputs/other/other.txt'],
  },
  { argv: ['@latest', 'out', '--artifact-name', 'report'], files: ['default/wf/wf-1/outputs/report/report.txt'] },
  { argv: ['wf', 'out', '--node-id=wf-2'], files: ['default/wf/wf-2/outputs/other/other.txt'] },
  {
    argv: ['wf', 'out', '--template-name=build', '--path', '{workflowName}/{templateName}/{artifactName}'],
    files: ['wf/build/report/report.txt'],
  },
])('[9-017] argo cp $argv', async ({ argv, files }) => {
  const result = await runCommand(['cp', ...argv], { client: aCluster(), cwd: folder });
  expect(result).toEqual({ code: 0, stderr: '', stdout: files.map((file) => `Created "out/${file}"\n`).join('') });
  for (const file of files)
    expect(fs.readFileSync(path.join(folder, 'out', file), 'utf8')).toBe(file.endsWith('report.txt') ? 'all is well\n' : 'other\n');
});

test.each([
  { argv: ['wf'], stderr: 'incorrect number of arguments' },
  { argv: ['none', 'out'], stderr: 'workflows.argoproj.io "none" not found' },
  { argv: ['wf', 'out', '--artifact-name', 'x'], stderr: 'there is no output artifact that matches' },
])('argo cp refuses $argv', async ({ argv, stderr }) => {
  const result = await runCommand(['cp', ...argv], { client: aCluster(), cwd: folder });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(stderr);
});
