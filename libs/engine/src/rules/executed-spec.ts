import type { Workflow, WorkflowSpec } from '@argosy/api';
import { mergeSpec } from '@argosy/templates';
import type { Observation } from '../observation.ts';

const cache = new WeakMap<
  WorkflowSpec,
  { readonly stored: WorkflowSpec | undefined; readonly defaults: WorkflowSpec | undefined; readonly merged: WorkflowSpec }
>();

/**
 * The spec that is executed: own fields over the referenced template over the controller's defaults. A reference is read once and kept
 * in `status.storedWorkflowTemplateSpec`, so that later changes of the template do not touch a running workflow (acceptance 4-115).
 */
export function executedSpec(observation: Observation): WorkflowSpec {
  const { workflow, policy } = observation;
  const defaults = policy.workflowDefaults?.spec;
  const referenced = workflow.status?.storedWorkflowTemplateSpec ?? referencedSpec(observation);
  const known = cache.get(workflow.spec);
  if (known && known.stored === referenced && known.defaults === defaults) return known.merged;
  const merged = mergeSpec(workflow.spec, referenced, defaults);
  cache.set(workflow.spec, { stored: referenced, defaults, merged });
  return merged;
}

/** The spec of the template that a workflow refers to, when it exists. */
export function referencedSpec({ workflow, templates }: Pick<Observation, 'workflow' | 'templates'>): WorkflowSpec | undefined {
  const reference = (workflow as Workflow).spec.workflowTemplateRef;
  if (!reference?.name) return undefined;
  return (reference.clusterScope ? templates.clusterWorkflowTemplate(reference.name) : templates.workflowTemplate(reference.name))?.spec;
}
