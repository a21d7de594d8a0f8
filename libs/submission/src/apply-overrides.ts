import { annotations as known, labels as knownLabels, type Parameter, type Workflow } from '@argosy/api';

export interface GivenParameter {
  readonly name: string;
  readonly value: string;
}

/** What a submission changes in a workflow before it is created (acceptance 8-055, 9-006). Empty texts change nothing. */
export interface SubmitOverrides {
  readonly name: string;
  readonly generateName: string;
  readonly entrypoint: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly priority?: number;
  readonly scheduledTime: string;
  readonly parameters: readonly GivenParameter[];
  readonly instanceId: string;
}

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

/** Reads `k1=v1,k2=v2`; a text says what is wrong with it. */
export function parseLabels(text: string): Readonly<Record<string, string>> | string {
  const labels: Record<string, string> = {};
  for (const term of text.split(',').map((part) => part.trim())) {
    if (term === '') continue;
    const split = term.indexOf('=');
    if (split < 1) return `invalid label "${term}": a label is written key=value`;
    labels[term.slice(0, split)] = term.slice(split + 1);
  }
  return labels;
}

function overriddenMetadata(metadata: Workflow['metadata'], overrides: SubmitOverrides): Workflow['metadata'] {
  const { name, generateName, instanceId, scheduledTime } = overrides;
  const annotations = {
    ...metadata.annotations,
    ...overrides.annotations,
    ...(scheduledTime !== '' && { [known.scheduledTime]: scheduledTime }),
  };
  const labels = { ...metadata.labels, ...overrides.labels, ...(instanceId !== '' && { [knownLabels.instanceId]: instanceId }) };
  return {
    ...metadata,
    ...(generateName !== '' && { generateName, name: undefined }),
    ...(name !== '' && { name }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
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
