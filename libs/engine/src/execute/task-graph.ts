import type { DAGTask, Template } from '@argosy/api';
import { type DependsNode, dependsTasks, ExpressionError, parseDepends } from '@argosy/expressions';

/** The tasks of a DAG with what they depend on; made once for a template. */
export interface TaskGraph {
  readonly tasks: ReadonlyMap<string, DAGTask>;
  readonly targets: readonly string[];
  /** Every task that leads to a target, each after what it depends on. */
  readonly order: readonly string[];
  dependencies(task: string): readonly string[];
  /** The condition under which a task starts; undefined when it depends on nothing. */
  depends(task: string): DependsNode | undefined;
  ancestors(task: string): ReadonlySet<string>;
}

type Result = { readonly ok: true; readonly graph: TaskGraph } | { readonly ok: false; readonly message: string };

const cache = new WeakMap<object, { readonly target: string | undefined; readonly result: Result }>();

export function taskGraph({ dag }: Template): Result {
  const tasks = dag?.tasks ?? [];
  const known = cache.get(tasks);
  if (known && known.target === dag?.target) return known.result;
  const result = build(tasks, dag?.target);
  cache.set(tasks, { target: dag?.target, result });
  return result;
}

function build(list: readonly DAGTask[], target: string | undefined): Result {
  const tasks = new Map(list.map((task) => [task.name, task]));
  const conditions = new Map<string, DependsNode>();
  try {
    for (const task of list) {
      const source = dependsOf(task);
      if (source !== '') conditions.set(task.name, parseDepends(source));
    }
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, message: error.message };
    throw error;
  }
  const dependencies = new Map([...conditions].map(([name, condition]) => [name, dependsTasks(condition)]));
  const needed = [...dependencies.values()].flat();
  const unknown = needed.find((name) => !tasks.has(name));
  if (unknown !== undefined) return { ok: false, message: `dependency '${unknown}' not defined` };
  const dependedOn = new Set(needed);
  const targets = target ? target.trim().split(/\s+/) : list.map(({ name }) => name).filter((name) => !dependedOn.has(name));
  const missing = targets.find((name) => !tasks.has(name));
  if (missing !== undefined) return { ok: false, message: `target '${missing}' is not defined` };
  const of = (name: string): readonly string[] => dependencies.get(name) ?? [];
  const order = orderOf(targets, of);
  if (order === undefined) return { ok: false, message: 'dependency cycle detected' };
  const ancestors = new Map<string, ReadonlySet<string>>();
  const graph: TaskGraph = {
    tasks,
    targets,
    order,
    dependencies: of,
    depends: (name) => conditions.get(name),
    ancestors: (name) => ancestorsOf(name, of, ancestors),
  };
  return { ok: true, graph };
}

function dependsOf({ depends, dependencies }: DAGTask): string {
  return depends ?? (dependencies ?? []).join(' && ');
}

/** Depth-first, without recursion; undefined when the tasks form a cycle. */
function orderOf(targets: readonly string[], dependencies: (name: string) => readonly string[]): string[] | undefined {
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const stack = targets.toReversed().map((name) => ({ name, leave: false }));
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.leave) {
      state.set(top.name, 'done');
      order.push(top.name);
      continue;
    }
    if (state.get(top.name) === 'done') continue;
    if (state.get(top.name) === 'open') return undefined;
    state.set(top.name, 'open');
    stack.push({ name: top.name, leave: true });
    for (const dependency of dependencies(top.name)) {
      if (state.get(dependency) === 'open') return undefined;
      if (state.get(dependency) !== 'done') stack.push({ name: dependency, leave: false });
    }
  }
  return order;
}

function ancestorsOf(
  name: string,
  dependencies: (name: string) => readonly string[],
  known: Map<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const before = known.get(name);
  if (before) return before;
  const found = new Set<string>();
  const stack = [...dependencies(name)];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    stack.push(...dependencies(next));
  }
  known.set(name, found);
  return found;
}
