/** A template that an object refers to. */
export interface TemplateReference {
  readonly kind: 'WorkflowTemplate' | 'ClusterWorkflowTemplate';
  readonly name: string;
}

/** Every `templateRef` and `workflowTemplateRef` below a value; names that are only known at run time are left out. */
export function referencesIn(value: unknown): TemplateReference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'templateRef' || key === 'workflowTemplateRef' ? referenceOf(inner) : referencesIn(inner),
  );
}

function referenceOf(value: unknown): TemplateReference[] {
  const { name, clusterScope } = (value ?? {}) as { readonly name?: unknown; readonly clusterScope?: unknown };
  if (typeof name !== 'string' || name === '' || name.includes('{{')) return [];
  return [{ kind: clusterScope === true ? 'ClusterWorkflowTemplate' : 'WorkflowTemplate', name }];
}
