import type { Arguments, Template, WorkflowSpec } from '@argosy/api';
import type { TemplateHolder, TemplateScope, TemplateSource } from '@argosy/templates';
import type { Place } from './failure.ts';

/** `controller`: a workflow about to run. `lint`: values may come later. `submit`: a template about to become a workflow. */
export type ValidationMode = 'controller' | 'lint' | 'submit';

export type CheckHolder = (
  context: Context,
  holder: TemplateHolder,
  use: { readonly scope: TemplateScope; readonly args: Arguments; readonly at: Place },
) => Template | undefined;

export interface TemplateLookup {
  workflowTemplate(name: string): { readonly spec: WorkflowSpec } | undefined;
  clusterWorkflowTemplate(name: string): { readonly spec: WorkflowSpec } | undefined;
}

export interface Context {
  /** Checks the template that a step, task or hook runs. Handed down, because templates hold steps and steps run templates. */
  readonly checkHolder: CheckHolder;
  readonly mode: ValidationMode;
  readonly source: TemplateSource;
  readonly spec: WorkflowSpec;
  /** Where the spec stands in the document: `['spec']`, or `['spec', 'workflowSpec']`. */
  readonly root: Place;
  /** Names of workflow-wide variables; outputs with a globalName are added while templates are walked. */
  readonly globals: Set<string>;
  /** Templates that were checked, with the names of the arguments they were given. */
  readonly checked: Set<string>;
  /** References are not followed: the referenced templates are not at hand. */
  readonly ignoreMissingReferences: boolean;
}

const places = new WeakMap<WorkflowSpec, ReadonlyMap<string, number>>();

/** Positions of the templates by name; the first of a name counts. */
function indexesOf(spec: WorkflowSpec): ReadonlyMap<string, number> {
  let indexes = places.get(spec);
  if (!indexes) {
    indexes = new Map((spec.templates ?? []).map(({ name }, index) => [name ?? '', index] as const).toReversed());
    places.set(spec, indexes);
  }
  return indexes;
}

/** Where a template stands in the document; the root for templates of other documents. */
export function placeOfTemplate({ spec, root }: Context, template: Template, scope: TemplateScope): Place {
  const index = scope.kind === 'local' && template.name !== undefined ? indexesOf(spec).get(template.name) : undefined;
  return index === undefined ? root : [...root, 'templates', index];
}
