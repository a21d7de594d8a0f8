import type { ClusterWorkflowTemplate, WorkflowTemplate } from '@argosy/api';
import type { KubeObject, ResourceType } from '@argosy/kube';
import { CLUSTER_WORKFLOW_TEMPLATES, WORKFLOW_TEMPLATES } from '../backend/resources.ts';

export type AnyTemplate = (WorkflowTemplate | ClusterWorkflowTemplate) & KubeObject;

/** What tells workflow templates and cluster workflow templates apart for the commands, which are otherwise the same. */
export interface TemplateKind {
  readonly type: ResourceType;
  /** The word after `argo`. */
  readonly noun: string;
  /** In a sentence: `workflow template`. */
  readonly title: string;
}

export const WORKFLOW_TEMPLATE_KIND: TemplateKind = { type: WORKFLOW_TEMPLATES, noun: 'template', title: 'workflow template' };
export const CLUSTER_TEMPLATE_KIND: TemplateKind = {
  type: CLUSTER_WORKFLOW_TEMPLATES,
  noun: 'cluster-template',
  title: 'cluster workflow template',
};

/** Where an object of this kind lives. */
export function placeOf(kind: TemplateKind, name: string, namespace: string): { readonly name: string; readonly namespace?: string } {
  return kind.type.namespaced ? { name, namespace } : { name };
}
