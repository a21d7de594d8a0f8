import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { endWorkflow } from './end-workflow.ts';
import { referencedSpec } from './executed-spec.ts';

/** Opens the workflow: phase, start, the stored spec of its template. What cannot start ends here with the reason. */
export function startWorkflow(draft: Draft): RuleOutcome {
  const { observation, status } = draft;
  const { spec, metadata } = observation.workflow;
  if (observation.postponed !== undefined && !status.startedAt) return postpone(draft, observation.postponed);
  const problem = missingTemplate(draft) ?? invalidSpec(draft);
  if (problem) return fail(draft, problem);
  if (awaitsSpec(draft)) draft.setStatus({ storedWorkflowTemplateSpec: draft.spec });
  if (!status.startedAt) open(draft);
  const unresolved = unresolvedSpec(draft);
  if (unresolved) return fail(draft, unresolved);
  // Held back by a finalizer it starts nothing more, but it ends where that is asked for.
  return metadata.deletionTimestamp && !spec.shutdown ? 'stop' : 'continue';
}

interface Problem {
  readonly phase: 'Failed' | 'Error';
  readonly message: string;
}

/** The template that the workflow refers to has not been read yet. */
function awaitsSpec({ observation, status }: Draft): boolean {
  return Boolean(observation.workflow.spec.workflowTemplateRef?.name) && !status.storedWorkflowTemplateSpec;
}

function missingTemplate(draft: Draft): Problem | undefined {
  const { observation } = draft;
  const { name = '', clusterScope } = observation.workflow.spec.workflowTemplateRef ?? {};
  if (!awaitsSpec(draft) || referencedSpec(observation)) return undefined;
  return { phase: 'Error', message: `${clusterScope ? 'cluster' : ''}workflowtemplates.argoproj.io "${name}" not found` };
}

function invalidSpec({ observation: { invalid }, status }: Draft): Problem | undefined {
  return invalid === undefined || status.startedAt ? undefined : { phase: 'Failed', message: `invalid spec: ${invalid}` };
}

function open(draft: Draft): void {
  draft.urgent = true;
  const { baseline } = draft.observation;
  draft.setStatus({
    phase: 'Running',
    startedAt: draft.timestamp,
    finishedAt: null,
    progress: '0/0',
    message: undefined,
    ...(baseline && { estimatedDuration: baseline.duration }),
  });
}

/** What cannot be known before the spec is whole: where it begins, and where its artifacts go. */
function unresolvedSpec(draft: Draft): Problem | undefined {
  const { artifactRepository, artifactRepositoryError } = draft.observation.policy;
  if (!draft.spec.entrypoint) return { phase: 'Failed', message: 'invalid spec: spec.entrypoint is required' };
  if (artifactRepositoryError) return { phase: 'Error', message: `failed to resolve artifact repository: ${artifactRepositoryError}` };
  if (artifactRepository && !draft.status.artifactRepositoryRef) draft.setStatus({ artifactRepositoryRef: artifactRepository });
  return undefined;
}

function postpone(draft: Draft, reason: string): RuleOutcome {
  draft.setStatus({ phase: 'Pending', message: reason });
  draft.explain('parallelism', undefined, reason);
  return 'stop';
}

function fail(draft: Draft, { phase, message }: Problem): RuleOutcome {
  if (!draft.status.startedAt) draft.setStatus({ startedAt: draft.timestamp });
  endWorkflow(draft, phase, message);
  return 'stop';
}
