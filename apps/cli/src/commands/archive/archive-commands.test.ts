import type { Workflow } from '@argosy/api';
import { expect, test } from 'vitest';
import type { Archive } from '../../backend/backend.ts';
import { runCommand } from '../../testing/run-command.ts';

const uid = (digit: number): string => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

function archived(name: string, digit: number): Workflow {
  return {
    metadata: { name, namespace: 'default', uid: uid(digit), creationTimestamp: '2026-11-24T11:00:00Z', labels: { team: 'a' } },
    spec: { arguments: { parameters: [{ name: 'm', value: 'hi' }] } },
    status: { phase: 'Failed', startedAt: '2026-11-24T11:00:00Z', finishedAt: '2026-11-24T11:00:30Z' },
  };
}

const workflows = [archived('one', 1), archived('twice', 2), archived('twice', 3)];

/** An archive in memory that notes what it was asked. */
function anArchive() {
  const asked: string[] = [];
  const archive: Archive = {
    list: async ({ labels }) => (labels === '' || labels === 'team=a' ? workflows : []),
    get: async (ref) => workflows.find(({ metadata }) => metadata.uid === ref.uid) as Workflow,
    remove: async (ref) => void asked.push(`remove ${ref.uid}`),
    resubmit: async (ref, { memoized, parameters }) => {
      asked.push(`resubmit ${ref.uid} ${memoized} ${parameters.join()}`);
      return { ...archived('new', 9), status: {} };
    },
    retry: async (ref, { restartSuccessful, nodeSelector }) => {
      asked.push(`retry ${ref.uid} ${restartSuccessful} ${nodeSelector}`);
      return archived('one', 1);
    },
    labelKeys: async () => ['team', 'phase'],
    labelValues: async (selector) => [`${selector}-1`],
  };
  return { archive, asked };
}

test.each([
  {
    argv: ['list'],
    stdout: `NAMESPACE   NAME    STATUS   AGE   DURATION   PRIORITY   MESSAGE   P/R/C   PARAMETERS   UID
default     one     Failed   1h    30s        0                    0/0/0   m=hi         ${uid(1)}
default     twice   Failed   1h    30s        0                    0/0/0   m=hi         ${uid(2)}
default     twice   Failed   1h    30s        0                    0/0/0   m=hi         ${uid(3)}
`,
    asked: [],
  },
  { argv: ['list', '-o', 'name', '-l', 'team=b'], stdout: '', asked: [] },
  { argv: ['list', '-l', 'team=b'], stdout: 'No workflows found\n', asked: [] },
  { argv: ['get', 'one', '-o', 'name'], stdout: 'one\n', asked: [] },
  { argv: ['get', uid(3), '-o', 'name'], stdout: 'twice\n', asked: [] },
  {
    argv: ['delete', uid(3), 'one'],
    stdout: `Archived workflow '${uid(3)}' deleted\nArchived workflow 'one' deleted\n`,
    asked: [`remove ${uid(3)}`, `remove ${uid(1)}`],
  },
  { argv: ['delete', '--uid', 'one'], stdout: "Archived workflow 'one' deleted\n", asked: ['remove one'] },
  { argv: ['resubmit', 'one', '--memoized', '-p', 'm=bye', '-o', 'name'], stdout: 'new\n', asked: [`resubmit ${uid(1)} true m=bye`] },
  { argv: ['resubmit', '-l', 'team=b'], stdout: 'No workflows to resubmit.\n', asked: [] },
  {
    argv: ['retry', '--restart-successful', '--node-field-selector', 'phase=Failed', 'one', uid(1), '-o', 'name'],
    stdout: 'one\n',
    asked: [`retry ${uid(1)} true phase=Failed`],
  },
  { argv: ['list-label-keys'], stdout: 'team\nphase\n', asked: [] },
  { argv: ['list-label-values', '-l', 'team'], stdout: 'team-1\n', asked: [] },
])('[9-024] argo archive $argv', async ({ argv, stdout, asked }) => {
  const { archive, asked: noted } = anArchive();
  expect(await runCommand(['archive', ...argv], { cluster: { archive } })).toEqual({ code: 0, stderr: '', stdout });
  expect(noted).toEqual(asked);
});

test.each([
  { argv: ['get'], stderr: 'the UID or the name of an archived workflow is expected' },
  { argv: ['get', 'none'], stderr: "archived workflow 'none' not found" },
  { argv: ['get', '--uid', '--name', 'one'], stderr: '--uid cannot be combined with --name' },
  { argv: ['delete', 'twice'], stderr: `Multiple archived workflows found with name 'twice':\n  ${uid(2)} (Created: ` },
  { argv: ['retry'], stderr: 'requires either selector or workflow' },
  { argv: ['list-label-values'], stderr: 'required flag(s) "selector" not set' },
])('argo archive refuses $argv', async ({ argv, stderr }) => {
  const { archive, asked } = anArchive();
  const result = await runCommand(['archive', ...argv], { cluster: { archive } });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(stderr);
  expect(asked).toEqual([]);
});
