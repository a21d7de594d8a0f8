import type { Arguments, Template } from '@argosy/api';
import {
  applyTemplateDefaults,
  declarations,
  resolveTemplate,
  type TemplateHolder,
  templateKind,
  templateKinds,
  type TemplateScope,
  formatTemplateScope,
} from '@argosy/templates';
import { nearest } from '@argosy/api';
import { type Context, placeOfTemplate } from '../context.ts';
import { Failure, type Place } from '../failure.ts';
import { checkArtifactLocation } from './artifact-paths.ts';
import { checkDag } from './dag.ts';
import { checkInputs, checkOutputs } from './inputs-outputs.ts';
import { checkLeaf } from './leaf.ts';
import { checkServiceAccount } from './service-account.ts';
import { checkSteps } from './steps.ts';
import { requireResolvable } from './tags.ts';
import { exportGlobalNames, type KnownNames, templateNames } from './variables.ts';

/**
 * Finds the template of a step, task or hook and checks it with the arguments it would get; without them, as if all of its inputs were
 * given. Undefined: it cannot be known yet.
 */
export function checkHolder(
  context: Context,
  holder: TemplateHolder,
  { scope, args, at }: { readonly scope: TemplateScope; readonly args: Arguments | undefined; readonly at: Place },
): Template | undefined {
  if (isKnownLater(holder)) return undefined;
  requireOneName(holder, at);
  const found = resolveTemplate(context.source, holder, scope);
  if (!found.ok) {
    if (holder.templateRef && context.ignoreMissingReferences) return undefined;
    throw missingTemplate(context, holder, { message: found.message, at });
  }
  const template = applyTemplateDefaults(found.value.template, context.spec.templateDefaults);
  checkTemplate(context, template, {
    scope: found.value.scope,
    args: args ?? allInputsOf(template),
    inline: holder.inline !== undefined,
    at,
  });
  return template;
}

function isKnownLater({ template, templateRef }: TemplateHolder): boolean {
  return [template, templateRef?.name, templateRef?.template].some((name) => name?.includes('{{'));
}

function requireOneName({ template, templateRef, inline }: TemplateHolder, at: Place): void {
  if (template && templateRef) throw new Failure('template name cannot be specified with templateRef', [...at, 'template']);
  if (!template && !templateRef && !inline) throw new Failure('template name is required', at);
}

/** Arguments for every input of a template. */
function allInputsOf({ inputs }: Template): Arguments {
  return { parameters: inputs?.parameters ?? [], artifacts: inputs?.artifacts ?? [] };
}

function missingTemplate(
  { spec }: Context,
  { template, templateRef }: TemplateHolder,
  { message, at }: { readonly message: string; readonly at: Place },
): Failure {
  if (templateRef)
    return new Failure(
      message.endsWith('is required') ? message : `template reference ${templateRef.name ?? ''}.${templateRef.template ?? ''} not found`,
      [...at, 'templateRef'],
      message,
    );
  const meant = nearest(
    template ?? '',
    (spec.templates ?? []).map(({ name }) => name ?? ''),
  );
  return new Failure(`template name '${template ?? ''}' undefined`, [...at, 'template'], meant && `did you mean "${meant}"?`);
}

interface Use {
  readonly scope: TemplateScope;
  readonly args: Arguments;
  readonly inline: boolean;
  readonly at: Place;
}

/** Checks one template as it is called (acceptance 12.3). Each way of calling it is checked once. */
function checkTemplate(context: Context, template: Template, use: Use): void {
  const key = keyOf(template, use);
  if (context.checked.has(key)) return;
  context.checked.add(key);
  const at = use.inline ? [...use.at, 'inline'] : placeOfTemplate(context, template, use.scope);
  checkType(template, template.name ?? '', at);
  checkInputs(context, template, { args: use.args, at });
  exportGlobalNames(context, template);
  const names = templateNames(context, template);
  const scope = use.scope;
  if (template.steps) checkSteps(context, template, { scope, names, at });
  else if (template.dag) checkDag(context, template, { scope, names, at });
  else checkLeafTemplate(context, template, { names, at });
  checkOutputs(template, at);
}

function keyOf(template: Template, { scope, args }: Use): string {
  const { parameters, artifacts } = declarations(args);
  const given = [...parameters, ...artifacts].map(({ name }) => name);
  return `${formatTemplateScope(scope)}/${template.name ?? JSON.stringify(template).slice(0, 200)}(${given.join(',')})`;
}

function checkLeafTemplate(context: Context, template: Template, { names, at }: { readonly names: KnownNames; readonly at: Place }): void {
  const name = `templates.${template.name ?? ''}`;
  checkLeaf(template, at);
  checkServiceAccount(context.spec, template, at);
  checkArtifactLocation(template.archiveLocation, `${name}.archiveLocation`, [...at, 'archiveLocation']);
  // Metrics have variables of their own, which are known when the node has ended.
  const { inputs: _inputs, metrics: _metrics, ...body } = template;
  try {
    requireResolvable(body, names, at);
  } catch (error) {
    throw error instanceof Failure ? new Failure(`${name}: ${error.message}`, error.at, error.hint) : error;
  }
}

function checkType(template: Template, name: string, at: Place): void {
  const kinds = templateKinds.filter((kind) => template[kind] !== undefined && template[kind] !== null);
  if (kinds.length > 1)
    throw new Failure(
      `templates.${name} multiple template types specified. choose one of: container, containerSet, steps, script, resource, dag, suspend, template, template ref`,
      at,
      `it has ${kinds.join(' and ')}`,
    );
  if (templateKind(template) === undefined)
    throw new Failure(
      `templates.${name} template type unspecified. choose one of: container, containerSet, steps, script, resource, dag, suspend, template, template ref`,
      at,
    );
}
