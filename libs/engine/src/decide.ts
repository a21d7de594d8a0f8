import type { Workflow } from '@argosy/api';
import type { Decision } from './decision.ts';
import { Draft } from './draft.ts';
import { kinds } from './kinds/index.ts';
import type { Observation } from './observation.ts';
import { acquireWorkflowLocks } from './rules/workflow-locks.ts';
import { completeWorkflow } from './rules/complete-workflow.ts';
import { createClaims } from './rules/claims.ts';
import { emitNotices } from './rules/notices.ts';
import { enforceDeadline } from './rules/enforce-deadline.ts';
import { executeEntrypoint } from './rules/execute-entrypoint.ts';
import { exportGlobals } from './rules/export-globals.ts';
import { killDaemons } from './rules/kill-daemons.ts';
import { notePodRunning } from './rules/pod-running.ts';
import { measureProgress } from './rules/progress.ts';
import { manageAgent } from './rules/manage-agent.ts';
import { observeAgent } from './rules/observe-agent.ts';
import { observePods } from './rules/observe-pods.ts';
import { protectPods, unprotectPods } from './rules/disruption-budget.ts';
import { restrictReferences } from './rules/restrict-references.ts';
import { tellWaits } from './rules/tell-waits.ts';
import { sampleMetrics } from './rules/sample-metrics.ts';
import { prepareGlobals } from './rules/prepare-globals.ts';
import { releasePods } from './rules/release-pods.ts';
import { releaseLocks } from './rules/release-locks.ts';
import { executedSpec } from './rules/executed-spec.ts';
import { startWorkflow } from './rules/start-workflow.ts';
import { runExitHandler } from './rules/exit-handler.ts';
import { runWorkflowHooks } from './rules/workflow-hooks.ts';
import { metadataChanges } from './rules/metadata.ts';

/** What a rule says to the ones after it: go on, or leave the workflow as it is for now. */
export type RuleOutcome = 'continue' | 'stop';
export type Rule = (draft: Draft) => RuleOutcome;

/** Every reconcile goes through these in order. */
const rules: readonly Rule[] = [
  // Where only referenced templates may run, others end here.
  restrictReferences,
  // A workflow that was postponed, or that nobody can start, waits or ends here.
  startWorkflow,
  // Variables of the workflow; parameters from ConfigMaps.
  prepareGlobals,
  // Locks of the whole workflow come before anything else is done for it.
  acquireWorkflowLocks,
  // What is seen of pods goes into their nodes, whether or not the walk below comes by.
  observePods,
  // So does what the agent reports of http and plugin templates.
  observeAgent,
  // Outputs with a globalName become variables of the workflow, before the walk needs them.
  exportGlobals,
  // Stop, terminate and deadlines end pods and what waits without one.
  enforceDeadline,
  // Drains stay away from the pods, where the user asks for it.
  protectPods,
  // Volumes that the pods will mount.
  createClaims,
  // The walk: from the entrypoint down, everything that may start is started.
  executeEntrypoint,
  // Those of what ended without a pod, too.
  exportGlobals,
  // Hooks of the workflow whose expression has become true.
  runWorkflowHooks,
  // Daemons live as long as the boundary that started them.
  killDaemons,
  // The exit handler runs once everything else has ended.
  runExitHandler,
  // Phase, message and outputs of the workflow.
  completeWorkflow,
];

/** What always happens, also when a rule stopped the list. */
const closing: readonly ((draft: Draft) => void)[] = [
  manageAgent,
  measureProgress,
  releaseLocks,
  releasePods,
  unprotectPods,
  notePodRunning,
  sampleMetrics,
  tellWaits,
  emitNotices,
];

/**
 * Decides what should be true next for one workflow. Pure: the same Observation gives the same Decision. What a user wrote wrong
 * becomes a phase and a message, never an exception.
 */
export function decide(observation: Observation): Decision {
  if (isClosed(observation.workflow)) return closedDecision(observation);
  const draft = new Draft(observation, executedSpec(observation), kinds);
  for (const rule of rules) if (rule(draft) === 'stop') break;
  for (const rule of closing) rule(draft);
  const status = draft.build();
  const metadata = metadataChanges(draft);
  return {
    status,
    ...(metadata && { metadata }),
    urgency: metadata ? 'now' : status === observation.workflow.status ? 'none' : urgencyOf(draft),
    actions: draft.actions,
    notices: draft.notices,
    metrics: draft.metrics,
    ...(draft.wakeAt !== undefined && { wakeAt: draft.wakeAt }),
    trace: draft.trace,
  };
}

function isClosed({ metadata }: Workflow): boolean {
  return metadata.labels?.['workflows.argoproj.io/completed'] === 'true';
}

/** A change that nobody waits for may be merged with the next one. */
function urgencyOf({ urgent, actions }: Draft): Decision['urgency'] {
  return urgent || actions.some(({ kind }) => kind !== 'ReleasePod') ? 'now' : 'soon';
}

/** A finished workflow starts nothing; pods that are still around are let go. */
function closedDecision(observation: Observation): Decision {
  const draft = new Draft(observation, executedSpec(observation), kinds);
  releasePods(draft);
  return { status: observation.workflow.status ?? {}, urgency: 'none', actions: draft.actions, notices: [], metrics: [], trace: [] };
}
