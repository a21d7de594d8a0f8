import fs from 'node:fs';
import type { NodeStatus, Workflow } from '@argosy/api';
import { describe, expect, test } from 'vitest';
import { failureOf, meaningOf } from './failure.ts';
import { nodeWaitReason, waitReasons } from './waiting.ts';

const recorded = (name: string): Workflow =>
  JSON.parse(fs.readFileSync(new URL(`../../../../../../libs/graph/testdata/${name}.json`, import.meta.url), 'utf8')) as Workflow;

describe('[10-017] why a workflow failed', () => {
  test('the last attempt of the step that failed, with its exit code in words', () => {
    expect(failureOf(recorded('nightly-etl'))).toMatchObject({
      path: ['load(17:17)'],
      attempt: { number: 3, of: 3 },
      exitCode: 137,
      meaning: 'It was killed, most likely for want of memory.',
    });
  });

  test('a workflow that succeeded has no failure', () => {
    expect(failureOf(recorded('weekly-etl'))).toBeUndefined();
  });

  test.each([
    [127, '', 'The command was not found in the image.'],
    [1, 'OOMKilled (exit code 1)', 'It used more memory than it may.'],
    [77, '', undefined],
  ])('exit code %d with %j', (code, message, want) => {
    expect(meaningOf(code, message)).toBe(want);
  });
});

describe('why it is waiting', () => {
  const pending = (part: Partial<NodeStatus>): NodeStatus => ({
    id: 'n',
    name: 'wf.a',
    displayName: 'a',
    type: 'Pod',
    phase: 'Pending',
    ...part,
  });

  test.each([
    [{ synchronizationStatus: { waiting: 'ns/Mutex/db' } }, 'lock'],
    [{ message: 'Unschedulable: 0/3 nodes are available' }, 'resources'],
    [{ message: 'ImagePullBackOff: x' }, 'image'],
    [{ message: 'Backoff for 1 minute' }, 'backoff'],
    [{ message: 'something new' }, 'other'],
    [{ type: 'Suspend', phase: 'Running' } as const, 'suspend'],
  ])('%j is %s', (part, kind) => {
    expect(nodeWaitReason(pending(part))?.kind).toBe(kind);
  });

  test('a run that waits for approval says for which', () => {
    expect(waitReasons(recorded('release-train'))).toMatchObject([{ kind: 'suspend', values: { name: 'approve' } }]);
  });

  test('what is over waits for nothing', () => {
    expect(waitReasons(recorded('nightly-etl'))).toEqual([]);
  });
});
