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
import { mergeArguments, readConfigMapKey, type TemplateScope } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { isFulfilled } from '../nodes/phases.ts';
import type { NodeId } from '../observation.ts';
import { executeTemplate } from './execute-template.ts';
import { failToStart, templateFields } from './template-nodes.ts';
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
  const { step, nodeName } = run;
  const existing = draft.nodeByName(nodeName);
  if (existing && isFulfilled(existing) && !existing.daemoned) return existing;
  const base = { nodeName, holder: step, templateScope: run.templateScope, boundaryID: run.boundaryID };
  if (existing && existing.type !== 'Retry' && existing.phase === 'Running' && existing.type === 'Pod')
    return executeTemplate(draft, { ...base, args: {}, boundaryTemplate: run.boundaryTemplate, onExit: run.onExit });
  const scope = run.scope();
  if (!existing) {
    const refused = checkWhen(draft, run, scope);
    if (refused) return refused;
  }
  const { hooks: _hooks, withItems: _items, withParam: _param, withSequence: _sequence, when: _when, ...body } = step;
  const substituted = substitute(body, { scope, input: draft.input });
  const problem = substituted.problems.find((candidate) => isFatal(candidate));
  if (problem && existing) return resumeWithInputs(draft, run, existing);
  if (problem) return failToStart(draft, base, problem.message);
  const missing = absentArguments(substituted.problems);
  const args = resolveArguments(draft, substituted.value.arguments, { scope, absent: missing });
  if (typeof args === 'string') return existing ? resumeWithInputs(draft, run, existing) : failToStart(draft, base, args);
  const { boundaryTemplate, onExit } = run;
  return executeTemplate(draft, {
    ...base,
    holder: substituted.value,
    args,
    boundaryTemplate,
    onExit,
    absent: absentTags(step.arguments, missing),
  });
}

/** What a node was started with is noted on it: what its arguments named may be gone by now, such as the address of a daemon. */
function resumeWithInputs(draft: Draft, run: RunStep, existing: NodeStatus): NodeStatus | undefined {
  const { step, nodeName, templateScope, boundaryID, boundaryTemplate, onExit } = run;
  const { templateName, templateRef, inputs } = existing;
  const holder = { ...step, ...(templateName && { template: templateName }), ...(templateRef && { templateRef }) };
  const args = { ...(inputs?.parameters && { parameters: inputs.parameters }), ...(inputs?.artifacts && { artifacts: inputs.artifacts }) };
  return executeTemplate(draft, { nodeName, holder, templateScope, boundaryID, boundaryTemplate, onExit, args });
}

/** A condition that is false skips the step, one that cannot be read is an error (acceptance 3.5, 4-006). */
function checkWhen(draft: Draft, { step, nodeName, templateScope, boundaryID }: RunStep, scope: Scope): NodeStatus | undefined {
  if (!step.when) return undefined;
  const base = { nodeName, holder: step, templateScope, boundaryID };
  const when = substitute(step.when, { scope, input: draft.input });
  const [problem] = when.problems;
  if (problem) return failToStart(draft, base, problem.message);
  const result = evaluateCondition(when.value);
  if (!result.ok) return failToStart(draft, base, result.message);
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
  const parameters: Parameter[] = [];
  for (const [index, parameter] of (args?.parameters ?? []).entries()) {
    if (context.absent.has(index)) {
      if (parseTags(parameter.value ?? '').length > 1)
        return `unable to substitute ${absentTag(parameter.value ?? '', context.scope)}: output is an absent optional (skipped/omitted node with no default)`;
      continue;
    }
    const resolved = resolveParameter(draft, parameter, context.scope);
    if (typeof resolved === 'string') return resolved;
    parameters.push(resolved);
  }
  const artifacts: Artifact[] = [];
  for (const artifact of args?.artifacts ?? []) {
    const resolved = resolveArtifact(draft, artifact, context.scope);
    if (typeof resolved === 'string') return resolved;
    if (resolved) artifacts.push(resolved);
  }
  return mergeArguments({ ...(parameters.length > 0 && { parameters }), ...(artifacts.length > 0 && { artifacts }) }, undefined);
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
    if (value === null || value === undefined) return { ok: false, message: `failed to evaluate expression: ${expression} is nil` };
    return { ok: true, text: typeof value === 'string' ? value : JSON.stringify(value) };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, message: `failed to evaluate expression: ${error.message}` };
    throw error;
  }
}
