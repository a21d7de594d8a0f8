import type { DAGTask, Template } from '@argosy/api';
import { dependsReferences, dependsTasks, ExpressionError, parseDepends, parseTags } from '@argosy/expressions';
import type { TemplateScope } from '@argosy/templates';
import { nearest } from '@argosy/api';
import type { Context } from '../context.ts';
import { Failure, type Place, within } from '../failure.ts';
import { checkDynamicName, requireNames } from '../names.ts';
import { checkArguments } from './arguments.ts';
import { checkHooks } from './hooks.ts';
import { checkGroup } from './leaf.ts';
import { checkLoop, isLoop } from './loop.ts';
import { requireResolvable } from './tags.ts';
import { addNodeNames, KnownNames } from './variables.ts';

interface DagUse {
  readonly scope: TemplateScope;
  readonly names: KnownNames;
  readonly at: Place;
}

/** Tasks see the outputs of those they depend on, directly or not (acceptance 12-030 to 12-032). */
export function checkDag(context: Context, template: Template, use: DagUse): void {
  const { scope, names, at } = use;
  const prefix = `templates.${template.name ?? ''}`;
  checkGroup(template, 'DAG', at);
  const tasks = template.dag?.tasks ?? [];
  const place = [...at, 'dag', 'tasks'];
  if (tasks.length === 0) throw new Failure(`${prefix} must have at least one task`, place);
  requireNames(tasks, `${prefix}.tasks`, { at: place, check: checkDynamicName });
  checkStyle(tasks, prefix, place);
  const dependencies = readDependencies(tasks, prefix, place);
  const order = sorted(tasks, dependencies, { prefix, place });
  checkTargets(template, { prefix, names, at });
  const templates = new Map<string, Template | undefined>();
  for (const name of order) {
    const index = tasks.findIndex((task) => task.name === name);
    const task = tasks[index] as DAGTask;
    const known = namesFor(names, ancestorsOf(name, dependencies), { tasks, templates });
    const runs = within(`${prefix}.tasks.${name}`, () =>
      checkTask(context, task, {
        scope,
        known,
        at: [...place, index],
        earlier: new Set(templates.keys()),
        prefix: `${prefix}.tasks.${name}.arguments.`,
      }),
    );
    templates.set(name, runs);
    checkHooks(context, task, { scope, prefix: `${prefix}.tasks.${name}`, at: [...place, index] });
  }
  const all = namesFor(names, new Set(tasks.map(({ name }) => name)), { tasks, templates });
  if (template.outputs) within(`${prefix}.outputs`, () => requireResolvable(template.outputs, all, [...at, 'outputs']));
}

function checkStyle(tasks: readonly DAGTask[], prefix: string, place: Place): void {
  const usesDepends = tasks.some(({ depends }) => depends);
  const usesDependencies = tasks.some(({ dependencies }) => dependencies?.length);
  for (const [index, { name, continueOn, dependencies }] of tasks.entries()) {
    if ((usesDepends || usesDependencies) && /^\d/.test(name))
      throw new Failure(`${prefix}.tasks.${name} name cannot begin with a digit when using either 'depends' or 'dependencies'`, [
        ...place,
        index,
      ]);
    if (usesDepends && dependencies?.length)
      throw new Failure(`${prefix} cannot use both 'depends' and 'dependencies' in the same DAG template`, [...place, index]);
    if (usesDepends && continueOn)
      throw new Failure(`${prefix} cannot use 'continueOn' when using 'depends'. Instead use 'dep-task.Failed'/'dep-task.Errored'`, [
        ...place,
        index,
      ]);
  }
}

function readDependencies(tasks: readonly DAGTask[], prefix: string, place: Place): ReadonlyMap<string, readonly string[]> {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const result = new Map<string, readonly string[]>();
  for (const [index, task] of tasks.entries()) {
    const source = task.depends || (task.dependencies ?? []).join(' && ');
    if (source === '') continue;
    const needed = dependsOf(source, { prefix: `${prefix}.tasks.${task.name}`, at: [...place, index], byName });
    result.set(task.name, needed);
  }
  return result;
}

