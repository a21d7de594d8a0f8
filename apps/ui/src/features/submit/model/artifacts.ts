import type { Artifact, Workflow, WorkflowSpec } from '@argosy/api';
import type { SubmitInput } from './submission.ts';

/** A file that is given with a submission. */
export interface ArtifactField {
  readonly name: string;
  readonly description: string | undefined;
  /** The template says where it is, or does without. */
  readonly isOptional: boolean;
}

const PLAIN_KEYS: ReadonlySet<string> = new Set(['name', 'path', 'mode', 'optional', 'from', 'archive', 'deleted', 'artifactGC']);

/** The artifacts that a workflow takes: its own arguments, and inputs of its entrypoint. */
export function artifactsOf(spec: WorkflowSpec, entrypoint: string): readonly ArtifactField[] {
  const own = spec.arguments?.artifacts ?? [];
  const first = spec.templates?.find(({ name }) => name === (entrypoint || spec.entrypoint));
  const inputs = (first?.inputs?.artifacts ?? []).filter(({ name }) => !own.some((artifact) => artifact.name === name));
  return [...own, ...inputs].map((artifact) => ({
    name: artifact.name,
    description: artifact.path,
    isOptional: artifact.optional === true || isLocated(artifact),
  }));
}

function isLocated(artifact: Artifact): boolean {
  return Object.keys(artifact).some((key) => !PLAIN_KEYS.has(key));
}

/** Where uploaded files are, by the name of their artifact. */
export type ArtifactLocations = Readonly<Record<string, object>>;

/** The submission as a workflow of its own, since options of a submission have no place for artifacts. */
export function workflowWithArtifacts(namespace: string, input: SubmitInput, locations: ArtifactLocations): Workflow {
  const { source, parameters, entrypoint, labels } = input;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      generateName: `${source.name}-`,
      namespace,
      labels: { 'workflows.argoproj.io/workflow-template': source.name, ...Object.fromEntries(pairs(labels.split(','))) },
    },
    spec: {
      workflowTemplateRef: { name: source.name },
      ...(entrypoint !== '' && { entrypoint }),
      arguments: {
        parameters: pairs(parameters).map(([name, value]) => ({ name, value })),
        artifacts: Object.entries(locations).map(([name, location]) => ({ name, ...location })),
      },
    },
  };
}

/** `name=value`; what has no name is left out. */
function pairs(texts: readonly string[]): (readonly [string, string])[] {
  return texts.flatMap((text) => {
    const at = text.indexOf('=');
    return at > 0 ? [[text.slice(0, at).trim(), text.slice(at + 1)] as const] : [];
  });
}
