import type { Workflow } from '@argosy/api';
import type { Action, Decision } from '@argosy/engine';
import type { Milliseconds } from '@argosy/std';
import type { Shell, Track } from '../shell.ts';
import { createClaim, deleteClaim } from './claims.ts';
import { createAgent } from './create-agent.ts';
import { createPod } from './create-pod.ts';
import { createPodDisruptionBudget, deletePodDisruptionBudget } from './disruption-budget.ts';
import { deleteTaskResults } from './delete-task-results.ts';
import { acquireLocks, releaseLocks } from './locks.ts';
import { deletePod, releasePod, terminatePod } from './pods.ts';
import { saveCache } from './save-cache.ts';
import { completeTaskSet, writeTasks } from './task-set.ts';

/** What an applier may use. */
export interface ActionContext {
  readonly shell: Shell;
  readonly workflow: Workflow;
  /** `<ns>/<name>` */
  readonly key: string;
  readonly track: Track;
  readonly decision: Decision;
}

/** How an action ended: done, or to be looked at again after a while. */
export interface Applied {
  readonly again?: Milliseconds;
}

export type Applier<Kind extends Action['kind']> = (context: ActionContext, action: Extract<Action, { kind: Kind }>) => Promise<Applied>;

/** One applier for each kind of action: a new kind does not compile until it has one. */
const appliers: { readonly [Kind in Action['kind']]: Applier<Kind> } = {
  CreatePod: createPod,
  TerminatePod: terminatePod,
  DeletePod: deletePod,
  ReleasePod: releasePod,
  CreateClaim: createClaim,
  DeleteClaim: deleteClaim,
  AcquireLocks: acquireLocks,
  ReleaseLocks: releaseLocks,
  SaveCache: saveCache,
  CreatePodDisruptionBudget: createPodDisruptionBudget,
  DeletePodDisruptionBudget: deletePodDisruptionBudget,
  DeleteTaskResults: deleteTaskResults,
  CreateAgent: createAgent,
  WriteTasks: writeTasks,
  CompleteTaskSet: completeTaskSet,
};

/** Actions of one kind that follow each other are carried out together, this many at once. */
const AT_ONCE = 24;
/** Acting stops after this time, so that the fence of the status patch is never old and news is not kept waiting; the rest is decided anew. */
const MOST_TIME: Milliseconds = 2_000;

/** Carries out the actions of a decision in order. One that fails does not keep the others from being carried out; its error is thrown at the end. */
export async function applyActions(context: ActionContext): Promise<Applied> {
  const { shell, decision } = context;
  const endsAt = shell.timers.now() + MOST_TIME;
  const outcome: Outcome = { again: undefined, error: undefined };
  for (const group of groupsOf(decision.actions)) {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < group.length && shell.timers.now() < endsAt) await applyOne(context, group[next++] as Action, outcome);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, group.length) }, worker));
    if (next < group.length) {
      sooner(outcome, 1);
      break;
    }
  }
  if (outcome.error !== undefined) throw outcome.error;
  return outcome.again === undefined ? {} : { again: outcome.again };
}

interface Outcome {
  again: Milliseconds | undefined;
  error: unknown;
}

async function applyOne(context: ActionContext, action: Action, outcome: Outcome): Promise<void> {
  const { metrics } = context.shell;
  try {
    // The table pairs kinds and appliers; the compiler cannot follow that through an index.
    const applied = await (appliers[action.kind] as Applier<Action['kind']>)(context, action as never);
    metrics.increment('argosy_actions_total', { kind: action.kind, outcome: 'done' });
    if (applied.again !== undefined) sooner(outcome, applied.again);
  } catch (error) {
    metrics.increment('argosy_actions_total', { kind: action.kind, outcome: 'failed' });
    outcome.error ??= error;
  }
}

function sooner(outcome: Outcome, again: Milliseconds): void {
  outcome.again = Math.min(outcome.again ?? Infinity, again);
}

function groupsOf(actions: readonly Action[]): Action[][] {
  const groups: Action[][] = [];
  for (const action of actions) {
    const last = groups.at(-1);
    if (last?.[0]?.kind === action.kind) last.push(action);
    else groups.push([action]);
  }
  return groups;
}
