import type { Arguments, Artifact, NodeStatus, Parameter, Template, WorkflowStep } from '@argosy/api';
import {
  absent,
  compileExpression,
  evaluateCondition,
  ExpressionError,
  mayHoldTags,
  parseTags,
  type Scope,
  substitute,
  type TagProblem,
} from '@argosy/expressions';
import { declarations, mergeArguments, readConfigMapKey, type TemplateScope } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { isFulfilled } from '../nodes/phases.ts';
import type { NodeId } from '../observation.ts';
import { executeTemplate } from './execute-template.ts';
import type { ExecuteRequest } from './request.ts';
import { errorNode, templateFields } from './template-nodes.ts';
import { artifactIn } from './node-scope.ts';

export interface RunStep {
  readonly step: WorkflowStep;
  readonly nodeName: string;
  readonly scope: () => Scope;
  readonly templateScope: TemplateScope;
  readonly boundaryID: NodeId;
  readonly boundaryTemplate: Template;
  readonly onExit: boolean;
}

/** Starts one step or task, or moves it on: its condition first, then its arguments, then its template. */
export function runStep(draft: Draft, run: RunStep): NodeStatus | undefined {
  const existing = draft.nodeByName(run.nodeName);
  if (existing === undefined) return beginStep(draft, run);
  if (isFulfilled(existing) && !existing.daemoned) return existing;
  if (existing.type === 'Pod' && existing.phase === 'Running') return executeTemplate(draft, { ...requestOf(run), args: {} });
  const call = resolveCall(draft, run, run.scope());
  return typeof call === 'string' ? resumeWithInputs(draft, run, existing) : executeTemplate(draft, { ...requestOf(run), ...call });
}

function beginStep(draft: Draft, run: RunStep): NodeStatus | undefined {
  const scope = run.scope();
  const refused = checkWhen(draft, run, scope);
  if (refused) return refused;
  const call = resolveCall(draft, run, scope);
  return typeof call === 'string' ? errorNode(draft, requestOf(run), call) : executeTemplate(draft, { ...requestOf(run), ...call });
}

type Request = Omit<ExecuteRequest, 'args'>;

function requestOf({ step, scope, ...run }: RunStep): Request {
  return { ...run, holder: step, callerScope: scope };
}

/** The template that a step names and the arguments it gives it, with all tags resolved; a message where one cannot be. */
function resolveCall(draft: Draft, { step }: RunStep, scope: Scope): Pick<ExecuteRequest, 'holder' | 'args' | 'absent'> | string {
  const { hooks: _hooks, withItems: _items, withParam: _param, withSequence: _sequence, when: _when, ...body } = step;
  const { value: holder, problems } = substitute(body, { scope, input: draft.input });
  const problem = problems.find((candidate) => isFatal(candidate));
  if (problem) return problem.message;
  const missing = absentArguments(problems);
  const args = resolveArguments(draft, holder.arguments, { scope, absent: missing });
  return typeof args === 'string' ? args : { holder, args, absent: absentTags(step.arguments, missing) };
}

/** What a node was started with is noted on it: what its arguments named may be gone by now, such as the address of a daemon. */
function resumeWithInputs(draft: Draft, run: RunStep, existing: NodeStatus): NodeStatus | undefined {
  const { templateName, templateRef, inputs } = existing;
  const holder = { ...run.step, ...(templateName && { template: templateName }), ...(templateRef && { templateRef }) };
  return executeTemplate(draft, { ...requestOf(run), holder, args: declarations(inputs) });
}

/** A condition that is false skips the step, one that cannot be read is an error (acceptance 3.5, 4-006). */
function checkWhen(draft: Draft, { step, nodeName, templateScope, boundaryID }: RunStep, scope: Scope): NodeStatus | undefined {
  if (!step.when) return undefined;
  const base = { nodeName, holder: step, templateScope, boundaryID };
  const when = substitute(step.when, { scope, input: draft.input });
  const [problem] = when.problems;
  if (problem) return errorNode(draft, base, problem.message);
  const result = evaluateCondition(when.value);
  if (!result.ok) return errorNode(draft, base, result.message);
  if (result.value) return undefined;
  return draft.create({
    name: nodeName,
    type: 'Skipped',
    phase: 'Skipped',
    boundaryID,
    message: `when '${when.value}' evaluated false`,
    extra: { ...templateFields({ ...base, args: {}, onExit: false }), nodeFlag: {} },
  });
}

/**
 * Tags that will be known later (items of an inner loop, retries, variables of an inline template) may stay; artifacts are resolved apart;
 * what a sibling should have given and did not is an error.
 */
