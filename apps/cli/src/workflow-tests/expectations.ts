import type { Container, NodeStatus, Parameter, Pod } from '@argosy/api';
import type { Milliseconds } from '@argosy/std';
import type { Simulation } from '../simulation/simulate.ts';
import { parseDuration } from '../workflows/durations.ts';
import type { Expectation, NodeExpectation } from './test-file.ts';

/** Every expectation that a simulation does not meet, as a sentence. */
export function differences(simulation: Simulation, expected: Expectation): string[] {
  const check = new Comparison();
  checkWorkflow(check, simulation, expected);
  const nodes = Object.values(simulation.workflow.status?.nodes ?? {}).sort((left, right) => startOf(left).localeCompare(startOf(right)));
  for (const [name, wanted] of Object.entries(expected.nodes ?? {})) check.node(name, nodes, { wanted, pods: simulation.pods });
  if (expected.order) check.order(expected.order, nodes);
  return check.found;
}

function checkWorkflow(check: Comparison, { workflow, pods, lasted }: Simulation, expected: Expectation): void {
  const { status = {} } = workflow;
  const lasts = expected.lasts === undefined ? undefined : durationText(parseDuration(String(expected.lasts), 'lasts'));
  check.fields('workflow', workflow, expected.fields);
  check.text('phase', status.phase, expected.phase ?? 'Succeeded');
  check.text('message', status.message, expected.message);
  check.text('progress', status.progress, expected.progress);
  check.text('pods', String(pods.size), expected.pods?.toString());
  check.text('lasts', durationText(lasted), lasts);
  check.values('outputs', status.outputs?.parameters, expected.outputs);
}

/** The value at a path, `spec.containers[0].image` or `metadata.labels[team.example.com/a]`. */
function fieldAt(object: unknown, path: string): unknown {
  const parts = [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([part, bracketed]) => bracketed ?? part);
  return parts.reduce<unknown>((value, part) => (value as Readonly<Record<string, unknown>> | undefined)?.[part], object);
}

function startOf({ startedAt }: NodeStatus): string {
  return startedAt ?? '';
}

type Wanted = NonNullable<Expectation['nodes']>[string];

class Comparison {
  readonly found: string[] = [];

  text(what: string, actual: string | undefined, wanted: string | undefined): void {
    if (wanted === undefined || matches(actual ?? '', String(wanted))) return;
    this.found.push(`${what}: expected ${wanted}, it is ${actual === undefined || actual === '' ? 'empty' : actual}`);
  }

  values(what: string, actual: readonly Parameter[] | undefined, wanted: Readonly<Record<string, unknown>> | undefined): void {
    for (const [name, value] of Object.entries(wanted ?? {})) {
      const parameter = actual?.find((candidate) => candidate.name === name);
      if (!parameter) this.found.push(`${what}.${name}: expected ${asText(value)}, there is no such parameter`);
      else this.text(`${what}.${name}`, asText(parameter.value), asText(value));
    }
  }

  fields(what: string, object: unknown, wanted: Readonly<Record<string, unknown>> | undefined): void {
    for (const [path, value] of Object.entries(wanted ?? {})) this.text(`${what}.${path}`, asText(fieldAt(object, path)), asText(value));
  }

  node(
    name: string,
    nodes: readonly NodeStatus[],
    { wanted, pods }: { readonly wanted: Wanted; readonly pods: ReadonlyMap<string, Pod> },
  ): void {
    const named = nodes.filter((node) => node.displayName === name);
    if (wanted === null || wanted === 'absent') {
      if (named.length > 0) this.found.push(`node ${name}: expected none, it is ${phasesOf(named)}`);
      return;
    }
    const [first] = named;
    if (!first) {
      this.found.push(`node ${name}: there is none; there are ${[...new Set(nodes.map(({ displayName }) => displayName))].join(', ')}`);
      return;
    }
    const detailed: NodeExpectation =
      typeof wanted === 'string' || Array.isArray(wanted) ? { phase: wanted as string } : (wanted as NodeExpectation);
    this.#phase(name, named, detailed.phase);
    this.#details(`node ${name}`, first, detailed);
    if (detailed.pod) this.#pod(`node ${name}: pod`, pods.get(first.id), detailed.pod);
  }

  /** One phase is that of every node of the name; a list is theirs, one by one. */
  #phase(name: string, nodes: readonly NodeStatus[], wanted: NodeExpectation['phase']): void {
    if (wanted === undefined) return;
    const list = typeof wanted === 'string' ? nodes.map(() => wanted) : wanted;
    this.text(`node ${name}`, phasesOf(nodes), list.join(', '));
  }

  #details(what: string, node: NodeStatus, { type, message, inputs, outputs, result }: NodeExpectation): void {
    this.text(`${what}: type`, node.type, type);
    this.text(`${what}: message`, node.message ?? '', message);
    this.values(`${what}: inputs`, node.inputs?.parameters, inputs);
    this.values(`${what}: outputs`, node.outputs?.parameters, outputs);
    if (result !== undefined) this.text(`${what}: result`, asText(node.outputs?.result), asText(result));
  }

  #pod(what: string, pod: Pod | undefined, wanted: NonNullable<NodeExpectation['pod']>): void {
    const containers = pod?.spec?.containers ?? [];
    const main = containers.find(({ name }) => name === 'main') ?? containers[0];
    if (!main) return void this.found.push(`${what}: expected one, no pod was created`);
    this.fields(what, pod, wanted.fields);
    this.text(`${what}.image`, main.image, wanted.image);
    if (wanted.command) this.text(`${what}.command`, JSON.stringify(commandLine(main)), JSON.stringify(wanted.command.map(String)));
    const valueOf = (name: string): string | undefined => (main.env ?? []).find((variable) => variable.name === name)?.value;
    for (const [name, value] of Object.entries(wanted.env ?? {})) this.text(`${what}.env.${name}`, valueOf(name), asText(value));
  }

  order(wanted: readonly string[], nodes: readonly NodeStatus[]): void {
    let before = '';
    for (const name of wanted) {
      const node = nodes.find(({ displayName }) => displayName === name);
      if (!node) this.found.push(`order: ${name} never started`);
      else if (startOf(node) < before) this.found.push(`order: ${name} started before those that stand before it`);
      else before = startOf(node);
    }
  }
}

/** What is executed, arguments included; the emissary, which wraps it, is left out. */
function commandLine({ command = [], args = [] }: Container): readonly string[] {
  const words = [...command, ...args];
  return words.slice(words.indexOf('--') + 1);
}

function phasesOf(nodes: readonly NodeStatus[]): string {
  return nodes.map(({ phase }) => phase ?? 'Pending').join(', ');
}

/** `/…/` is a regular expression, anything else the text itself. */
function matches(actual: string, wanted: string): boolean {
  const pattern = /^\/(.*)\/$/s.exec(wanted);
  return pattern ? new RegExp(pattern[1] as string, 's').test(actual) : actual === wanted;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function durationText(length: Milliseconds): string {
  return `${length / 1000}s`;
}
