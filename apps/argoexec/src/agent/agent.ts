import type { NodeResult, Template, WorkflowTaskSet } from '@argosy/api';
import { jitteredBackoff, type Timers } from '@argosy/kube';
import type { Milliseconds } from '@argosy/std';
import { type TaskOutcome, type TaskRunner, TransientError } from './task.ts';

export interface AgentOptions {
  readonly run: TaskRunner;
  report(id: string, result: NodeResult): void;
  /** Tasks that are carried out at the same time. */
  readonly workers: number;
  /** A failure that may pass is met this often before the node is an Error. */
  readonly attempts: number;
  readonly timers: Timers;
  log(message: string): void;
}

/** Carries out the tasks of a WorkflowTaskSet, each until it has ended. */
export interface Agent {
  /** Takes over what the task set says now: new tasks are begun, those that are gone are forgotten. */
  follow(taskSet: Pick<WorkflowTaskSet, 'spec' | 'status'>): void;
  /** Begins nothing more. */
  stop(): void;
}

interface Task {
  readonly id: string;
  readonly template: Template;
  failures: number;
  done: boolean;
  cancel: (() => void) | undefined;
}

export function createAgent(options: AgentOptions): Agent {
  const state: State = { ...options, tasks: new Map(), queue: [], busy: 0, stopped: false };
  return {
    follow: ({ spec, status }) => follow(state, { wanted: spec.tasks ?? {}, results: status?.nodes ?? {} }),
    stop() {
      state.stopped = true;
      for (const task of state.tasks.values()) task.cancel?.();
    },
  };
}

interface State extends AgentOptions {
  readonly tasks: Map<string, Task>;
  readonly queue: Task[];
  busy: number;
  stopped: boolean;
}

interface Seen {
  readonly wanted: Readonly<Record<string, Template>>;
  readonly results: Readonly<Record<string, NodeResult>>;
}

const ended: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed', 'Error']);

function follow(state: State, { wanted, results }: Seen): void {
  for (const [id, task] of state.tasks) {
    if (wanted[id] !== undefined) continue;
    task.done = true;
    task.cancel?.();
    state.tasks.delete(id);
  }
  for (const [id, template] of Object.entries(wanted)) {
    // An agent that was started again does not repeat what was reported.
    if (state.tasks.has(id) || ended.has(results[id]?.phase)) continue;
    const task: Task = { id, template, failures: 0, done: false, cancel: undefined };
    state.tasks.set(id, task);
    state.queue.push(task);
  }
  work(state);
}

function work(state: State): void {
  while (!state.stopped && state.busy < state.workers) {
    const task = state.queue.shift();
    if (task === undefined) return;
    state.busy++;
    void carryOut(state, task).finally(() => {
      state.busy--;
      work(state);
    });
  }
}

async function carryOut(state: State, task: Task): Promise<void> {
  if (task.done) return;
  const { result, again } = await outcomeOf(state, task);
  // It was taken back while it ran.
  if (task.done || state.stopped) return;
  if (result) state.report(task.id, result);
  task.done = ended.has(result?.phase);
  if (!task.done) later(state, task, again ?? 0);
}

function later(state: State, task: Task, delay: Milliseconds): void {
  task.cancel = state.timers.after(delay, () => {
    state.queue.push(task);
    work(state);
  });
}

async function outcomeOf(state: State, task: Task): Promise<TaskOutcome> {
  try {
    const outcome = await state.run(task.template);
    task.failures = 0;
    return outcome;
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof TransientError) || ++task.failures >= (error.attempts ?? state.attempts))
      return { result: { phase: 'Error', message } };
    state.log(`${task.id}: ${message}; trying again`);
    const again = jitteredBackoff(state.timers, { attempt: task.failures - 1, base: 500, limit: 10_000 });
    return { result: { phase: 'Pending', message: `${message}; trying again` }, again };
  }
}
