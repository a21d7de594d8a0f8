import type { Arguments, Template, Workflow, WorkflowSpec } from '@argosy/api';
import { templateKind, templateKinds } from './template-kind.ts';

/**
 * The spec that is executed: the workflow's own fields over those of its workflowTemplateRef over the controller's defaults
 * (acceptance 4-115, 4-116, 4-121).
 */
export function mergeSpec(own: WorkflowSpec, referenced: WorkflowSpec | undefined, defaults: WorkflowSpec | undefined): WorkflowSpec {
  let merged: WorkflowSpec = own;
  if (referenced) merged = underlay(merged, referenced);
  if (defaults) merged = underlay(merged, defaults);
  return merged;
}

function underlay(over: WorkflowSpec, under: WorkflowSpec): WorkflowSpec {
  const merged = mergeMaps(under, over) as WorkflowSpec;
  const templates = over.templates?.length ? over.templates : under.templates;
  return { ...merged, ...(templates && { templates }), ...argumentsOf(over, under) };
}

function argumentsOf(over: WorkflowSpec, under: WorkflowSpec): Partial<WorkflowSpec> {
  if (!over.arguments && !under.arguments) return {};
  return { arguments: mergeArguments(over.arguments, under.arguments) };
}

/** Arguments by name; the first one's values win. */
export function mergeArguments(over: Arguments | undefined, under: Arguments | undefined): Arguments {
  const parameters = mergeByName(over?.parameters, under?.parameters, (mine, other) =>
    mine.value === undefined && mine.valueFrom === undefined ? { ...other, ...defined(mine) } : { ...other, ...mine },
  );
  const artifacts = mergeByName(over?.artifacts, under?.artifacts, (mine) => mine);
  return { ...(parameters && { parameters }), ...(artifacts && { artifacts }) };
}

function mergeByName<T extends { readonly name: string }>(
  over: readonly T[] | undefined,
  under: readonly T[] | undefined,
  both: (mine: T, other: T) => T,
): readonly T[] | undefined {
  if (!over) return under;
  if (!under) return over;
  const mine = new Map(over.map((item) => [item.name, item]));
  const merged = under.map((other) => {
    const item = mine.get(other.name);
    return item ? both(item, other) : other;
  });
  const known = new Set(under.map(({ name }) => name));
  return [...merged, ...over.filter(({ name }) => !known.has(name))];
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<T>;
}

/** Deep merge of plain maps; lists and scalars of `over` replace those of `under`. */
export function mergeMaps(under: unknown, over: unknown): unknown {
  if (!isPlain(under) || !isPlain(over)) return over === undefined ? under : over;
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over))
    if (value !== undefined) merged[key] = key in under ? mergeMaps(under[key], value) : value;
  return merged;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const defaulted = new WeakMap<Template, { readonly defaults: Template; readonly merged: Template }>();

/** A template over `spec.templateDefaults`; of the defaults only fields of the same kind are taken (acceptance 1-038). */
export function applyTemplateDefaults(template: Template, defaults: Template | undefined): Template {
  if (!defaults) return template;
  const known = defaulted.get(template);
  if (known?.defaults === defaults) return known.merged;
  const kind = templateKind(template);
  const fitting = Object.fromEntries(
    Object.entries(defaults).filter(([field]) => field === kind || !(templateKinds as readonly string[]).includes(field)),
  );
  const merged = mergeMaps(fitting, template) as Template;
  defaulted.set(template, { defaults, merged });
  return merged;
}

/** Labels and annotations of a workflow over the controller's defaults. */
export function mergeMetadata(
  workflow: Workflow,
  defaults: Partial<Workflow> | undefined,
): { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> } {
  const { labels, annotations } = defaults?.metadata ?? {};
  return {
    ...(labels && { labels: { ...labels, ...workflow.metadata.labels } }),
    ...(annotations && { annotations: { ...annotations, ...workflow.metadata.annotations } }),
  };
}
