import { createSimulatedTimers, KubeError, type KubeObject } from '@argosy/kube';
import { silentLogger } from '@argosy/std';
import { expect, test } from 'vitest';
import { createLeaderElection } from './leader-election.ts';

interface Lease extends KubeObject {
  readonly spec?: Readonly<Record<string, unknown>>;
}

const failure = (code: string) => new KubeError(code, { code, retry: 'now' });

/** One Lease in memory, with optimistic locking and a switch to cut candidates off. */
function leaseServer() {
  let lease: Lease | undefined;
  let version = 0;
  const cut = new Set<string>();
  const store = (next: Lease): Lease => (lease = { ...next, metadata: { ...next.metadata, resourceVersion: String(++version) } });
  const clientOf = (identity: string) => {
    const call =
      <T>(answer: () => T) =>
      async (): Promise<T> => {
        if (cut.has(identity)) throw failure('KUBE_UNREACHABLE');
        return answer();
      };
    return {
      get: call(() => {
        if (lease === undefined) throw failure('KUBE_NOTFOUND');
        return lease as never;
      }),
      create: (_type: unknown, object: unknown) =>
        call(() => {
          if (lease !== undefined) throw failure('KUBE_ALREADYEXISTS');
          return store(object as Lease) as never;
        })(),
      update: (_type: unknown, object: unknown) =>
        call(() => {
          if ((object as Lease).metadata.resourceVersion !== lease?.metadata.resourceVersion) throw failure('KUBE_CONFLICT');
          return store(object as Lease) as never;
        })(),
    };
  };
  return { clientOf, cut, lease: () => lease };
}

function candidates(seed: number, names: readonly string[]) {
  const timers = createSimulatedTimers(seed, 0);
  const server = leaseServer();
  const leaders = new Set<string>();
  let most = 0;
  const elections = new Map(
    names.map((identity) => [
      identity,
      createLeaderElection({
        client: server.clientOf(identity),
        namespace: 'argo',
        name: 'workflow-controller',
        identity,
        timers,
        logger: silentLogger,
        onStarted: () => {
          leaders.add(identity);
          most = Math.max(most, leaders.size);
        },
        onStopped: () => leaders.delete(identity),
      }),
    ]),
  );
  for (const election of elections.values()) election.start();
  return { timers, server, leaders, elections, most: () => most };
}

test('one of several leads and the Lease says who', async () => {
  const { timers, leaders, server } = candidates(1, ['a', 'b', 'c']);
  await timers.runUntil(() => false, 60_000);
  expect(leaders.size).toBe(1);
  expect(server.lease()?.spec).toMatchObject({
    holderIdentity: [...leaders][0],
    leaseDurationSeconds: 15,
    renewTime: expect.stringMatching(/^1970-01-01T00:0\d:\d\d\.\d{6}Z$/),
  });
});

test('a leader that cannot renew steps down before another one may lead', async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { timers, leaders, server, most } = candidates(seed, ['a', 'b']);
    await timers.runUntil(() => leaders.size === 1, 60_000);
    const [first = ''] = leaders;
    server.cut.add(first);
    const replaced = await timers.runUntil(() => leaders.size === 1 && !leaders.has(first), 60_000);
    expect({ seed, replaced, most: most() }).toEqual({ seed, replaced: true, most: 1 });
  }
});

test('one that stops gives the Lease back', async () => {
  const { timers, leaders, elections } = candidates(3, ['a', 'b']);
  await timers.runUntil(() => leaders.size === 1, 60_000);
  const [first = ''] = leaders;
  const stoppedAt = timers.now();
  const stopped = elections.get(first)?.stop();
  const replaced = await timers.runUntil(() => leaders.size === 1 && !leaders.has(first), 60_000);
  await stopped;
  expect(replaced).toBe(true);
  expect(timers.now() - stoppedAt).toBeLessThan(10_000);
});
