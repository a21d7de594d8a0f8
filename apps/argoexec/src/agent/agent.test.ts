import type { NodeResult, Template } from '@argosy/api';
import { createSimulatedTimers } from '@argosy/kube';
import { expect, test } from 'vitest';
import { type Agent, createAgent } from './agent.ts';
import { type TaskOutcome, TransientError } from './task.ts';

interface Scene {
  readonly agent: Agent;
  readonly ran: string[];
  readonly reports: (readonly [string, NodeResult])[];
  settle(done?: () => boolean): Promise<void>;
}

/** An agent whose tasks do what a table says, one entry a run, by name of the template. */
function scene(script: Readonly<Record<string, readonly (TaskOutcome | Error)[]>>, workers = 2): Scene {
  const timers = createSimulatedTimers(1);
  const ran: string[] = [];
  const reports: (readonly [string, NodeResult])[] = [];
  const agent = createAgent({
    run: async ({ name = '' }) => {
      const next = script[name]?.[ran.filter((one) => one === name).length] ?? { result: { phase: 'Succeeded' } };
      ran.push(name);
      if (next instanceof Error) throw next;
      return next;
    },
    report: (id, result) => void reports.push([id, result]),
    workers,
    attempts: 3,
    timers,
    log: () => undefined,
  });
  const settle = async (done = (): boolean => false): Promise<void> => {
    // What needs no time happens with the first timer.
    timers.after(0, () => undefined);
    await timers.runUntil(done, 600_000);
  };
  return { agent, ran, reports, settle };
}

const tasks = (...names: readonly string[]): { readonly spec: { readonly tasks: Readonly<Record<string, Template>> } } => ({
  spec: { tasks: Object.fromEntries(names.map((name) => [`id-${name}`, { name }])) },
});

test('every task is carried out once, however often it is seen', async () => {
  const { agent, ran, reports, settle } = scene({});
  agent.follow(tasks('a', 'b', 'c'));
  agent.follow(tasks('a', 'b', 'c'));
  await settle();
  agent.follow(tasks('a', 'b', 'c'));
  await settle();
  expect(ran.toSorted()).toEqual(['a', 'b', 'c']);
  expect(reports.map(([id, { phase }]) => `${id} ${phase}`).toSorted()).toEqual(['id-a Succeeded', 'id-b Succeeded', 'id-c Succeeded']);
});

test('what was reported before a restart is not repeated', async () => {
  const { agent, ran, settle } = scene({});
  agent.follow({ ...tasks('a', 'b'), status: { nodes: { 'id-a': { phase: 'Failed' }, 'id-b': { phase: 'Pending' } } } });
  await settle();
  expect(ran).toEqual(['b']);
});

test('a task that asks for it is carried out again until it ends', async () => {
  const { agent, reports, settle } = scene({ a: [{ result: { phase: 'Running', progress: '1/2' }, again: 5000 }] });
  agent.follow(tasks('a'));
  await settle();
  expect(reports).toEqual([
    ['id-a', { phase: 'Running', progress: '1/2' }],
    ['id-a', { phase: 'Succeeded' }],
  ]);
});

test('what may pass is tried again, but not for ever', async () => {
  const lost = new TransientError('nobody answers');
  const { agent, ran, reports, settle } = scene({ a: [lost], b: [lost, lost, lost, lost] });
  agent.follow(tasks('a', 'b'));
  await settle();
  expect(ran.filter((name) => name === 'b')).toHaveLength(3);
  expect(reports.filter(([, { phase }]) => phase !== 'Pending')).toEqual([
    ['id-a', { phase: 'Succeeded' }],
    ['id-b', { phase: 'Error', message: 'nobody answers' }],
  ]);
});

test('any other error ends the node', async () => {
  const { agent, reports, settle } = scene({ a: [new Error('no such secret')] });
  agent.follow(tasks('a'));
  await settle();
  expect(reports).toEqual([['id-a', { phase: 'Error', message: 'no such secret' }]]);
});

test('a task that is taken back is not tried again', async () => {
  const { agent, ran, settle } = scene({ a: [{ again: 5000 }, { again: 5000 }] });
  agent.follow(tasks('a'));
  await settle(() => ran.length > 0);
  agent.follow(tasks());
  await settle();
  expect(ran).toEqual(['a']);
});
