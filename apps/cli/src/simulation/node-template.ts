import type { NodeStatus, Template, Workflow, WorkflowSpec } from '@argosy/api';
import type { TemplateLookup } from '@argosy/engine';

/** The template that a node executes, as it is written down; `undefined` where it cannot be found. */
export function templateOfNode(workflow: Workflow, node: NodeStatus, templates: TemplateLookup): Template | undefined {
  const { templateRef } = node;
  if (templateRef?.name) {
    const owner = templateRef.clusterScope
      ? templates.clusterWorkflowTemplate(templateRef.name)
      : templates.workflowTemplate(templateRef.name);
    return named(owner?.spec, templateRef.template);
  }
  const specs = [workflow.status?.storedWorkflowTemplateSpec, workflow.spec];
  return specs.map((spec) => named(spec, node.templateName)).find(Boolean) ?? storedTemplate(workflow, node);
}

function named(spec: WorkflowSpec | undefined, name: string | undefined): Template | undefined {
  return spec?.templates?.find((template) => template.name === name);
}

/** Templates that another template refers to are kept in the status, under their owner's name. */
function storedTemplate({ status }: Workflow, { templateName = '' }: NodeStatus): Template | undefined {
  const stored = Object.entries(status?.storedTemplates ?? {}).find(([key]) => key.endsWith(`/${templateName}`));
  return stored?.[1];
}
