import type { Artifact, Parameter, Template } from '@argosy/api';
import { Scope, substitute } from '@argosy/expressions';
import {
  applyTemplateDefaults,
  declarations,
  isPodTemplate,
  type ResolvedTemplate,
  resolveInputs,
  resolveTemplate,
} from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { displayNameOf, podNameOf } from '../nodes/names.ts';
import { addInputs } from './input-scope.ts';
import type { ExecuteRequest } from './request.ts';

export type Prepared =
  | { readonly ok: true; readonly resolved: ResolvedTemplate; readonly template: Template; readonly scope: Scope }
  | { readonly ok: false; readonly message: string; readonly resolved?: ResolvedTemplate };

/** The template of a request with defaults merged; cheap, nothing is substituted. */
export function findResolved(
  draft: Draft,
  request: ExecuteRequest,
): { readonly ok: true; readonly value: ResolvedTemplate } | { readonly ok: false; readonly message: string } {
  const found = resolveTemplate(draft.source, request.holder, request.templateScope);
  if (!found.ok) return found;
  const { spec } = draft;
  const template = withRetryDefault(applyTemplateDefaults(found.value.template, spec.templateDefaults), spec.retryStrategy);
  return { ok: true, value: { ...found.value, template } };
}

const withDefault = new WeakMap<Template, Template>();

/** The workflow's retryStrategy applies to pods that have none of their own (acceptance 4-060). */
function withRetryDefault(template: Template, retryStrategy: Template['retryStrategy']): Template {
  if (!retryStrategy || template.retryStrategy || !isPodTemplate(template)) return template;
  let merged = withDefault.get(template);
  if (merged?.retryStrategy !== retryStrategy) {
    merged = { ...template, retryStrategy };
    withDefault.set(template, merged);
  }
  return merged;
}

/** Fills in the inputs and replaces the tags of a template (acceptance 3-019); bodies of steps and dag are left to their kinds. */
export function prepareTemplate(
  draft: Draft,
  request: ExecuteRequest,
  options: { readonly resolved: ResolvedTemplate; readonly nodeName: string; readonly variables?: Iterable<readonly [string, string]> },
): Prepared {
  const { resolved } = options;
  const inputs = resolveInputs(resolved.template, request.args, { configMap: (name) => draft.observation.configMaps.get(name) });
  if (!inputs.ok) return { ok: false, message: inputsMessage(inputs, request), resolved };
  const { scope, parameters } = templateScope(draft, request, { ...options, inputs: inputs.inputs });
  const { artifacts } = inputs.inputs;
  const substituted = substituteBody(draft, { ...resolved.template, inputs: artifacts ? { artifacts } : {} }, scope);
  if (typeof substituted === 'string') return { ok: false, message: substituted, resolved };
  // What was passed in is data: a value that looks like a tag stays as it is.
  const template: Template = { ...substituted, inputs: { ...(parameters.length > 0 && { parameters }), ...substituted.inputs } };
  const traversal = declarations(template.inputs).artifacts.find(escapesItsFolder);
  if (traversal)
    return { ok: false, message: `attempted to use a path containing '..' as an artifact path: ${traversal.path ?? ''}`, resolved };
  return { ok: true, resolved, template, scope };
}

/** Of groups only what is not about their steps or tasks: those are looked at when they start. A message where a tag is an error. */
function substituteBody(draft: Draft, template: Template, scope: Scope): Template | string {
  const { steps, dag, outputs, ...rest } = template;
  const options = { scope, input: draft.input };
  const isGroup = steps !== undefined || dag !== undefined;
  const { value, problems } = substitute(isGroup ? rest : { ...rest, outputs }, options);
  const fatal = problems.find(({ kind }) => kind === 'absent') ?? problems.find(({ kind }) => kind === 'expression');
  if (fatal) return fatal.message;
  if (!isGroup) return value;
  const resolve = (text: string): string => substitute(text, options).value;
  return {
    ...value,
    ...(steps && { steps: withNames(steps, resolve) }),
    ...(dag && { dag: withTarget(dag, resolve) }),
    ...(outputs && { outputs }),
  };
}

