import type { Workflow, WorkflowSpec } from '@argosy/api';
import type { TemplateLookup, ValidationMode } from '@argosy/validation';
import type { CommandContext } from '../command.ts';
import type { Manifest } from '../manifests/load-manifests.ts';
import type { GivenParameter } from '@argosy/submission';
import { requireValid } from '../manifests/require-valid.ts';
import { lookUpTemplates } from '../templates/template-lookup.ts';
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
  /** Templates are not looked for in the cluster, and may be missing. */
  readonly offline: boolean;
  /** Templates that will exist when the workflows do. */
  readonly companions?: readonly Manifest[];
}

/** Checks every workflow before the first one is created. */
export async function requireValidSubmissions(
  context: CommandContext,
  submissions: readonly Submission[],
  { offline, companions = [] }: CheckOptions,
): Promise<void> {
  const templates = await lookUpTemplates({
    roots: submissions.map(({ original }) => original),
    manifests: companions,
    ...(!offline && { cluster: context }),
  });
  for (const { original, given } of submissions) requireKnownParameters(original, templateOf(original, templates), given);
  const candidates = submissions.map(({ workflow, manifest }) => ({
    kind: 'Workflow',
    object: workflow,
    manifest,
    mode: modeOf(manifest),
  }));
  await requireValid(context, candidates, { manifests: companions, offline });
}

function modeOf(manifest: Manifest | undefined): ValidationMode {
  return manifest ? 'controller' : 'submit';
}

function templateOf({ spec }: Workflow, templates: TemplateLookup): WorkflowSpec | undefined {
  const { name, clusterScope } = spec.workflowTemplateRef ?? {};
  if (!name) return undefined;
  return (clusterScope ? templates.clusterWorkflowTemplate(name) : templates.workflowTemplate(name))?.spec;
}
