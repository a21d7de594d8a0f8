import type { Artifact, Template, WorkflowSpec, WorkflowStatus } from '@argosy/api';

/** When artifacts are deleted by the controller. */
export type DeletionStrategy = 'OnWorkflowCompletion' | 'OnWorkflowDeletion';

/** When an artifact is deleted: as it says itself, else as its workflow says (acceptance 5-045). `undefined`: never. */
export function strategyOf({ artifactGC }: Pick<Artifact, 'artifactGC'>, spec: WorkflowSpec): DeletionStrategy | undefined {
  const strategy = artifactGC?.strategy || spec.artifactGC?.strategy;
  return strategy === 'OnWorkflowCompletion' || strategy === 'OnWorkflowDeletion' ? strategy : undefined;
}

/** True where an output artifact of any template of the workflow is to be deleted some time (acceptance 5-046). */
export function wantsArtifactGc(spec: WorkflowSpec, { storedTemplates = {} }: Pick<WorkflowStatus, 'storedTemplates'>): boolean {
  const wants = ({ outputs }: Template): boolean => (outputs?.artifacts ?? []).some((artifact) => strategyOf(artifact, spec) !== undefined);
  if ((spec.templates ?? []).some(wants) || Object.values(storedTemplates).some(wants)) return true;
  // Logs are artifacts that no template names.
  return strategyOf({}, spec) !== undefined;
}
