import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { endWorkflow } from './end-workflow.ts';
import { referencedSpec } from './executed-spec.ts';

/** Opens the workflow: phase, start, the stored spec of its template. What cannot start ends here with the reason. */
export function startWorkflow(draft: Draft): RuleOutcome {
  const { observation, status } = draft;
  const { spec, metadata } = observation.workflow;
  if (!status.phase && observation.postponed !== undefined) return postpone(draft, observation.postponed);
  if (status.phase === 'Pending' && observation.postponed !== undefined && status.startedAt === undefined)
    return postpone(draft, observation.postponed);
  const reference = spec.workflowTemplateRef;
  const awaitsSpec = reference?.name !== undefined && reference.name !== '' && !status.storedWorkflowTemplateSpec;
  if (awaitsSpec && !referencedSpec(observation)) {
    const resource = reference.clusterScope ? 'clusterworkflowtemplates' : 'workflowtemplates';
    return fail(draft, 'Error', `${resource}.argoproj.io "${reference.name}" not found`);
  }
  if (observation.invalid !== undefined && !status.startedAt) return fail(draft, 'Failed', `invalid spec: ${observation.invalid}`);
  if (awaitsSpec) draft.setStatus({ storedWorkflowTemplateSpec: draft.spec });
  if (!status.startedAt) {
    draft.urgent = true;
    draft.setStatus({ phase: 'Running', startedAt: draft.timestamp, finishedAt: null, progress: '0/0', message: undefined });
  }
  if (!draft.spec.entrypoint) return fail(draft, 'Failed', 'invalid spec: spec.entrypoint is required');
  if (observation.policy.artifactRepositoryError)
    return fail(draft, 'Error', `failed to resolve artifact repository: ${observation.policy.artifactRepositoryError}`);
  if (observation.policy.artifactRepository && !status.artifactRepositoryRef)
    draft.setStatus({ artifactRepositoryRef: observation.policy.artifactRepository });
  // Held back by a finalizer it starts nothing more, but it ends where that is asked for.
  return metadata.deletionTimestamp && !spec.shutdown ? 'stop' : 'continue';
}

function postpone(draft: Draft, reason: string): RuleOutcome {
  draft.setStatus({ phase: 'Pending', message: reason });
  draft.explain('parallelism', undefined, reason);
  return 'stop';
}

function fail(draft: Draft, phase: 'Failed' | 'Error', message: string): RuleOutcome {
  if (!draft.status.startedAt) draft.setStatus({ startedAt: draft.timestamp });
  endWorkflow(draft, phase, message);
  return 'stop';
}
