import type { ClusterWorkflowTemplate, CronWorkflow, CronWorkflowSpec, Workflow, WorkflowSpec, WorkflowTemplate } from '@argosy/api';
import { isTimeZone, parseSchedule } from '@argosy/schedule';
import { declarations, mergeSpec, type TemplateScope } from '@argosy/templates';
import type { Context, TemplateLookup, ValidationMode } from './context.ts';
import { Failure, type Place, within } from './failure.ts';
import { checkFieldName, requireNames } from './names.ts';
import { workflowVariables } from './variables.ts';
import { requireWellFormed, wellFormedTemplates } from './well-formed.ts';
import { checkArguments } from './rules/arguments.ts';
import { checkExecutorPlugins } from './rules/executor-plugins.ts';
import { checkPodGc } from './rules/pod-gc.ts';
import { checkHolder } from './rules/template.ts';

export interface ValidationOptions {
  readonly templates: TemplateLookup;
  readonly mode: ValidationMode;
  /** Spec that the controller puts under every workflow. */
  readonly defaults?: WorkflowSpec | undefined;
  /** Offline, a template that is referred to may be in a file that was not given. */
  readonly ignoreMissingReferences?: boolean | undefined;
}

/** Something wrong with an object: the message in Argo's words, and its place in the document. */
export interface ValidationProblem {
  readonly code: string;
  readonly message: string;
  readonly at: Place;
  readonly hint?: string | undefined;
}

const longestName = 63;
const longestCronName = 52;

export function validateWorkflow(workflow: Workflow, given: ValidationOptions): ValidationProblem[] {
  const options = { ...given, templates: wellFormedTemplates(given.templates) };
  return collect(() => {
    requireWellFormed('Workflow', workflow);
    checkLength('workflow name', workflow.metadata.name, longestName);
    const referenced = referencedSpec(workflow, options);
    if (referenced === 'unknown') return;
    const spec = mergeSpec(workflow.spec, referenced, options.defaults);
    const { metadata } = workflow;
    const name = metadata.name ?? metadata.generateName ?? '';
    checkSpec(contextOf(spec, { options, root: ['spec'], name, metadata }), {
      requireEntrypoint: true,
      allowEmpty: options.mode === 'lint',
    });
  });
}

/** The spec of the template that a workflow refers to; `unknown`: it is not there, and may be elsewhere. */
function referencedSpec(
  { spec }: Workflow,
  { templates, ignoreMissingReferences }: ValidationOptions,
): WorkflowSpec | 'unknown' | undefined {
  const reference = spec.workflowTemplateRef;
  if (!reference?.name) return undefined;
  const { name, clusterScope } = reference;
  if (spec.templates?.length)
    throw new Failure('Templates is invalid field in spec if workflow referred WorkflowTemplate reference', ['spec', 'templates']);
  const found = clusterScope ? templates.clusterWorkflowTemplate(name) : templates.workflowTemplate(name);
  if (found) return found.spec;
  if (ignoreMissingReferences) return 'unknown';
  const what = clusterScope ? 'cluster workflow template' : 'workflow template';
  throw new Failure(`${what} ${name} not found`, ['spec', 'workflowTemplateRef']);
}

export function validateWorkflowTemplate(template: WorkflowTemplate, options: ValidationOptions): ValidationProblem[] {
  return validateTemplate(template, options, 'workflow template name');
}

export function validateClusterWorkflowTemplate(template: ClusterWorkflowTemplate, options: ValidationOptions): ValidationProblem[] {
  return validateTemplate(template, options, 'cluster workflow template name');
}

function validateTemplate(template: WorkflowTemplate, options: ValidationOptions, what: string): ValidationProblem[] {
  return collect(() => {
    requireWellFormed('WorkflowTemplate', template);
    checkLength(what, template.metadata.name, longestName);
    const spec = mergeSpec(template.spec, undefined, undefined);
    const context = contextOf(spec, {
      options: { ...options, templates: wellFormedTemplates(options.templates), mode: options.mode === 'submit' ? 'submit' : 'lint' },
      root: ['spec'],
      name: template.metadata.name ?? '',
      metadata: template.metadata,
    });
    // Parameters that it does not name may come from the workflow that uses it.
    context.globals.add('workflow.parameters.*');
    checkSpec(context, { requireEntrypoint: false, allowEmpty: options.mode !== 'submit' });
  });
}

export function validateCronWorkflow(cron: CronWorkflow, options: ValidationOptions): ValidationProblem[] {
  return collect(() => {
    requireWellFormed('CronWorkflow', cron);
    const { spec, metadata } = cron;
    checkLength('cron workflow name', metadata.name, longestCronName);
    checkSchedules(spec);
    checkCronPolicy(spec);
    const [problem] = validateWorkflow(
      { metadata: { generateName: `${metadata.name ?? ''}-`, namespace: metadata.namespace }, spec: spec.workflowSpec },
      options,
    );
    if (problem)
      throw new Failure(`cannot validate Workflow: ${problem.message}`, ['spec', 'workflowSpec', ...problem.at.slice(1)], problem.hint);
  });
}

function checkSchedules({ schedules = [], timezone }: CronWorkflowSpec): void {
  if (schedules.length === 0) throw new Failure('cron workflow must have at least one schedule', ['spec', 'schedules']);
  for (const [index, schedule] of schedules.entries()) {
    const parsed = parseSchedule(schedule);
    if (!parsed.ok) throw new Failure(`cron schedule ${schedule} is malformed: ${parsed.message}`, ['spec', 'schedules', index]);
  }
  if (timezone && !isTimeZone(timezone))
    throw new Failure(`invalid timezone "${timezone}": unknown time zone ${timezone}`, ['spec', 'timezone']);
}