function isFatal({ kind, tag, at }: TagProblem): boolean {
  if (at[0] === 'inline') return false;
  if (tag.includes('.outputs.artifacts.') || tag.startsWith('inputs.artifacts.') || tag.startsWith('workflow.outputs.artifacts.'))
    return false;
  if (kind === 'absent') return !isWholeArgument(at);
  return kind === 'expression' || /^\s*(steps|tasks)[.[]/.test(tag);
}

function isWholeArgument(at: TagProblem['at']): boolean {
  return at[0] === 'arguments' && at[1] === 'parameters' && at[3] === 'value';
}

/** Positions of the parameters whose whole value is the output of something that never ran. */
export function absentArguments(problems: readonly TagProblem[]): ReadonlySet<number> {
  return new Set(problems.filter(({ kind, at }) => kind === 'absent' && isWholeArgument(at)).map(({ at }) => at[2] as number));
}

/** The tags of arguments that count as not given, by parameter. */
export function absentTags(args: Arguments | undefined, positions: ReadonlySet<number>): ReadonlyMap<string, string> | undefined {
  if (positions.size === 0) return undefined;
  const parameters = [...positions].map((index) => args?.parameters?.[index]);
  return new Map(parameters.map((parameter) => [parameter?.name ?? '', parameter?.value ?? '']));
}

interface ArgumentContext {
  readonly scope: Scope;
  /** Positions of parameters whose value is an absent optional: they count as not given (acceptance 13-137). */
  readonly absent: ReadonlySet<number>;
}

/** Arguments with values for `valueFrom` and locations for `from`; a message when one cannot be found. */
export function resolveArguments(draft: Draft, args: Arguments | undefined, context: ArgumentContext): Arguments | string {
  const given = declarations(args);
  const parameters: Parameter[] = [];
  for (const [index, parameter] of given.parameters.entries()) {
    const resolved = context.absent.has(index) ? withoutValue(parameter, context.scope) : resolveParameter(draft, parameter, context.scope);
    if (typeof resolved === 'string') return resolved;
    if (resolved) parameters.push(resolved);
  }
  const artifacts: Artifact[] = [];
  for (const artifact of given.artifacts) {
    const resolved = resolveArtifact(draft, artifact, context.scope);
    if (typeof resolved === 'string') return resolved;
    if (resolved) artifacts.push(resolved);
  }
  return mergeArguments({ ...(parameters.length > 0 && { parameters }), ...(artifacts.length > 0 && { artifacts }) }, undefined);
}

/** Whose whole value never came to be counts as not given; a text around it would have a hole. */
function withoutValue({ value = '' }: Parameter, scope: Scope): string | undefined {
  if (parseTags(value).length <= 1) return undefined;
  return `unable to substitute ${absentTag(value, scope)}: output is an absent optional (skipped/omitted node with no default)`;
}

/** The tag inside a longer text whose producer never ran. */
function absentTag(text: string, scope: Scope): string {
  const tag = parseTags(text).find((part) => part.kind === 'name' && scope.get(part.name) === absent);
  return tag?.kind === 'name' ? tag.source : text;
}

function resolveParameter(draft: Draft, parameter: Parameter, scope: Scope): Parameter | string {
  const { valueFrom } = parameter;
  if (parameter.value !== undefined || !valueFrom) return parameter;
  if (valueFrom.configMapKeyRef) {
    const read = readConfigMapKey(parameter, { configMap: (name) => draft.observation.configMaps.get(name) });
    return read.ok ? { ...parameter, value: read.value } : `failed to retrieve parameter ${parameter.name} from ConfigMap: ${read.message}`;
  }
  if (valueFrom.expression) {
    const value = evaluateText(draft, valueFrom.expression, scope);
    if (value.ok) return { ...parameter, value: value.text };
    return valueFrom.default === undefined ? value.message : { ...parameter, value: valueFrom.default };
  }
  return parameter;
}

/** The artifact that an argument or output passes on: `from` or `fromExpression`, or its own location (acceptance 5-022 to 5-024). */
export function resolveArtifact(draft: Draft, artifact: Artifact, scope: Scope): Artifact | string | undefined {
  if (!artifact.from && !artifact.fromExpression) return artifact;
  const found = artifact.from ? artifactIn(scope, artifact.from) : evaluateArtifact(draft, artifact.fromExpression as string, scope);
  if (found === undefined) return artifact.optional ? undefined : `Unable to resolve: ${artifact.from ?? artifact.fromExpression ?? ''}`;
  const { from: _from, fromExpression: _expression, subPath, ...own } = artifact;
  return { ...withoutPlace(found), ...own, ...(subPath && addSubPath(found, substitute(subPath, { scope, input: draft.input }).value)) };
}

/** The consumer keeps its own path and mode, the producer gives the location. */
function withoutPlace({
  name: _name,
  path: _path,
  mode: _mode,
  recurseMode: _recurse,
  globalName: _global,
  optional: _optional,
  artifactGC: _gc,
  ...location
}: Artifact): Partial<Artifact> {
  return location;
}

function addSubPath(artifact: Artifact, subPath: string): Partial<Artifact> {
  for (const kind of ['s3', 'gcs', 'oss', 'azure', 'hdfs', 'plugin', 'local'] as const) {
    const location = artifact[kind] as Readonly<Record<string, unknown>> | undefined;
    const field = kind === 'azure' ? 'blob' : kind === 'hdfs' ? 'path' : 'key';
    if (location) return { [kind]: { ...location, [field]: `${String(location[field] ?? '')}/${subPath}` } };
  }
  return {};
}

function evaluateArtifact(draft: Draft, expression: string, scope: Scope): Artifact | undefined {
  try {
    const value = compileExpression(expression.replace(/^\{\{=?|\}\}$/g, '')).evaluate(scope.environment(), draft.input);
    return typeof value === 'object' && value !== null ? (value as Artifact) : undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** The text of an expression over a scope: strings raw, everything else as JSON; nil is an error. */
export function evaluateText(
  draft: Draft,
  expression: string,
  scope: Scope,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  const source = mayHoldTags(expression) ? substitute(expression, { scope, input: draft.input }).value : expression;
  try {
    const value = compileExpression(source).evaluate(scope.environment(), draft.input);
    if (value === null || value === undefined) return { ok: false, message: `failed to evaluate expression ${JSON.stringify(expression)}` };
    return { ok: true, text: typeof value === 'string' ? value : JSON.stringify(value) };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, message: `failed to evaluate expression: ${error.message}` };
    throw error;
  }
}
