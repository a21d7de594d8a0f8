import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from '../../testing/run-command.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-plugin-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const manifest = `apiVersion: argoproj.io/v1alpha1
kind: ExecutorPlugin
metadata:
  name: hello
  annotations: {workflows.argoproj.io/version: '>= v3.3', workflows.argoproj.io/description: Says hello.}
spec:
  sidecar:
    automountServiceAccountToken: true
    container:
      name: hello-executor-plugin
      image: python:alpine
      command: [python, -u, -c]
      ports: [{containerPort: 4355}]
      securityContext: {runAsNonRoot: true, runAsUser: 65534}
      resources: {requests: {memory: 64Mi, cpu: 250m}, limits: {memory: 128Mi, cpu: 500m}}
`;

test('[9-020] a plugin becomes a ConfigMap and a README', async () => {
  fs.writeFileSync(path.join(folder, 'plugin.yaml'), manifest);
  fs.writeFileSync(path.join(folder, 'server.py'), 'print("hello")\n');
  const result = await runCommand(['executor-plugin', 'build', '.'], { cwd: folder });
  expect(result).toEqual({ code: 0, stderr: '', stdout: 'hello-executor-plugin-configmap.yaml created\nREADME.md created\n' });
  const text = fs.readFileSync(path.join(folder, 'hello-executor-plugin-configmap.yaml'), 'utf8');
  expect(text).toMatch(/^# This is an auto-generated file\. DO NOT EDIT\n/);
  const configMap = parse(text);
  expect(configMap).toMatchObject({
    kind: 'ConfigMap',
    metadata: { name: 'hello-executor-plugin', labels: { 'workflows.argoproj.io/configmap-type': 'ExecutorPlugin' } },
    data: { 'sidecar.automountServiceAccountToken': 'true' },
  });
  expect(parse(configMap.data['sidecar.container'])).toMatchObject({ image: 'python:alpine', args: ['print("hello")\n'] });
  expect(fs.readFileSync(path.join(folder, 'README.md'), 'utf8')).toMatch(
    /# hello\n\n\* Needs: >= v3\.3\n\* Image: python:alpine\n\nSays hello\.\n/,
  );
});

test.each([
  { files: {}, stderr: 'plugin.yaml: no such file or directory' },
  { files: { 'plugin.yaml': 'kind: Pod' }, stderr: 'kind: ExecutorPlugin is expected, it is Pod' },
  { files: { 'plugin.yaml': manifest.replace(/ +ports.*\n/, '') }, stderr: 'spec.sidecar.container: at least one port is mandatory' },
  { files: { 'plugin.yaml': manifest.replace(/ +securityContext.*\n/, '') }, stderr: 'security context is mandatory' },
  { files: { 'plugin.yaml': manifest, 'server.py': '', 'server.js': '' }, stderr: 'plugin hello has more than one server.* file' },
])('refuses a folder with $files', async ({ files, stderr }) => {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  const result = await runCommand(['executor-plugin', 'build', '.'], { cwd: folder });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(stderr);
});
