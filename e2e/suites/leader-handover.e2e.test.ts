import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { output, type Provider, providerKind, repository, startProvider } from '../provider.ts';
import { countedExecutions, countingWorkflow } from './counting-workflow.ts';

/** A leader that is stopped gives its Lease back, and those who wait look every second; the rest is for a busy machine. */
const HANDED_OVER_WITHIN = 5_000;
/** One that is killed keeps its Lease until it runs out after 15 s. */
const EXPIRED_WITHIN = 25_000;
const STEPS = 8;

interface Candidate {
  readonly name: string;
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  /** Resolves with the time at which it became the leader. */
  readonly leads: Promise<number>;
}

let provider: Provider;
const candidates: Candidate[] = [];
beforeAll(() => {
  provider = startProvider('--no-controller');
});
afterAll(async () => {
  for (const { process: child } of candidates) child.kill('SIGKILL');
  await Promise.all(candidates.map(({ ended }) => ended));
  provider.stop();
});

/** A controller as it runs in a Deployment of several replicas. */
function startCandidate(name: string): Candidate {
  const flags = [
    '--kubeconfig',
    provider.kubeconfig,
    '--namespace',
    'argo',
    '--leader-elect',
    '--health-port',
    'off',
    '--metrics-port',
    'off',
  ];
  const child = spawn(path.join(repository, 'dist/bin/workflow-controller'), flags, {
    env: { ...process.env, LEADER_ELECTION_IDENTITY: name },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const leads = new Promise<number>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('became the leader')) resolve(Date.now());
      });
  });
  const candidate = { name, process: child, leads, ended: new Promise<number | null>((resolve) => child.once('close', resolve)) };
  candidates.push(candidate);
  return candidate;
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  const late = sleep(milliseconds).then(() => {
    throw new Error(`nothing within ${milliseconds} ms`);
  });
  return Promise.race([promise, late]);
}

test.runIf(providerKind === 'embedded')(
  'the leader is stopped, then killed, while a workflow runs: another one takes over and no step runs twice [7-024]',
  async () => {
    const first = startCandidate('first');
    await within(EXPIRED_WITHIN, first.leads);
    const second = startCandidate('second');
    const counts = fs.mkdtempSync(path.join(provider.dataDir, 'counts-'));
    const workflow = countingWorkflow({ folder: counts, executions: STEPS, seconds: 2 });
    const name = output(provider.argoWithInput(workflow, 'submit', '-', '-o', 'name')).trim();
    const waiting = provider.argoAsync('wait', name);
    await sleep(1_500);

    const stoppedAt = Date.now();
    first.process.kill('SIGTERM');
    const handedOver = (await within(HANDED_OVER_WITHIN, second.leads)) - stoppedAt;
    expect(await first.ended).toBe(0);

    const third = startCandidate('third');
    await sleep(2_000);
    const killedAt = Date.now();
    second.process.kill('SIGKILL');
    const expired = (await within(EXPIRED_WITHIN, third.leads)) - killedAt;

    expect(await waiting).toMatchObject({ status: 0 });
    expect(countedExecutions(counts)).toEqual(Object.fromEntries(Array.from({ length: STEPS }, (_, step) => [`step-${step}`, 1])));
    console.log(`leader: handed over in ${handedOver} ms after SIGTERM, in ${expired} ms after SIGKILL`);
  },
);
