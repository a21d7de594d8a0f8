import type { WorkflowSpec } from '@argosy/api';
import type { RuleOutcome } from '../decide.ts';
import { type Draft, same } from '../draft.ts';
import { endWorkflow } from './end-workflow.ts';

/** What a workflow may still say itself where the controller only runs referenced templates (acceptance 4-119). */
const allowed: ReadonlySet<string> = new Set([
  'arguments',
  'entrypoint',
  'shutdown',
  'suspend',
  'activeDeadlineSeconds',
  'priority',
  'ttlStrategy',
  'podGC',
  'volumeClaimGC',
  'archiveLogs',
  'workflowMetadata',
  'workflowTemplateRef',
  'metrics',
  'artifactGC',
] satisfies (keyof WorkflowSpec)[]);

/** Of artifactGC these fields would reach the pod that deletes, with rights of their own. */
const deniedOfArtifactGc = ['podMetadata', 'podSpecPatch', 'serviceAccountName'] as const;

/** Holds workflows to the controller's `templateReferencing` (acceptance 4-118, 12-040). */
export function restrictReferences(draft: Draft): RuleOutcome {
  const { templateReferencing } = draft.observation.policy;
  if (templateReferencing === undefined) return 'continue';
  const violation = draft.status.startedAt ? (templateReferencing === 'Secure' ? changedSpec(draft) : undefined) : forbidden(draft);
  if (violation === undefined) return 'continue';
  if (!draft.status.startedAt) draft.setStatus({ startedAt: draft.timestamp });
  endWorkflow(draft, 'Error', violation);
  return 'stop';
}

function forbidden({ observation }: Draft): string | undefined {
  const { spec } = observation.workflow;
  if (!spec.workflowTemplateRef) return 'workflows must use workflowTemplateRef to be executed when the controller is in reference mode';
  const more = new Set(observation.policy.allowedOverrides);
  const fields = Object.entries(spec)
    .filter(([field, value]) => isSet(value) && !allowed.has(field) && !more.has(field))
    .map(([field]) => goName(field));
  const ofArtifactGc = deniedOfArtifactGc.filter((field) => isSet(spec.artifactGC?.[field])).map((field) => `ArtifactGC.${goName(field)}`);
  const names = [...fields, ...ofArtifactGc].toSorted();
  if (names.length === 0) return undefined;
  return `fields [${names.join(' ')}] are not permitted when using workflowTemplateRef with templateReferencing restriction`;
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Tools match the names that Argo's own structures have: `hostNetwork` is `HostNetwork`, `dnsPolicy` is `DNSPolicy`. */
function goName(field: string): string {
  return field.startsWith('dns') ? `DNS${field.slice(3)}` : field.charAt(0).toUpperCase() + field.slice(1);
}

/** People may stop and suspend what runs; everything else stays as it was at the start. */
function changedSpec({ spec, status }: Draft): string | undefined {
  const stored = status.storedWorkflowTemplateSpec;
  if (!stored) return undefined;
  const asStarted = { ...spec, shutdown: stored.shutdown, suspend: stored.suspend };
  return same(defined(asStarted), defined(stored))
    ? undefined
    : 'WorkflowSpec may not change during execution when the controller is set `templateReferencing: Secure`';
}

function defined(spec: WorkflowSpec): WorkflowSpec {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)) as unknown as WorkflowSpec;
}
