import type { Volume } from '@argosy/api';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { endWorkflow } from './end-workflow.ts';

/** Creates the claims of volumeClaimTemplates, named `<workflow>-<claim>` and owned by the workflow (acceptance 1-017, 4-130). */
export function createClaims(draft: Draft): RuleOutcome {
  const templates = draft.spec.volumeClaimTemplates ?? [];
  if (templates.length === 0 || (draft.status.persistentVolumeClaims?.length ?? 0) === templates.length) return 'continue';
  const { metadata, apiVersion = 'argoproj.io/v1alpha1' } = draft.observation.workflow;
  const volumes: Volume[] = [];
  for (const template of templates) {
    const claimName = `${draft.workflowName}-${template.metadata.name ?? ''}`;
    const existing = draft.observation.claims.get(claimName);
    if (existing && !existing.ownedByWorkflow) {
      endWorkflow(draft, 'Error', `${claimName} pvc already exists with different ownerreference`);
      return 'stop';
    }
    const owner = {
      apiVersion,
      kind: 'Workflow',
      name: draft.workflowName,
      uid: metadata.uid ?? '',
      controller: true,
      blockOwnerDeletion: true,
    };
    if (!existing)
      draft.act({
        kind: 'CreateClaim',
        claim: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          ...template,
          metadata: {
            ...template.metadata,
            name: claimName,
            namespace: metadata.namespace,
            labels: { ...template.metadata.labels, 'workflows.argoproj.io/workflow': draft.workflowName },
            ownerReferences: [owner],
          },
        },
      });
    volumes.push({ name: template.metadata.name ?? '', persistentVolumeClaim: { claimName } });
  }
  draft.setStatus({ persistentVolumeClaims: volumes });
  return 'continue';
}

/** Deletes the claims when the workflow has ended as volumeClaimGC says (acceptance 1-018). */
export function deleteClaims(draft: Draft): void {
  const volumes = draft.status.persistentVolumeClaims ?? [];
  const onSuccessOnly = (draft.spec.volumeClaimGC?.strategy || 'OnWorkflowSuccess') === 'OnWorkflowSuccess';
  if (volumes.length === 0 || (onSuccessOnly && draft.status.phase !== 'Succeeded')) return;
  for (const { persistentVolumeClaim } of volumes)
    if (persistentVolumeClaim) draft.act({ kind: 'DeleteClaim', name: persistentVolumeClaim.claimName });
  draft.setStatus({ persistentVolumeClaims: undefined });
}
