import { compileExpression, ExpressionError, substitute } from '@argosy/expressions';
import { mergeMetadata } from '@argosy/templates';
import type { Decision } from '../decision.ts';
import type { Draft } from '../draft.ts';

const label = (name: string): string => `workflows.argoproj.io/${name}`;

/** Labels and annotations that the workflow should carry and does not yet (acceptance 1-040, 1-092, 13-186). */
export function metadataChanges(draft: Draft): Decision['metadata'] {
  const { metadata } = draft.observation.workflow;
  const labels = changes(metadata.labels, { ...startLabels(draft), ...phaseLabels(draft) });
  const annotations = changes(metadata.annotations, startAnnotations(draft));
  if (!labels && !annotations) return undefined;
  return { ...(labels && { labels }), ...(annotations && { annotations }) };
}

function phaseLabels({ status }: Draft): Record<string, string> {
  if (!status.phase) return {};
  const done = status.phase === 'Succeeded' || status.phase === 'Failed' || status.phase === 'Error';
  return {
    [label('phase')]: status.phase,
    ...(done ? { [label('completed')]: 'true' } : status.phase === 'Running' ? { [label('completed')]: 'false' } : {}),
  };
}

/** Set once, when the workflow starts. */
function startLabels(draft: Draft): Record<string, string> {
  const { workflow, policy } = draft.observation;
  if (workflow.status?.phase || !draft.status.phase) return {};
  const { workflowMetadata, workflowTemplateRef } = draft.spec;
  const own = workflow.metadata.labels ?? {};
  const reference = workflowTemplateRef?.name
    ? { [label(workflowTemplateRef.clusterScope ? 'cluster-workflow-template' : 'workflow-template')]: workflowTemplateRef.name }
    : {};
  return {
    ...mergeMetadata(workflow, policy.workflowDefaults).labels,
    ...resolved(draft, workflowMetadata?.labels),
    ...labelsFrom(draft),
    ...own,
    ...reference,
  };
}

function startAnnotations(draft: Draft): Record<string, string> {
  const { workflow, policy } = draft.observation;
  if (workflow.status?.phase || !draft.status.phase) return {};
  return {
    ...mergeMetadata(workflow, policy.workflowDefaults).annotations,
    ...resolved(draft, draft.spec.workflowMetadata?.annotations),
    ...workflow.metadata.annotations,
    [label('pod-name-format')]: workflow.metadata.annotations?.[label('pod-name-format')] ?? policy.podNameFormat,
  };
}

function resolved(draft: Draft, map: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  return map && draft.globals ? substitute(map, { scope: draft.globals, input: draft.input }).value : (map ?? {});
}

function labelsFrom(draft: Draft): Record<string, string> {
  const entries: [string, string][] = [];
  for (const [name, { expression }] of Object.entries(draft.spec.workflowMetadata?.labelsFrom ?? {})) {
    try {
      entries.push([name, String(compileExpression(expression).evaluate(draft.globals.environment(), draft.input))]);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      draft.explain('metadata', undefined, `failed to evaluate label "${name}" expression "${expression}": ${error.message}`);
    }
  }
  return Object.fromEntries(entries);
}

function changes(
  before: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const changed = Object.entries(wanted).filter(([key, value]) => before?.[key] !== value);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
