import type { Template } from '@argosy/api';
import type { PlanPodInput } from './pod-plan.ts';
import { repositoryOf } from './artifact-location.ts';

/** What the executor has to do around a template's containers; what it need not do costs nothing. */
export interface Needs {
  /** Files must be there before the containers start: a script, input artifacts. */
  readonly staging: boolean;
  /** Input artifacts are loaded: that takes the executor, a script only the emissary. */
  readonly loading: boolean;
  /** Outputs are collected after they end. */
  readonly capture: boolean;
  /** stdout and stderr are kept in the artifact repository. */
  readonly logs: boolean;
  /** Containers run under the emissary: something is captured, or they wait for each other. */
  readonly wrapping: boolean;
}

export function needsOf(input: PlanPodInput): Needs {
  const { template, includeScriptOutput } = input;
  const logs = archivesLogs(input);
  const capture = includeScriptOutput || logs || hasOutputs(template);
  const loading = (template.inputs?.artifacts?.length ?? 0) > 0;
  const ordered = template.containerSet !== undefined;
  const wrapping = (capture || ordered) && template.resource === undefined;
  return { loading, capture, logs, wrapping, staging: loading || template.script !== undefined || wrapping };
}

function hasOutputs({ outputs }: Template): boolean {
  return (outputs?.artifacts?.length ?? 0) > 0 || (outputs?.parameters ?? []).some(({ valueFrom }) => valueFrom?.path !== undefined);
}

/** The repository's switch wins, then the template's, then the workflow's (acceptance 5-042). */
function archivesLogs({ template, spec, artifactRepository }: PlanPodInput): boolean {
  const repository = repositoryOf(artifactRepository);
  if (!repository) return false;
  return repository.archiveLogs || (template.archiveLocation?.archiveLogs ?? spec.archiveLogs ?? false);
}
