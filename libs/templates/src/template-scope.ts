/** Where names of templates are looked up: the workflow itself, a WorkflowTemplate or a ClusterWorkflowTemplate. */
export type TemplateScope =
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'namespaced'; readonly name: string }
  | { readonly kind: 'cluster'; readonly name: string };

/** `local/<workflow>`, `namespaced/<name>`, `cluster/<name>`: as `status.nodes[].templateScope` holds it. */
export function formatTemplateScope({ kind, name }: TemplateScope): string {
  return `${kind}/${name}`;
}

/** Reads `templateScope` of a node; what is not one of the three forms counts as local. */
export function parseTemplateScope(text: string | undefined, workflow: string): TemplateScope {
  const [kind, ...rest] = (text ?? '').split('/');
  const name = rest.join('/');
  return (kind === 'namespaced' || kind === 'cluster') && name !== '' ? { kind, name } : { kind: 'local', name: workflow };
}
