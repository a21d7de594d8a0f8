import type { NodeStatus, Template, Workflow, WorkflowSpec } from '@argosy/api';

/** A step as the spec tells it. */
export interface PlannedStep {
  readonly name: string;
  /** Names of the steps of the same template that come before. */
  readonly after: readonly string[];
  readonly template: string | undefined;
  /** It stands for many runs. */
  readonly loop: boolean;
}

/** The steps or tasks of a template in the order of the spec; none for templates that run something themselves. */
export function plannedSteps(template: Template): PlannedStep[] {
  if (template.dag) return template.dag.tasks.map((task) => ({ ...planOf(task), after: dependenciesOf(task) }));
  let before: string[] = [];
  return (template.steps ?? []).flatMap((group) => {
    const steps = Array.isArray(group) ? group : [];
    const planned = steps.map((step) => ({ ...planOf(step), after: before }));
    before = steps.map(({ name }) => name ?? '');
    return planned;
  });
}

interface SpecStep {
  readonly name?: string | undefined;
  readonly template?: string | undefined;
  readonly templateRef?: { readonly template?: string | undefined } | undefined;
  readonly withItems?: unknown;
  readonly withParam?: unknown;
  readonly withSequence?: unknown;
  readonly dependencies?: readonly string[] | undefined;
  readonly depends?: string | undefined;
}

function planOf(step: SpecStep): Omit<PlannedStep, 'after'> {
  const loop = [step.withItems, step.withParam, step.withSequence].some((field) => field !== undefined);
  return { name: step.name ?? '', template: step.template ?? step.templateRef?.template, loop };
}

/** `depends: (a.Succeeded || b) && !c.Failed` names a, b and c. */
function dependenciesOf({ dependencies, depends }: SpecStep): readonly string[] {
  if (dependencies) return dependencies;
  return [...new Set((depends ?? '').match(/[A-Za-z0-9_][\w-]*(?:\.\w+)?/g)?.map((term) => term.replace(/\.\w+$/, '')) ?? [])];
}

/** Finds templates by the names that nodes and steps use, in the spec and in what was stored of its references. */
export interface TemplateFinder {
  ofNode(node: NodeStatus): Template | undefined;
  named(name: string | undefined): Template | undefined;
}

export function templateFinder(workflow: Workflow): TemplateFinder {
  const specs: (WorkflowSpec | undefined)[] = [workflow.status?.storedWorkflowTemplateSpec, workflow.spec];
  const byName = new Map<string, Template>();
  for (const spec of specs) for (const template of spec?.templates ?? []) byName.set(template.name ?? '', template);
  const stored = (workflow.status?.storedTemplates ?? {}) as Readonly<Record<string, Template>>;
  const storedEnding = new Map(Object.entries(stored).map(([key, template]) => [key.slice(key.indexOf('/') + 1), template]));
  return {
    named: (name) => (name === undefined ? undefined : byName.get(name)),
    ofNode: ({ templateName, templateRef }) => {
      if (templateRef) return storedEnding.get(`${templateRef.name ?? ''}/${templateRef.template ?? ''}`);
      return templateName === undefined ? undefined : (byName.get(templateName) ?? storedEnding.get(templateName));
    },
  };
}
