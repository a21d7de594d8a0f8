import type { Artifact, NodeStatus, Parameter, Template } from '@argosy/api';
import type { Scope } from '@argosy/expressions';
import { absent, readJson, toJson, writeJson } from '@argosy/expressions';
import { declarations } from '@argosy/templates';
import { isMapOrList } from './json-values.ts';
import type { Draft } from '../draft.ts';
import { loopIndexOf } from '../nodes/names.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Adds what others may know of a node: `steps.<name>.status`, `.outputs.result` … (acceptance §3.4). */
export function addNode(
  draft: Draft,
  scope: Scope,
  { prefix, node, template }: { readonly prefix: string; readonly node: NodeStatus; readonly template?: Template | undefined },
): void {
  const shown = lastAttempt(draft, node);
  const known = {
    id: shown.id,
    startedAt: shown.startedAt,
    finishedAt: shown.finishedAt,
    hostNodeName: shown.hostNodeName,
    ip: shown.podIP,
    exitCode: node.outputs?.exitCode,
  };
  for (const [name, value] of Object.entries(known)) if (value) scope.set(`${prefix}.${name}`, value);
  scope.set(`${prefix}.status`, (node.type === 'Retry' ? node : shown).phase ?? '');
  if (node.phase === 'Skipped' || node.phase === 'Omitted') addAbsent(scope, prefix, template);
  addNodeOutputs(scope, prefix, node.outputs);
}

function addNodeOutputs(scope: Scope, prefix: string, outputs: NodeStatus['outputs']): void {
  const { parameters, artifacts } = declarations(outputs);
  if (outputs?.result !== undefined) scope.set(`${prefix}.outputs.result`, outputs.result);
  for (const { name, value } of parameters) if (value !== undefined) scope.set(`${prefix}.outputs.parameters.${name}`, value);
  for (const artifact of artifacts) scope.set(`${prefix}.outputs.artifacts.${artifact.name}`, artifact as unknown as Fields);
}

/** A retried step shows what its last attempt knows (acceptance 13-085). */
function lastAttempt(draft: Draft, node: NodeStatus): NodeStatus {
  if (node.type !== 'Retry') return node;
  return draft.childrenOf(node).findLast((child) => !child.nodeFlag?.hooked) ?? node;
}

/** A node that never ran has its outputs' defaults, or absent optionals (acceptance 13-136). */
function addAbsent(scope: Scope, prefix: string, template: Template | undefined): void {
  const { parameters, artifacts } = declarations(template?.outputs);
  scope.set(`${prefix}.outputs.result`, absent);
  for (const { name, valueFrom } of parameters) scope.set(`${prefix}.outputs.parameters.${name}`, valueFrom?.default ?? absent);
  // An optional input may do without it. Argo has this for steps only; a DAG says that it cannot resolve it (acceptance 13-142).
  if (prefix.startsWith('steps.')) for (const { name } of artifacts) scope.set(`${prefix}.outputs.artifacts.${name}`, { name });
}

/** Adds the outputs of a loop: lists of what its succeeded children gave, in the order of the items (acceptance §13.8). */
export function addAggregate(scope: Scope, prefix: string, children: readonly NodeStatus[]): void {
  const contributing = contributingOf(children);
  const results = resultsOf(contributing).map(readJson);
  const values = results.flatMap((read) => (read.ok ? [read.value] : []));
  if (values.length === results.length) scope.set(`${prefix}.outputs.result`, writeJson(values, { sorted: false }));
  const parameters = contributing.map(({ outputs }) => outputs?.parameters ?? []).filter((list) => list.length > 0);
  addParameterLists(scope, prefix, parameters);
}

/** Why the results of a loop cannot become a list: each has to be JSON (acceptance 13-071). */
export function aggregateProblem(children: readonly NodeStatus[]): string | undefined {
  for (const result of resultsOf(contributingOf(children))) {
    const read = readJson(result);
    if (!read.ok) return read.message;
  }
  return undefined;
}

function contributingOf(children: readonly NodeStatus[]): NodeStatus[] {
  return children
    .filter((child) => child.phase === 'Succeeded' && child.outputs !== undefined && !child.nodeFlag?.hooked)
    .sort((a, b) => loopIndexOf(a.name) - loopIndexOf(b.name));
}

function resultsOf(nodes: readonly NodeStatus[]): string[] {
  return nodes.map(({ outputs }) => outputs?.result).filter((result) => result !== undefined);
}

function addParameterLists(scope: Scope, prefix: string, lists: readonly (readonly Parameter[])[]): void {
  scope.set(
    `${prefix}.outputs.parameters`,
    toJson(lists.map((list) => Object.fromEntries(list.map(({ name, value }) => [name, value ?? ''])))),
  );
  const names = new Set(lists.flat().map(({ name }) => name));
  for (const name of names) {
    const values = lists.flatMap((list) => list.filter((parameter) => parameter.name === name).map(({ value }) => value ?? ''));
    scope.set(`${prefix}.outputs.parameters.${name}`, toJson(structured(values) ?? values));
  }
}

/** Values that are all JSON objects or lists stay structures; numbers and booleans stay texts (acceptance 13-073). */
function structured(values: readonly string[]): unknown[] | undefined {
  const parsed: unknown[] = [];
  for (const value of values) {
    const structure = isMapOrList(value);
    if (structure === undefined) return undefined;
    parsed.push(structure);
  }
  return parsed.length > 0 ? parsed : undefined;
}

/** The artifact that a tag such as `{{steps.a.outputs.artifacts.x}}` names, or undefined. */
export function artifactIn(scope: Scope, reference: string): Artifact | undefined {
  const name = /^\{\{\s*([^}]+?)\s*\}\}$/.exec(reference)?.[1];
  const value = name === undefined ? undefined : scope.get(name);
  return typeof value === 'object' ? (value as unknown as Artifact) : undefined;
}
