import type { Template, TemplateRef, WorkflowSpec } from '@argosy/api';
import { formatTemplateScope, type TemplateScope } from './template-scope.ts';

/** Where specs come from: the executed spec of the workflow, and the stored templates by name. */
export interface TemplateSource {
  readonly workflowName: string;
  readonly spec: WorkflowSpec;
  workflowTemplate(name: string): { readonly spec: WorkflowSpec } | undefined;
  clusterWorkflowTemplate(name: string): { readonly spec: WorkflowSpec } | undefined;
  /** Templates that this workflow stored when it first used them (`status.storedTemplates`). */
  stored(key: string): Template | undefined;
}

/** A step, task or hook, as far as it says which template it runs. */
export interface TemplateHolder {
  readonly name?: string | undefined;
  readonly template?: string | undefined;
  readonly templateRef?: TemplateRef | undefined;
  readonly inline?: Template | undefined;
}

export interface ResolvedTemplate {
  readonly template: Template;
  /** Where names inside the template are looked up. */
  readonly scope: TemplateScope;
  /** Set where the template must be kept in `status.storedTemplates`. */
  readonly storeAs?: string;
}

export type TemplateResolution = { readonly ok: true; readonly value: ResolvedTemplate } | { readonly ok: false; readonly message: string };

/** Finds the template that a step, task or hook names, with the scope that its own names are looked up in. */
export function resolveTemplate(source: TemplateSource, holder: TemplateHolder, scope: TemplateScope): TemplateResolution {
  if (holder.inline) return resolveInline(holder.inline, holder, scope);
  if (holder.templateRef) return resolveReference(source, holder.templateRef);
  return resolveName(source, holder.template ?? '', scope);
}

function resolveInline(inline: Template, holder: TemplateHolder, scope: TemplateScope): TemplateResolution {
  const storeAs = scope.kind === 'local' ? undefined : `${formatTemplateScope(scope)}/inline/${holder.name ?? ''}`;
  return { ok: true, value: { template: inline, scope, ...(storeAs && { storeAs }) } };
}

function resolveReference(source: TemplateSource, { name = '', template = '', clusterScope }: TemplateRef): TemplateResolution {
  if (name === '') return { ok: false, message: 'resource name is required' };
  if (template === '') return { ok: false, message: 'template name is required' };
  return resolveName(source, template, { kind: clusterScope ? 'cluster' : 'namespaced', name });
}

function resolveName(source: TemplateSource, name: string, scope: TemplateScope): TemplateResolution {
  if (scope.kind === 'local') {
    const template = findTemplate(source.spec, name);
    return template ? { ok: true, value: { template, scope } } : { ok: false, message: `template ${name} not found` };
  }
  const key = `${formatTemplateScope(scope)}/${name}`;
  const stored = source.stored(key);
  if (stored) return { ok: true, value: { template: stored, scope } };
  const owner = scope.kind === 'cluster' ? source.clusterWorkflowTemplate(scope.name) : source.workflowTemplate(scope.name);
  const what = scope.kind === 'cluster' ? 'cluster workflow template' : 'workflow template';
  if (!owner) return { ok: false, message: `${what} ${scope.name} not found` };
  const template = findTemplate(owner.spec, name);
  if (!template) return { ok: false, message: `template ${name} not found in ${what} ${scope.name}` };
  return { ok: true, value: { template: withPodMetadata(template, owner.spec), scope, storeAs: key } };
}

const indexes = new WeakMap<object, ReadonlyMap<string, Template>>();

/** A template of a spec by name. */
export function findTemplate(spec: WorkflowSpec, name: string): Template | undefined {
  const templates = spec.templates ?? [];
  let index = indexes.get(templates);
  if (!index) {
    index = new Map(templates.map((template) => [template.name ?? '', template]));
    indexes.set(templates, index);
  }
  return index.get(name);
}

/** A referenced template brings the pod metadata of its own spec where it has none (acceptance 2-012). */
function withPodMetadata(template: Template, { podMetadata }: WorkflowSpec): Template {
  return podMetadata && !template.metadata ? { ...template, metadata: podMetadata } : template;
}
