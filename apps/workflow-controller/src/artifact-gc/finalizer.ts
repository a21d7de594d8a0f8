import { finalizers, type Workflow, type WorkflowStatus } from '@argosy/api';
import { wantsArtifactGc } from '@argosy/artifact-gc';
import type { Shell } from '../workflow/shell.ts';

/**
 * The finalizers that a running workflow is to have, where that is news: ours is there before the first artifact, so that whoever deletes the
 * workflow cannot leave artifacts behind (acceptance 5-046, 1-098).
 */
export function finalizersToSet(shell: Shell, { metadata, spec }: Workflow, status: WorkflowStatus): readonly string[] | undefined {
  const present = metadata.finalizers ?? [];
  // An object that is being deleted takes no new finalizers.
  if (!shell.artifactGc || present.includes(finalizers.artifactGc) || metadata.deletionTimestamp) return undefined;
  const specs = [spec, status.storedWorkflowTemplateSpec, shell.settings().workflowDefaults?.spec];
  const isWanted = specs.some((one) => one !== undefined && wantsArtifactGc(one, status));
  return isWanted ? [...present, finalizers.artifactGc] : undefined;
}

/** True for a workflow that the reconciler of artifacts has to look at. */
export function hasGarbage({ metadata }: Workflow, completed: boolean): boolean {
  return metadata.finalizers?.includes(finalizers.artifactGc) === true && (completed || metadata.deletionTimestamp !== undefined);
}
