import { KubeError, type KubeClient } from '@argosy/kube';
import { expect, test } from 'vitest';
import { followedLogs } from './followed-logs.ts';
import type { LogRequest } from './log-sources.ts';

type State = 'running' | 'terminated';

const pod = (state: State): object => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'main' }] },
  status: { containerStatuses: [{ name: 'main', state: { [state]: {} } }] },
});

/** A pod whose log is read in pieces: each opening gives the next of `logs`. */
function clientOf(states: State[], logs: (readonly string[] | Error)[]) {
  const asked: (string | undefined)[] = [];
  let state: State = 'running';
  const client = {
    list: async () => ({ metadata: {}, items: [pod((state = states.shift() ?? state))] }),
    async *logs(_: unknown, { sinceTime }: { readonly sinceTime?: string }) {
      asked.push(sinceTime);
      const next = logs.shift() ?? [];
      if (next instanceof Error) throw next;
      for (const line of next) yield Buffer.from(`${line}\n`);
    },
  } as unknown as KubeClient;
  return { client, asked };
}

const request: LogRequest = {
  namespace: 'team',
  workflow: 'w',
  pod: '',
  container: '',
  selector: '',
  follow: true,
  options: { tailLines: 9 },
  signal: new AbortController().signal,
};
const at = (second: number, text: string): string => `2026-01-01T00:00:0${second}.5Z ${text}`;

test('[8-052] a log that breaks off while its container runs is opened again where it was', async () => {
  const { client, asked } = clientOf(
    ['running', 'terminated', 'terminated'],
    [
      [at(1, 'a'), at(2, 'b'), at(2, 'c')],
      [at(2, 'b'), at(2, 'c'), at(2, 'd'), at(3, 'e')],
    ],
  );
  const lines: string[] = [];
  for await (const { text } of followedLogs(client, request, Promise.resolve())) lines.push(text);
  expect(lines).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(asked).toEqual([undefined, '2026-01-01T00:00:02Z']);
});

test('a log that cannot be read is an error, not an end', async () => {
  const { client } = clientOf(['running'], [new KubeError('reset', { code: 'KUBE_UNREACHABLE', retry: 'backoff' })]);
  await expect(followedLogs(client, request, new Promise(() => undefined)).next()).rejects.toThrow('reset');
});
