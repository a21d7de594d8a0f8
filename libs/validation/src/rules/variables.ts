import type { NodeOutputs, Template } from '@argosy/api';
import { declarations, isPodTemplate, templateKind } from '@argosy/templates';
import type { Context } from '../context.ts';
import type { Variables } from './tags.ts';

/** A set of names over other names; prefixes stand for all that begins with them. */
export class KnownNames implements Variables {
  readonly #own = new Set<string>();
  readonly #prefixes = new Set<string>();
  readonly #parent: Variables | undefined;

  constructor(parent?: Variables) {
    this.#parent = parent;
  }

  add(...names: readonly string[]): this {
    for (const name of names) this.#own.add(name);
    return this;
  }

  addPrefix(prefix: string): this {
    this.#prefixes.add(prefix);
    return this;
  }

  has(name: string): boolean {
    return this.#own.has(name) || [...this.#prefixes].some((prefix) => name.startsWith(prefix)) || (this.#parent?.has(name) ?? false);
  }

  *names(): Iterable<string> {
    if (this.#parent) yield* this.#parent.names();
    yield* this.#own;
  }
}

const latePrefixes = ['workflow.parameters.', 'workflow.outputs.parameters.', 'workflow.outputs.artifacts.'] as const;

/** Variables of the whole workflow. A `*` stands for names that are known later: of a globalName with a tag in it, or what a caller gives. */
export function globalNames(context: Context): Variables {
  const { globals } = context;
  const isLate = (name: string): boolean => latePrefixes.some((prefix) => name.startsWith(prefix) && globals.has(`${prefix}*`));
  return { has: (name) => globals.has(name) || isLate(name), names: () => globals };
}

/** What a template may use: the workflow's variables, its inputs, and paths of its outputs. */
export function templateNames(context: Context, template: Template): KnownNames {
  const names = new KnownNames(globalNames(context)).add('inputs.parameters', 'node.name');
  const [inputs, outputs] = [declarations(template.inputs), declarations(template.outputs)];
  for (const { name } of inputs.parameters) names.add(`inputs.parameters.${name}`);
  for (const { name } of inputs.artifacts) names.add(`inputs.artifacts.${name}`, `inputs.artifacts.${name}.path`);
  for (const { name, path } of outputs.artifacts) if (path) names.add(`outputs.artifacts.${name}.path`);
  for (const { name, valueFrom } of outputs.parameters) if (valueFrom?.path) names.add(`outputs.parameters.${name}.path`);
  if (isPodTemplate(template)) names.add('pod.name');
  if (template.retryStrategy) names.add('retries', 'lastRetry.exitCode', 'lastRetry.status', 'lastRetry.duration', 'lastRetry.message');
  return names;
}

/** What others may use of a step or task that runs a template. */
export function addNodeNames(
  names: KnownNames,
  prefix: string,
  { template, looped }: { readonly template: Template | undefined; readonly looped: boolean },
): void {
  names.add(
    `${prefix}.id`,
    `${prefix}.status`,
    `${prefix}.startedAt`,
    `${prefix}.finishedAt`,
    `${prefix}.hostNodeName`,
    `${prefix}.exitCode`,
  );
  if (template === undefined) {
    names.addPrefix(`${prefix}.`);
    return;
  }
  if (template.daemon || templateKind(template) === undefined) names.add(`${prefix}.ip`);
  const kind = templateKind(template);
  if (kind !== 'steps' && kind !== 'dag' && kind !== 'suspend') names.add(`${prefix}.outputs.result`);
  addOutputs(names, prefix, template.outputs);
  if (looped) names.add(`${prefix}.outputs.parameters`);
}

function addOutputs(names: KnownNames, prefix: string, outputs: NodeOutputs | undefined): void {
  for (const { name } of outputs?.parameters ?? []) names.add(`${prefix}.outputs.parameters.${name}`);
  for (const { name } of outputs?.artifacts ?? []) names.add(`${prefix}.outputs.artifacts.${name}`);
}

/** Outputs with a globalName are variables of the workflow from the moment their template is known. */
export function exportGlobalNames(context: Context, { outputs }: Template): void {
  const nameOf = (globalName: string): string => (globalName.includes('{{') ? '*' : globalName);
  for (const { globalName } of outputs?.parameters ?? [])
    if (globalName) context.globals.add(`workflow.outputs.parameters.${nameOf(globalName)}`);
  for (const { globalName } of outputs?.artifacts ?? [])
    if (globalName) context.globals.add(`workflow.outputs.artifacts.${nameOf(globalName)}`);
}
