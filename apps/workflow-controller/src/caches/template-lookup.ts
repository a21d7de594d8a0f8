import type { TemplateLookup } from '@argosy/engine';
import { objectKey } from '@argosy/kube';
import type { Caches } from './caches.ts';

/** Templates of one namespace and those of the cluster, from the caches. */
export function templateLookup(
  { templates, clusterTemplates }: Pick<Caches, 'templates' | 'clusterTemplates'>,
  namespace: string,
): TemplateLookup {
  return {
    workflowTemplate: (name) => templates.store.get(objectKey(namespace, name))?.value,
    clusterWorkflowTemplate: (name) => clusterTemplates.store.get(name)?.value,
  };
}