function dependsOf(
  source: string,
  { prefix, at, byName }: { readonly prefix: string; readonly at: Place; readonly byName: ReadonlyMap<string, DAGTask> },
): string[] {
  try {
    const tree = parseDepends(source);
    for (const { task, result } of dependsReferences(tree)) {
      const meant = nearest(task, byName.keys());
      const found = byName.get(task);
      if (!found) throw new Failure(`${prefix} dependency '${task}' not defined`, [...at, 'depends'], meant && `did you mean "${meant}"?`);
      if ((result === 'AnySucceeded' || result === 'AllFailed') && !isLoop(found))
        throw new Failure(
          `${prefix} dependency '${task}' uses an items-based condition such as .AnySucceeded or .AllFailed but does not contain any items`,
          [...at, 'depends'],
          `give '${task}' withItems, withParam or withSequence`,
        );
    }
    return dependsTasks(tree);
  } catch (error) {
    if (error instanceof ExpressionError) throw new Failure(`${prefix} ${error.message}`, [...at, 'depends']);
    throw error;
  }
}

/** Names in an order in which each comes after what it depends on; a cycle is told by its names. */
function sorted(
  tasks: readonly DAGTask[],
  dependencies: ReadonlyMap<string, readonly string[]>,
  { prefix, place }: { readonly prefix: string; readonly place: Place },
): string[] {
  const done = new Set<string>();
  const order: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    if (path.includes(name))
      throw new Failure(`${prefix} sorting failed: dependency cycle detected: ${[...path.slice(path.indexOf(name)), name].join('->')}`, [
        ...place,
        tasks.findIndex((task) => task.name === name),
      ]);
    for (const dependency of dependencies.get(name) ?? []) visit(dependency, [...path, name]);
    done.add(name);
    order.push(name);
  };
  for (const { name } of tasks) visit(name, []);
  return order;
}

function checkTargets(
  { dag }: Template,
  { prefix, names, at }: { readonly prefix: string; readonly names: KnownNames; readonly at: Place },
): void {
  const target = dag?.target ?? '';
  within(`${prefix}.targets`, () => requireResolvable(target, names, [...at, 'dag', 'target']));
  if (target.includes('{{')) return;
  const unknown = target.split(/\s+/).find((name) => name !== '' && !dag?.tasks.some((task) => task.name === name));
  if (unknown) throw new Failure(`${prefix}.targets: target '${unknown}' is not defined`, [...at, 'dag', 'target']);
}

function ancestorsOf(name: string, dependencies: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const stack = [...(dependencies.get(name) ?? [])];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    stack.push(...(dependencies.get(next) ?? []));
  }
  return found;
}

function namesFor(
  names: KnownNames,
  among: ReadonlySet<string>,
  { tasks, templates }: { readonly tasks: readonly DAGTask[]; readonly templates: ReadonlyMap<string, Template | undefined> },
): KnownNames {
  const known = new KnownNames(names);
  for (const task of tasks)
    if (among.has(task.name)) addNodeNames(known, `tasks.${task.name}`, { template: templates.get(task.name), looped: isLoop(task) });
  return known;
}

interface TaskUse {
  readonly scope: TemplateScope;
  readonly known: KnownNames;
  readonly at: Place;
  /** Tasks that were looked at before this one. */
  readonly earlier: ReadonlySet<string>;
  readonly prefix: string;
}

function checkTask(context: Context, task: DAGTask, { scope, known, at, earlier, prefix }: TaskUse): Template | undefined {
  checkArguments(context, task.arguments, { prefix, at: [...at, 'arguments'], allowEmpty: false });
  const {
    hooks: _hooks,
    inline: _inline,
    withItems,
    withParam,
    withSequence,
    depends: _depends,
    dependencies: _dependencies,
    ...body
  } = task;
  requireAncestors(task, known, { earlier, at });
  requireResolvable({ withItems, withParam, withSequence }, known, at);
  requireResolvable(body, checkLoop(task, known, at), at);
  return context.checkHolder(context, task, { scope, args: task.arguments ?? {}, at });
}

/** An argument that reads what another task gives needs that task as an ancestor (acceptance 12-032); its status, and one that comes later, are not known at all. */
function requireAncestors(
  { arguments: args }: DAGTask,
  known: KnownNames,
  { earlier, at }: { readonly earlier: ReadonlySet<string>; readonly at: Place },
): void {
  const check = (what: string, name: string, text: string | undefined): void => {
    for (const part of parseTags(text ?? '')) {
      const task = part.kind === 'name' && !part.name.endsWith('.status') ? /^tasks\.([^.]+)\./.exec(part.name)?.[1] : undefined;
      if (task && earlier.has(task) && !known.has(`tasks.${task}.status`))
        throw new Failure(`missing dependency '${task}' for ${what} '${name}'`, [...at, 'arguments']);
    }
  };
  for (const { name, value } of args?.parameters ?? []) check('parameter', name, value);
  for (const { name, from } of args?.artifacts ?? []) check('artifact', name, from);
}
