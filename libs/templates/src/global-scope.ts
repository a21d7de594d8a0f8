import type { Parameter, Workflow, WorkflowSpec, WorkflowStatus } from '@argosy/api';
import { Scope } from '@argosy/expressions';
import { fromRfc3339, type Instant } from '@argosy/std';

export interface GlobalScopeInput {
  readonly workflow: Workflow;
  readonly spec: WorkflowSpec;
  readonly now: Instant;
  /** Values of workflow parameters that come from ConfigMaps. */
  readonly parameters: readonly Parameter[];
  readonly status: WorkflowStatus;
  /** Set for exit handlers: the phase of the main tree and its failures as JSON. */
  readonly outcome?: { readonly phase: string; readonly failures: string };
}

/** The variables that every template sees, `workflow.*` (acceptance §3.3). */
export function globalScope(input: GlobalScopeInput): Scope {
  const { workflow, spec, status, now } = input;
  const { metadata } = workflow;
  const scope = new Scope();
  const texts = {
    name: metadata.name,
    namespace: metadata.namespace,
    mainEntrypoint: spec.entrypoint,
    serviceAccountName: spec.serviceAccountName,
    uid: metadata.uid,
    status: input.outcome?.phase ?? status.phase,
    duration: seconds(now - (fromRfc3339(status.startedAt) ?? now)),
  };
  for (const [name, value] of Object.entries(texts)) scope.set(`workflow.${name}`, value ?? '');
  if (spec.priority !== undefined) scope.set('workflow.priority', String(spec.priority));
  if (input.outcome) scope.set('workflow.failures', input.outcome.failures);
  addTimes(scope, metadata.creationTimestamp);
  addScheduledTime(scope, metadata.annotations?.['workflows.argoproj.io/scheduled-time']);
  addParameters(scope, input.parameters);
  addMap(scope, 'workflow.labels', metadata.labels);
  addMap(scope, 'workflow.annotations', metadata.annotations);
  addOutputs(scope, status.outputs);
  return scope;
}

/** Outputs of the workflow so far, `workflow.outputs.*`. */
export function addOutputs(scope: Scope, outputs: WorkflowStatus['outputs']): void {
  for (const { name, value } of outputs?.parameters ?? []) if (value !== undefined) scope.set(`workflow.outputs.parameters.${name}`, value);
  for (const artifact of outputs?.artifacts ?? [])
    scope.set(`workflow.outputs.artifacts.${artifact.name}`, artifact as unknown as Readonly<Record<string, unknown>>);
}

function addParameters(scope: Scope, parameters: readonly Parameter[]): void {
  for (const { name, value } of parameters) if (value !== undefined) scope.set(`workflow.parameters.${name}`, value);
  const json = JSON.stringify(parameters);
  scope.set('workflow.parameters', json);
  scope.set('workflow.parameters.json', json);
}

function addMap(scope: Scope, name: string, map: Readonly<Record<string, string>> | undefined): void {
  for (const [key, value] of Object.entries(map ?? {})) scope.set(`${name}.${key}`, value);
  scope.set(`${name}.json`, JSON.stringify(map ?? {}));
  scope.set(name, JSON.stringify(map ?? {}));
}

function addScheduledTime(scope: Scope, scheduled: string | undefined): void {
  if (scheduled !== undefined) scope.set('workflow.scheduledTime', scheduled);
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const two = (value: number): string => String(value).padStart(2, '0');

function addTimes(scope: Scope, created: string | undefined): void {
  const instant = fromRfc3339(created);
  if (instant === undefined) return;
  const at = new Date(instant);
  scope.set('workflow.creationTimestamp', created as string);
  scope.set('workflow.creationTimestamp.RFC3339', created as string);
  scope.set('workflow.creationTimestamp.s', String(Math.floor(instant / 1000)));
  for (const [character, format] of Object.entries(strftime)) scope.set(`workflow.creationTimestamp.${character}`, format(at));
}

const day = (at: Date): string => days[at.getUTCDay()] as string;
const month = (at: Date): string => months[at.getUTCMonth()] as string;
const hour12 = (at: Date): number => at.getUTCHours() % 12 || 12;

/** The strftime characters that Argo offers, in UTC. */
const strftime: Readonly<Record<string, (at: Date) => string>> = {
  Y: (at) => String(at.getUTCFullYear()),
  y: (at) => two(at.getUTCFullYear() % 100),
  m: (at) => two(at.getUTCMonth() + 1),
  d: (at) => two(at.getUTCDate()),
  e: (at) => String(at.getUTCDate()).padStart(2),
  H: (at) => two(at.getUTCHours()),
  I: (at) => two(hour12(at)),
  M: (at) => two(at.getUTCMinutes()),
  S: (at) => two(at.getUTCSeconds()),
  p: (at) => (at.getUTCHours() < 12 ? 'AM' : 'PM'),
  A: day,
  a: (at) => day(at).slice(0, 3),
  B: month,
  b: (at) => month(at).slice(0, 3),
  h: (at) => month(at).slice(0, 3),
  j: (at) => String(Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000) + 1).padStart(3, '0'),
  w: (at) => String(at.getUTCDay()),
  z: () => '+0000',
  Z: () => 'UTC',
  F: (at) => at.toISOString().slice(0, 10),
  T: (at) => at.toISOString().slice(11, 19),
  D: (at) => `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${two(at.getUTCFullYear() % 100)}`,
  R: (at) => at.toISOString().slice(11, 16),
};

function seconds(duration: number): string {
  return (duration / 1000).toFixed(6);
}
