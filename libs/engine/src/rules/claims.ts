import type { PersistentVolumeClaim } from '@argosy/api';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { endWorkflow } from './end-workflow.ts';

/**
 * Creates the claims of volumeClaimTemplates, named `<workflow>-<claim>` and owned by the workflow (acceptance 1-017, 4-130). Nothing is
 * started before all of them are there: a pod without its claim would wait for ever.
 */
export function createClaims(draft: Draft): RuleOutcome {
  const templates = draft.spec.volumeClaimTemplates ?? [];
  if (templates.length === 0 || (draft.status.persistentVolumeClaims?.length ?? 0) === templates.length) return 'continue';
  const { claims } = draft.observation;
  const names = templates.map((template) => claimName(draft, template));
  const foreign = names.find((name) => claims.get(name)?.ownedByWorkflow === false);
  if (foreign !== undefined) {
    endWorkflow(draft, 'Error', `${foreign} pvc already exists with different ownerreference`);
    return 'stop';
  }
  const missing = templates.filter((template) => !claims.has(claimName(draft, template)));
  if (missing.length > 0)
    return awaitClaims(
      draft,
      missing.map((template) => claimOf(draft, template)),
    );
  noteClaims(draft, templates);
  return 'continue';
}

/** The claims are volumes of the workflow from now on. */
function noteClaims(draft: Draft, templates: readonly PersistentVolumeClaim[]): void {
  draft.setStatus({
    persistentVolumeClaims: templates.map((template) => ({
      name: template.metadata.name ?? '',
      persistentVolumeClaim: { claimName: claimName(draft, template) },
    })),
    ...(awaitsClaims(draft.status.message) && { phase: 'Running', message: undefined }),
  });
}

const waitMessage = 'Waiting for a PVC to be created.';

/** True for what a workflow says that waits for its claims. */
export function awaitsClaims(message: string | undefined): boolean {
  return message?.startsWith(waitMessage) === true;
}

/** A refusal that passes is shown and waited for (acceptance 4-133), another one ends the workflow. */
function awaitClaims(draft: Draft, missing: readonly PersistentVolumeClaim[]): RuleOutcome {
  const failures = missing.map(({ metadata }) => draft.observation.failures.get(metadata.name ?? '')).filter((one) => one !== undefined);
  const final = failures.find(({ transient }) => !transient);
  if (final) {
    endWorkflow(draft, 'Error', `pvc create error: ${final.message}`);
    return 'stop';
  }
  if (failures[0]) awaitAfter(draft, failures[0].message);
  for (const claim of missing) draft.act({ kind: 'CreateClaim', claim });
  return 'stop';
}

function awaitAfter(draft: Draft, reason: string): void {
  draft.setStatus({ phase: 'Pending', message: `${waitMessage} ${reason}` });
  draft.explain('claims', undefined, `${waitMessage} ${reason}`);
}

function claimName({ workflowName }: Draft, { metadata }: PersistentVolumeClaim): string {
  return `${workflowName}-${metadata.name ?? ''}`;
}

function claimOf(draft: Draft, template: PersistentVolumeClaim): PersistentVolumeClaim {
  const { metadata, apiVersion = 'argoproj.io/v1alpha1' } = draft.observation.workflow;
  const owner = {
    apiVersion,
    kind: 'Workflow',
    name: draft.workflowName,
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...template,
    metadata: {
      ...template.metadata,
      name: claimName(draft, template),
      namespace: metadata.namespace,
      labels: { ...template.metadata.labels, 'workflows.argoproj.io/workflow': draft.workflowName },
      ownerReferences: [owner],
    },
  };
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
