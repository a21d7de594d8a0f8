import type { Workflow } from '@argosy/api';
import { blockYaml } from '../../../yaml/block-yaml.ts';

/** The manifest as someone would submit it: without status and without what the cluster added. */
export function manifestText({ metadata, spec }: Workflow): string {
  const { name, generateName, namespace, labels, annotations } = metadata;
  const own = Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !key.startsWith('workflows.argoproj.io/')));
  return blockYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      ...(generateName ? { generateName } : { name }),
      namespace,
      ...(Object.keys(own).length > 0 && { labels: own }),
      ...(annotations && { annotations }),
    },
    spec,
  });
}
