import type { NodeStatus, Prometheus } from '@argosy/api';
import { evaluateCondition, Scope, substitute } from '@argosy/expressions';
import { declarations } from '@argosy/templates';
import { fromRfc3339, type Instant } from '@argosy/std';
import type { MetricSample } from '../decision.ts';
import type { Draft } from '../draft.ts';
import { finalPhases, isCompleted, isFulfilled } from '../nodes/phases.ts';
import { templateOf } from './observe-pods.ts';
import { setCondition } from './end-workflow.ts';

/**
 * Samples of the metrics that the workflow and its templates define: those in real time when their subject starts, all of them when it
 * ends (acceptance 7-055, 7-056, 3-046). What is wrong with one is a condition of the workflow; it stops nothing.
 */
export function sampleMetrics(draft: Draft): void {
  if (draft.globals === undefined) return;
  sampleWorkflow(draft);
  for (const node of draft.nodes()) sampleNode(draft, node);
}

interface Subject {
  readonly scope: Scope;
  /** Name of the variable that may be shown in real time. */
  readonly clock: 'workflow.duration' | 'duration';
  readonly startedAt: string | null | undefined;
}

function sampleWorkflow(draft: Draft): void {
  const { spec, status, observation } = draft;
  const metrics = spec.metrics?.prometheus ?? [];
  const { phase = '', startedAt } = status;
  if (metrics.length === 0 || !startedAt || phase === observation.workflow.status?.phase) return;
  const variables = [
    ['workflow.status', phase],
    ['workflow.duration', secondsBetween(draft, startedAt, status.finishedAt)],
  ] as const;
  const subject: Subject = { scope: new Scope(draft.globals, variables), clock: 'workflow.duration', startedAt };
  sampleAll(draft, metrics, { subject, isNew: !observation.workflow.status?.startedAt, hasEnded: finalPhases.has(phase) });
}

interface Moment {
  readonly subject: Subject;
  readonly isNew: boolean;
  readonly hasEnded: boolean;
}

function sampleAll(draft: Draft, metrics: readonly Prometheus[], { subject, isNew, hasEnded }: Moment): void {
  if (hasEnded) for (const metric of metrics) sample(draft, metric, subject);
  else if (isNew) for (const metric of metrics) sampleInRealTime(draft, metric, subject);
}

const withTemplate: ReadonlySet<string> = new Set(['Pod', 'Steps', 'DAG', 'Retry', 'Suspend', 'HTTP', 'Plugin']);

function sampleNode(draft: Draft, node: NodeStatus): void {
  const before = draft.observation.workflow.status?.nodes?.[node.id];
  const moment = before === node ? undefined : momentOf(node, before);
  if (moment === undefined || !isCounted(draft, node)) return;
  const metrics = templateOf(draft, node)?.metrics?.prometheus ?? [];
  if (metrics.length === 0) return;
  const subject: Subject = { scope: nodeScope(draft, node), clock: 'duration', startedAt: node.startedAt };
  sampleAll(draft, metrics, { ...moment, subject });
}

/** A node begins or ends once; in between nothing is sampled. */
function momentOf(node: NodeStatus, before: NodeStatus | undefined): Omit<Moment, 'subject'> | undefined {
  const hadEnded = before !== undefined && isFulfilled(before);
  const moment = { isNew: before === undefined, hasEnded: isFulfilled(node) && !hadEnded };
  return moment.isNew || moment.hasEnded ? moment : undefined;
}

function isCounted(draft: Draft, node: NodeStatus): boolean {
  return withTemplate.has(node.type) && !isCountedByRetry(draft, node);
}

/** The last attempt is counted with its Retry node; one after which another follows is counted by itself. */
function isCountedByRetry(draft: Draft, node: NodeStatus): boolean {
  if (!node.nodeFlag?.retried) return false;
  const parent = draft.nodeByName(node.name.slice(0, node.name.lastIndexOf('(')));
  return !isCompleted(node) || (parent !== undefined && isFulfilled(parent));
}