function withTarget(dag: NonNullable<Template['dag']>, resolve: (text: string) => string): NonNullable<Template['dag']> {
  return dag.target?.includes('{{') ? { ...dag, target: resolve(dag.target) } : dag;
}

/** Steps may be named by an input; steps without tags in their names stay the objects they are. */
function withNames(groups: NonNullable<Template['steps']>, resolve: (name: string) => string): NonNullable<Template['steps']> {
  if (!groups.some((group) => group.some(({ name }) => name?.includes('{{')))) return groups;
  return groups.map((group) => group.map((step) => (step.name?.includes('{{') ? { ...step, name: resolve(step.name) } : step)));
}

/** An argument that was given, and whose producer never ran, is named by its tag (acceptance 13-137). */
function inputsMessage(
  { message, missing = '' }: { readonly message: string; readonly missing?: string },
  { absent }: ExecuteRequest,
): string {
  const tag = absent?.get(missing);
  return tag === undefined ? message : `unable to substitute ${tag}: output is an absent optional (skipped/omitted node with no default)`;
}

/** A `..` that comes in through a value and leaves the folder (acceptance 1-067). */
function escapesItsFolder({ path }: Artifact): boolean {
  let depth = 0;
  for (const part of (path ?? '').split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

function templateScope(
  draft: Draft,
  request: ExecuteRequest,
  {
    resolved,
    nodeName,
    inputs,
    variables = [],
  }: {
    readonly resolved: ResolvedTemplate;
    readonly nodeName: string;
    readonly inputs: Template['inputs'];
    readonly variables?: Iterable<readonly [string, string]>;
  },
): { readonly scope: Scope; readonly parameters: readonly Parameter[] } {
  const { template } = resolved;
  const scope = new Scope(request.scope ?? draft.globals, variables);
  const parameters = addInputs(draft, scope, { declared: template.inputs, inputs, given: request.args.parameters ?? [] });
  addOutputPaths(scope, template);
  scope.set('node.name', nodeName);
  if (isPodTemplate(template)) scope.set('pod.name', podName(draft, request, nodeName));
  scope.set(isTask(request) ? 'tasks.name' : 'steps.name', stepName(draft, request));
  return { scope, parameters };
}

function isTask({ boundaryTemplate, nodeFlag }: ExecuteRequest): boolean {
  return boundaryTemplate?.dag !== undefined && nodeFlag?.hooked !== true;
}

/** The name of the step that runs the template, with its item where it is one of a loop; the entrypoint and hooks have none (acceptance 3-040). */
function stepName(draft: Draft, { holder, nodeName, boundaryID }: ExecuteRequest): string {
  if (!holder.name || boundaryID === undefined) return '';
  return displayNameOf(nodeName, draft.node(boundaryID)?.name);
}

function addOutputPaths(scope: Scope, { outputs }: Template): void {
  const { parameters, artifacts } = declarations(outputs);
  for (const { name, path } of artifacts) if (path) scope.set(`outputs.artifacts.${name}.path`, path);
  for (const { name, valueFrom } of parameters) if (valueFrom?.path) scope.set(`outputs.parameters.${name}.path`, valueFrom.path);
}

/** The pod name of a node that runs the template a request names. */
export function podName(draft: Draft, { holder }: ExecuteRequest, nodeName: string): string {
  const format =
    draft.observation.workflow.metadata.annotations?.['workflows.argoproj.io/pod-name-format'] ?? draft.observation.policy.podNameFormat;
  return podNameOf({
    workflow: draft.workflowName,
    nodeName,
    template: holder.inline ? '' : (holder.templateRef?.template ?? holder.template ?? ''),
    format,
  });
}
