import type { WorkflowTemplate } from '@argosy/api';
import { isErrorWithCode } from '@argosy/std';
import { referencesIn, type TemplateReference } from '@argosy/submission';
import type { TemplateLookup } from '@argosy/validation';
import type { CommandContext } from '../command.ts';
import { CLUSTER_WORKFLOW_TEMPLATES, WORKFLOW_TEMPLATES } from '../backend/resources.ts';
import type { Manifest } from '../manifests/load-manifests.ts';
import type { AnyTemplate } from './template-kind.ts';

export interface LookupOptions {
  /** Objects whose references are to be found. */
  readonly roots: readonly unknown[];
  /** Templates at hand, which go before those of the cluster. */
  readonly manifests: readonly Manifest[];
  /** Absent: only what is at hand. */
  readonly cluster?: CommandContext;
}

/** Finds all templates that the roots refer to, directly or through other templates. */
export async function lookUpTemplates({ roots, manifests, cluster }: LookupOptions): Promise<TemplateLookup> {
  const found = new Map<string, WorkflowTemplate>();
  for (const { kind, object } of manifests) found.set(`${kind}/${object.metadata.name ?? ''}`, object as unknown as WorkflowTemplate);
  const asked = new Set<string>();
  const open = [...roots, ...found.values()].flatMap(referencesIn);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = `${next.kind}/${next.name}`;
    if (!cluster || found.has(key) || asked.has(key)) continue;
    asked.add(key);
    const template = await storedTemplate(cluster, next);
    if (!template) continue;
    found.set(key, template);
    open.push(...referencesIn(template));
  }
  return {
    workflowTemplate: (name) => found.get(`WorkflowTemplate/${name}`),
    clusterWorkflowTemplate: (name) => found.get(`ClusterWorkflowTemplate/${name}`),
  };
}

/** A template of the cluster; `undefined` where there is none. */
async function storedTemplate(context: CommandContext, { kind, name }: TemplateReference): Promise<WorkflowTemplate | undefined> {
  const { client, namespace } = await context.connect();
  const type = kind === 'WorkflowTemplate' ? WORKFLOW_TEMPLATES : CLUSTER_WORKFLOW_TEMPLATES;
  try {
    return await client.get<AnyTemplate>(type, type.namespaced ? { name, namespace } : { name });
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}