function checkCronPolicy({ concurrencyPolicy = '', startingDeadlineSeconds = 0 }: CronWorkflowSpec): void {
  if (!['', 'Allow', 'Forbid', 'Replace'].includes(concurrencyPolicy))
    throw new Failure(
      `'${concurrencyPolicy}' is not a valid concurrencyPolicy`,
      ['spec', 'concurrencyPolicy'],
      'one of Allow, Forbid, Replace',
    );
  if (startingDeadlineSeconds < 0) throw new Failure('startingDeadlineSeconds must be positive', ['spec', 'startingDeadlineSeconds']);
}

function collect(check: () => void): ValidationProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof Failure)
      return [{ code: 'INVALID', message: error.message, at: error.at, ...(error.hint && { hint: error.hint }) }];
    throw error;
  }
}

function checkLength(what: string, name: string | undefined, longest: number): void {
  if (name && name.length > longest)
    throw new Failure(`${what} "${name}" must not be more than ${longest} characters long (currently ${name.length})`, [
      'metadata',
      'name',
    ]);
}

function contextOf(
  spec: WorkflowSpec,
  {
    options,
    root,
    name,
    metadata,
  }: { readonly options: ValidationOptions; readonly root: Place; readonly name: string; readonly metadata: Workflow['metadata'] },
): Context {
  return {
    checkHolder,
    mode: options.mode,
    spec,
    root,
    globals: globalsOf(spec, metadata),
    checked: new Set(),
    ignoreMissingReferences: options.ignoreMissingReferences ?? false,
    source: {
      workflowName: name,
      spec,
      workflowTemplate: (other) => options.templates.workflowTemplate(other),
      clusterWorkflowTemplate: (other) => options.templates.clusterWorkflowTemplate(other),
      stored: () => undefined,
    },
  };
}

function globalsOf(spec: WorkflowSpec, { labels, annotations }: Workflow['metadata']): Set<string> {
  const more = spec.workflowMetadata ?? {};
  const globals = new Set(workflowVariables.map((variable) => variable.name));
  if (spec.priority !== undefined) globals.add('workflow.priority');
  for (const { name } of declarations(spec.arguments).parameters) globals.add(`workflow.parameters.${name}`);
  for (const key of Object.keys({ ...labels, ...more.labels, ...more.labelsFrom })) globals.add(`workflow.labels.${key}`);
  for (const key of Object.keys({ ...annotations, ...more.annotations })) globals.add(`workflow.annotations.${key}`);
  return globals;
}

function checkSpec(
  context: Context,
  { requireEntrypoint, allowEmpty }: { readonly requireEntrypoint: boolean; readonly allowEmpty: boolean },
): void {
  const { spec, root } = context;
  requireNames(spec.templates ?? [], 'spec.templates', { at: [...root, 'templates'], check: checkFieldName });
  checkArguments(context, spec.arguments, { prefix: 'spec.arguments.', at: [...root, 'arguments'], allowEmpty });
  checkPodGc(spec, root);
  checkExecutorPlugins(spec, root);
  checkEntrypoint(context, requireEntrypoint);
  for (const name of ['workflow.status', 'workflow.failures', 'workflow.duration']) context.globals.add(name);
  checkWorkflowHooks(context);
  checkUnusedTemplates(context);
}

function localScope({ source }: Context): TemplateScope {
  return { kind: 'local', name: source.workflowName };
}

/** A template that is not run as it stands gets its arguments from who runs it. */
function checkEntrypoint(context: Context, isRequired: boolean): void {
  const { spec, root } = context;
  const args = isRequired ? (spec.arguments ?? {}) : undefined;
  const at = [...root, 'entrypoint'];
  if (spec.entrypoint) checkHolder(context, { template: spec.entrypoint }, { scope: localScope(context), args, at });
  else if (isRequired) throw new Failure('spec.entrypoint is required', root);
}

function checkWorkflowHooks(context: Context): void {
  const { spec, root } = context;
  const [scope, args] = [localScope(context), spec.arguments ?? {}];
  if (spec.onExit) checkHolder(context, { template: spec.onExit }, { scope, args, at: [...root, 'onExit'] });
  for (const [name, hook] of Object.entries(spec.hooks ?? {})) {
    if (name !== 'exit' && !hook.expression) throw new Failure(`hooks.${name} Expression required`, [...root, 'hooks', name]);
    checkHolder(context, hook, { scope, args: hook.arguments ?? args, at: [...root, 'hooks', name] });
  }
}

function checkUnusedTemplates(context: Context): void {
  const prefix = `local/${context.source.workflowName}/`;
  const used = new Set(
    [...context.checked].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length, key.indexOf('('))),
  );
  for (const template of context.spec.templates ?? []) if (!used.has(template.name ?? '')) checkUnused(context, template);
}

/** Templates that nothing leads to are checked as if all of their inputs were given. */
function checkUnused(context: Context, template: NonNullable<WorkflowSpec['templates']>[number]): void {
  const scope = localScope(context);
  within(`templates.${template.name ?? ''}`, () =>
    checkHolder(context, { template: template.name ?? '' }, { scope, args: undefined, at: context.root }),
  );
}
