import type { ClusterWorkflowTemplate, CronWorkflow, Workflow, WorkflowSpec, WorkflowTemplate } from '@argosy/api';
import { isTimeZone, parseSchedule } from '@argosy/schedule';
import { mergeSpec } from '@argosy/templates';
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
    const reference = workflow.spec.workflowTemplateRef;
    const found = reference?.name
      ? reference.clusterScope
        ? options.templates.clusterWorkflowTemplate(reference.name)
        : options.templates.workflowTemplate(reference.name)
      : undefined;
    if (reference?.name) {
      if (workflow.spec.templates?.length)
        throw new Failure('Templates is invalid field in spec if workflow referred WorkflowTemplate reference', ['spec', 'templates']);
      if (!found && options.ignoreMissingReferences) return;
      if (!found)
        throw new Failure(`${reference.clusterScope ? 'cluster workflow template' : 'workflow template'} ${reference.name} not found`, [
          'spec',
          'workflowTemplateRef',
        ]);
    }
    const spec = mergeSpec(workflow.spec, found?.spec, options.defaults);
    checkSpec(
      contextOf(spec, {
        options,
        root: ['spec'],
        name: workflow.metadata.name ?? workflow.metadata.generateName ?? '',
        metadata: workflow.metadata,
      }),
      { requireEntrypoint: true, allowEmpty: options.mode === 'lint' },
    );
  });
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
    if ((spec.schedules?.length ?? 0) === 0) throw new Failure('cron workflow must have at least one schedule', ['spec', 'schedules']);
    for (const [index, schedule] of spec.schedules.entries()) {
      const parsed = parseSchedule(schedule);
      if (!parsed.ok) throw new Failure(`cron schedule ${schedule} is malformed: ${parsed.message}`, ['spec', 'schedules', index]);
    }
    if (spec.timezone && !isTimeZone(spec.timezone))
      throw new Failure(`invalid timezone "${spec.timezone}": unknown time zone ${spec.timezone}`, ['spec', 'timezone']);
    if (!['', 'Allow', 'Forbid', 'Replace'].includes(spec.concurrencyPolicy ?? ''))
      throw new Failure(
        `'${spec.concurrencyPolicy ?? ''}' is not a valid concurrencyPolicy`,
        ['spec', 'concurrencyPolicy'],
        'one of Allow, Forbid, Replace',
      );
    if ((spec.startingDeadlineSeconds ?? 0) < 0)
      throw new Failure('startingDeadlineSeconds must be positive', ['spec', 'startingDeadlineSeconds']);
    const [problem] = validateWorkflow(
      { metadata: { generateName: `${metadata.name ?? ''}-`, namespace: metadata.namespace }, spec: spec.workflowSpec },
      options,
    );
    if (problem)
      throw new Failure(`cannot validate Workflow: ${problem.message}`, ['spec', 'workflowSpec', ...problem.at.slice(1)], problem.hint);
  });
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
  const globals = new Set(workflowVariables.map((variable) => variable.name));
  if (spec.priority !== undefined) globals.add('workflow.priority');
  for (const { name: parameter } of spec.arguments?.parameters ?? []) globals.add(`workflow.parameters.${parameter}`);
  for (const key of Object.keys({ ...metadata.labels, ...spec.workflowMetadata?.labels, ...spec.workflowMetadata?.labelsFrom }))
    globals.add(`workflow.labels.${key}`);
  for (const key of Object.keys({ ...metadata.annotations, ...spec.workflowMetadata?.annotations }))
    globals.add(`workflow.annotations.${key}`);
  return {
    checkHolder,
    mode: options.mode,
    spec,
    root,
    globals,
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

function checkSpec(
  context: Context,
  { requireEntrypoint, allowEmpty }: { readonly requireEntrypoint: boolean; readonly allowEmpty: boolean },
): void {
  const { spec, root } = context;
  requireNames(spec.templates ?? [], 'spec.templates', { at: [...root, 'templates'], check: checkFieldName });
  checkArguments(context, spec.arguments, { prefix: 'spec.arguments.', at: [...root, 'arguments'], allowEmpty });
  checkPodGc(spec, root);
  checkExecutorPlugins(spec, root);
  const scope = { kind: 'local', name: context.source.workflowName } as const;
  const args = spec.arguments ?? {};
  // A template that is not run as it stands gets its arguments from who runs it.
  const entry = requireEntrypoint ? args : undefined;
  if (spec.entrypoint) checkHolder(context, { template: spec.entrypoint }, { scope, args: entry, at: [...root, 'entrypoint'] });
  else if (requireEntrypoint) throw new Failure('spec.entrypoint is required', root);
  const late = new Set(['workflow.status', 'workflow.failures', 'workflow.duration']);
  for (const name of late) context.globals.add(name);
  if (spec.onExit) checkHolder(context, { template: spec.onExit }, { scope, args, at: [...root, 'onExit'] });
  for (const [name, hook] of Object.entries(spec.hooks ?? {})) {
    if (name !== 'exit' && !hook.expression) throw new Failure(`hooks.${name} Expression required`, [...root, 'hooks', name]);
    checkHolder(context, hook, { scope, args: hook.arguments ?? args, at: [...root, 'hooks', name] });
  }
  const prefix = `local/${context.source.workflowName}/`;
  const used = new Set(
    [...context.checked].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length, key.indexOf('('))),
  );
  for (const template of spec.templates ?? []) if (!used.has(template.name ?? '')) checkUnused(context, template);
}

/** Templates that nothing leads to are checked as if all of their inputs were given. */
function checkUnused(context: Context, template: NonNullable<WorkflowSpec['templates']>[number]): void {
  const scope = { kind: 'local', name: context.source.workflowName } as const;
  within(`templates.${template.name ?? ''}`, () =>
    checkHolder(context, { template: template.name ?? '' }, { scope, args: undefined, at: context.root }),
  );
}
