import type { Workflow, WorkflowTemplate } from '@argosy/api';
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
  for (const { workflow, given } of submissions) {
    requireKnownParameters(workflow, (await templateOf(context, workflow, options))?.spec, given);
  }
}

async function templateOf(
  context: CommandContext,
  { spec }: Workflow,
  { offline, companions = [] }: CheckOptions,
): Promise<WorkflowTemplate | undefined> {
  const { name, clusterScope = false } = spec.workflowTemplateRef ?? {};
  if (!name) return undefined;
  const kind = clusterScope ? 'ClusterWorkflowTemplate' : 'WorkflowTemplate';
  const companion = companions.find((manifest) => manifest.kind === kind && manifest.object.metadata.name === name);
  if (companion) return companion.object as unknown as WorkflowTemplate;
  if (offline) return undefined;
  const { client, namespace } = await context.connect();
  try {
    return await client.get<AnyTemplate>(
      clusterScope ? CLUSTER_WORKFLOW_TEMPLATES : WORKFLOW_TEMPLATES,
      clusterScope ? { name } : { name, namespace },
    );
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}