function nodeScope(draft: Draft, node: NodeStatus): Scope {
  const { inputs, outputs, phase, resourcesDuration = {} } = node;
  const scope = new Scope(draft.globals);
  const texts = {
    status: phase,
    duration: secondsBetween(draft, node.startedAt, node.finishedAt),
    'outputs.result': outputs?.result,
    exitCode: outputs?.exitCode,
    ...valuesOf('inputs', inputs),
    ...valuesOf('outputs', outputs),
  };
  for (const [name, value] of Object.entries(texts)) if (value !== undefined) scope.set(name, value);
  for (const [resource, seconds] of Object.entries(resourcesDuration)) scope.set(`resourcesDuration.${resource}`, String(seconds));
  return scope;
}

function valuesOf(owner: 'inputs' | 'outputs', declared: NodeStatus['inputs'] | NodeStatus['outputs']): Record<string, string | undefined> {
  return Object.fromEntries(declarations(declared).parameters.map(({ name, value }) => [`${owner}.parameters.${name}`, value]));
}

function secondsBetween(draft: Draft, start: string | null | undefined, end: string | null | undefined): string {
  const from = fromRfc3339(start) ?? draft.now;
  return (((fromRfc3339(end) ?? draft.now) - from) / 1000).toFixed(6);
}

function sampleInRealTime(draft: Draft, metric: Prometheus, subject: Subject): void {
  if (!metric.gauge?.realtime) return;
  const named = describe(draft, metric, subject);
  if (named === undefined) return;
  const variable = /^\{\{\s*(.*?)\s*\}\}$/.exec(metric.gauge.value)?.[1];
  if (variable === undefined) return complain(draft, 'real time metrics can only be used with metric variables');
  if (variable !== subject.clock) return complain(draft, `'${variable}' is not available as a real time metric`);
  const since: Instant = fromRfc3339(subject.startedAt) ?? draft.now;
  draft.metrics.push({ ...named, type: 'gauge', value: (draft.now - since) / 1000, since });
}

function sample(draft: Draft, metric: Prometheus, subject: Subject): void {
  const named = describe(draft, metric, subject);
  if (named === undefined) return;
  const kind = kindOf(metric);
  if (kind === undefined) return complain(draft, `metric '${metric.name}' has no gauge, histogram or counter`);
  const { value: text } = substitute(kind.value, { scope: subject.scope, input: draft.input });
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) return complain(draft, `could not construct metric '${metric.name}': parsing "${text}": invalid syntax`);
  draft.metrics.push({ ...named, ...kind, value });
}

type Named = Pick<MetricSample, 'name' | 'help' | 'labels'>;

/** Name, help and labels with their tags replaced; undefined where the metric does not apply or is wrong. */
function describe(draft: Draft, { name, help, labels, when }: Prometheus, { scope }: Subject): Named | undefined {
  if (!help) return complain(draft, `metric '${name}' must contain a help string under 'help: ' field`);
  const { value, problems } = substitute({ name, help, labels: labels ?? [], when: when ?? '' }, { scope, input: draft.input });
  const [problem] = problems;
  if (problem) return complain(draft, `unable to substitute parameters for metric '${name}': ${problem.message}`);
  const applies = value.when === '' ? ({ ok: true, value: true } as const) : evaluateCondition(value.when);
  if (!applies.ok) return complain(draft, `unable to compute 'when' clause for metric '${name}': ${applies.message}`);
  if (!applies.value) return undefined;
  return { name: value.name, help: value.help, labels: Object.fromEntries(value.labels.map((label) => [label.key, label.value])) };
}

type Kind = Pick<MetricSample, 'type' | 'operation' | 'buckets'> & { readonly value: string };

function kindOf({ counter, gauge, histogram }: Prometheus): Kind | undefined {
  if (counter) return { type: 'counter', value: counter.value };
  if (histogram) return { type: 'histogram', value: histogram.value, buckets: histogram.buckets };
  if (!gauge) return undefined;
  const { operation } = gauge;
  return { type: 'gauge', value: gauge.value, ...((operation === 'Add' || operation === 'Sub') && { operation }) };
}

function complain(draft: Draft, message: string): undefined {
  setCondition(draft, { type: 'MetricsError', status: 'True', message });
  draft.explain('metrics', undefined, message);
  return undefined;
}
