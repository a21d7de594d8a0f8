import type { Parameter, Workflow } from '@argosy/api';
import { CliFailure } from '../failure.ts';
import type { GivenParameter } from '../manifests/parameters.ts';
import { INSTANCE_LABEL } from '../workflows/instance.ts';

/** What the flags of `argo submit` change in a workflow before it is created (acceptance 9-006). */
export interface SubmitOverrides {
  readonly name: string;
  readonly generateName: string;
  readonly entrypoint: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly priority?: number;
  readonly scheduledTime: string;
  readonly parameters: readonly GivenParameter[];
  readonly instanceId: string;
}

const SCHEDULED_TIME = 'workflows.argoproj.io/scheduled-time';

/** Applies the overrides; given parameters come first, as in Argo. */
export function applyOverrides(workflow: Workflow, overrides: SubmitOverrides): Workflow {
  const { entrypoint, serviceAccount, priority, parameters } = overrides;
  return {
    ...workflow,
    metadata: overriddenMetadata(workflow.metadata, overrides),
    spec: {
      ...workflow.spec,
      ...(entrypoint !== '' && { entrypoint }),
      ...(serviceAccount !== '' && { serviceAccountName: serviceAccount }),
      ...(priority !== undefined && { priority }),
      ...(parameters.length > 0 && {
        arguments: { ...workflow.spec.arguments, parameters: overriddenParameters(workflow.spec.arguments?.parameters, parameters) },
      }),
    },
  };
}

/** Reads `k1=v1,k2=v2`. */
export function parseLabels(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const term of text.split(',').map((part) => part.trim())) {
    if (term === '') continue;
    const split = term.indexOf('=');
    if (split < 1) throw new CliFailure(`invalid label "${term}": a label is written key=value`);
    labels[term.slice(0, split)] = term.slice(split + 1);
  }
  return labels;
}

function overriddenMetadata(metadata: Workflow['metadata'], overrides: SubmitOverrides): Workflow['metadata'] {
  const { name, generateName, instanceId, scheduledTime } = overrides;
  const labels = { ...metadata.labels, ...overrides.labels, ...(instanceId !== '' && { [INSTANCE_LABEL]: instanceId }) };
  return {
    ...metadata,
    ...(generateName !== '' && { generateName, name: undefined }),
    ...(name !== '' && { name }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(scheduledTime !== '' && { annotations: { ...metadata.annotations, [SCHEDULED_TIME]: scheduledTime } }),
  };
}

function overriddenParameters(existing: readonly Parameter[] | undefined, given: readonly GivenParameter[]): Parameter[] {
  const names = new Set(given.map(({ name }) => name));
  const replaced = given.map((parameter) => ({
    ...existing?.find(({ name }) => name === parameter.name),
    valueFrom: undefined,
    ...parameter,
  }));
  return [...replaced, ...(existing ?? []).filter(({ name }) => !names.has(name))];
}
