import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../provider.ts';

const manifest = `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: output-}
spec:
  entrypoint: main
  templates:
    - name: main
      container: {image: alpine, command: [sh, -c], args: ['echo written > /tmp/value']}
      outputs: {parameters: [{name: value, valueFrom: {path: /tmp/value}}]}
`;

test('what was built runs from a temporary folder, which containers have one of their own of', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-moved-'));
  try {
    fs.cpSync(path.join(repository, 'dist'), path.join(folder, 'dist'), { recursive: true });
    const run = spawnSync(path.join(folder, 'dist/bin/argo'), ['run', '-', '-o', 'json'], {
      input: manifest,
      encoding: 'utf8',
      cwd: folder,
    });
    expect(run.stderr).toBe('');
    const { status } = JSON.parse(run.stdout) as { status: { phase: string; nodes: Record<string, { outputs?: object }> } };
    expect(status.phase).toBe('Succeeded');
    expect(Object.values(status.nodes)[0]?.outputs).toMatchObject({ parameters: [{ name: 'value', value: 'written' }] });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
