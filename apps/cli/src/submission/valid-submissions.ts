import type { Workflow, WorkflowTemplate } from '@argosy/api';
import type { ResourceType } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { CommandContext } from '../command.ts';
import { CLUSTER_WORKFLOW_TEMPLATES, WORKFLOW_TEMPLATES } from '../kube/resources.ts';
import type { Manifest } from '../manifests/load-manifests.ts';
import type { GivenParameter } from '../manifests/parameters.ts';
import type { AnyTemplate } from '../templates/template-kind.ts';
import { requireKnownParameters } from './known-parameters.ts';

/** A workflow that is about to be created, with where it comes from. */
export interface Submission {
  readonly workflow: Workflow;
  /** As it was before parameters and other flags changed it. */
  readonly original: Workflow;
  /** Its document, where it was read from a file. */
  readonly manifest?: Manifest;
  readonly given: readonly GivenParameter[];
}

export interface CheckOptions {
  /** Templates are not looked for in the cluster. */
  readonly offline: boolean;
  /** Templates that will exist when the workflows do. */
  readonly companions?: readonly Manifest[];
}

/** Checks every workflow before the first one is created. */
export async function requireValidSubmissions(
  context: CommandContext,
  submissions: readonly Submission[],
  options: CheckOptions,
): Promise<void> {
  for (const { workflow, original, given } of submissions) {
    requireKnownParameters(original, (await templateOf(context, workflow, options))?.spec, given);
  }
}

async function templateOf(
  context: CommandContext,
  { spec }: Workflow,
  { offline, companions = [] }: CheckOptions,
): Promise<WorkflowTemplate | undefined> {
  const { name, clusterScope = false } = spec.workflowTemplateRef ?? {};
  if (!name) return undefined;
  const type = clusterScope ? CLUSTER_WORKFLOW_TEMPLATES : WORKFLOW_TEMPLATES;
  const companion = companions.find(({ kind, object }) => kind === type.kind && object.metadata.name === name);
  if (companion) return companion.object as unknown as WorkflowTemplate;
  return offline ? undefined : storedTemplate(context, type, name);
}

/** A template that does not exist is the controller's to report: it may come later. */
async function storedTemplate(context: CommandContext, type: ResourceType, name: string): Promise<WorkflowTemplate | undefined> {
  const { client, namespace } = await context.connect();
  try {
    return await client.get<AnyTemplate>(type, type.namespaced ? { name, namespace } : { name });
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}
