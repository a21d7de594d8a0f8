import type { Artifact, Template } from '@argosy/api';
import { templateKind } from '@argosy/templates';
import { Failure, type Place } from '../failure.ts';

/** Artifacts of leaf templates have a path that stays in its folder; those of steps, DAGs and suspends have none (acceptance 12-024, 12-025). */
export function checkArtifactPath(
  template: Template,
  { name, path }: Artifact,
  { ref, at }: { readonly ref: string; readonly at: Place },
): void {
  const owner = template.name ?? '';
  if (!isLeaf(template)) {
    if (path) throw new Failure(`templates.${owner}.${ref}.path only valid in container/script templates`, [...at, 'path']);
    return;
  }
  if (!path) throw new Failure(`error in templates.${owner}.${ref}: Artifact '${name}' did not specify a path`, at);
  if (path.split('/').includes('..'))
    throw new Failure(
      `error in templates.${owner}.${ref}: Artifact '${name}' attempted to use a path containing '..'. Directory traversal is not permitted`,
      [...at, 'path'],
    );
}

/** What a store needs to be reached at all. */
export function checkArtifactLocation(location: Artifact | Template['archiveLocation'], prefix: string, at: Place): void {
  if (location?.git && !location.git.repo) throw new Failure(`${prefix}.git.repo is required`, [...at, 'git']);
}

function isLeaf(template: Template): boolean {
  const kind = templateKind(template);
  return kind !== undefined && kind !== 'steps' && kind !== 'dag' && kind !== 'suspend';
}
