import type { Pod } from '@argosy/api';
import type { KubeClient } from '@argosy/kube';
import { silentLogger } from '@argosy/std';
import { expect, it } from 'vitest';
import { createEventRecorder, type EventRecorder } from './event-recorder.ts';

interface Written {
  readonly created: Record<string, unknown>[];
  readonly patched: unknown[];
}

/** A recorder whose writes are kept; `settle` waits until they are done. */
function recorder(now: () => number): { readonly events: EventRecorder; readonly written: Written; settle(): Promise<void> } {
  const written: Written = { created: [], patched: [] };
  const client = {
    create: async (_: unknown, object: Record<string, unknown>) => written.created.push(object),
    patch: async (_: unknown, { body }: { body: unknown }) => written.patched.push(body),
  } as unknown as KubeClient;
  const events = createEventRecorder({ client, nodeName: 'n', logger: silentLogger, now });
  return { events, written, settle: () => new Promise((resolve) => setImmediate(resolve)) };
}

const pod = { metadata: { name: 'p', namespace: 'ns', uid: 'u' } } as unknown as Pod;

it('counts what happens again instead of writing it twice', async () => {
  const { events, written, settle } = recorder(() => 0);
  for (let i = 0; i < 3; i++) events.record(pod, { type: 'Warning', reason: 'BackOff', message: 'again' });
  await settle();
  expect(written.created).toMatchObject([{ reason: 'BackOff', count: 1, source: { component: 'kubelet', host: 'n' } }]);
  expect(written.patched).toMatchObject([{ count: 2 }, { count: 3 }]);
});

it('drops normal events beyond the budget, never warnings, and has room again later', async () => {
  let time = 0;
  const { events, written, settle } = recorder(() => time);
  for (let i = 0; i < 500; i++) events.record(pod, { type: 'Normal', reason: 'Started', message: `${i}` });
  events.record(pod, { type: 'Warning', reason: 'Failed', message: 'heard' });
  await settle();
  expect(written.created).toHaveLength(201);
  expect(written.created.at(-1)).toMatchObject({ message: 'heard' });
  time = 1000;
  for (let i = 0; i < 500; i++) events.record(pod, { type: 'Normal', reason: 'Started', message: `late ${i}` });
  await settle();
  expect(written.created).toHaveLength(241);
});
