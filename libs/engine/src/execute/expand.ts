import type { Item, WorkflowStep } from '@argosy/api';
import {
  evaluateCondition,
  expandSequence,
  itemDescription,
  itemMembers,
  itemText,
  JsonNumber,
  type JsonValue,
  readJson,
  type Scope,
  Scope as ScopeClass,
  substitute,
} from '@argosy/expressions';
import type { Draft } from '../draft.ts';

/** One of the steps that a loop gives; a step without a loop gives one without item. */
export interface ExpandedStep {
  /** `name` or `name(3:item)`. */
  readonly name: string;
  readonly item?: Item;
}

export type Expansion =
  | { readonly ok: true; readonly looped: boolean; readonly steps: readonly ExpandedStep[] }
  | { readonly ok: false; readonly message: string };

const fixed = new WeakMap<WorkflowStep, Expansion>();

/** True for steps with withItems, withParam or withSequence. */
export function isLoop({ withItems, withParam, withSequence }: WorkflowStep): boolean {
  return withItems !== undefined || (withParam !== undefined && withParam !== '') || withSequence !== undefined;
}

/** The steps of a loop with their names (acceptance 4.4). Lists without tags are expanded once. */
export function expandStep(draft: Draft, step: WorkflowStep, scope: () => Scope): Expansion {
  if (!isLoop(step)) return { ok: true, looped: false, steps: [{ name: step.name ?? '' }] };
  const known = fixed.get(step);
  if (known) return known;
  const expansion = expandLoop(draft, step, scope);
  return !expansion.ok && isRefused(draft, step, scope) ? { ok: true, looped: true, steps: [] } : expansion;
}

function expandLoop(draft: Draft, step: WorkflowStep, scope: () => Scope): Expansion {
  const { withItems, withParam, withSequence } = step;
  const source = { withItems, withParam, withSequence };
  const hasTags = JSON.stringify(source).includes('{{');
  const resolved = hasTags ? substitute(source, { scope: scope(), input: draft.input }) : { value: source, problems: [] };
  const [problem] = resolved.problems;
  if (problem) return { ok: false, message: problem.message };
  const items = itemsOf(resolved.value);
  if (!items.ok) return items;
  const steps = items.items.map((item, index) => ({ name: `${step.name ?? ''}(${index}:${itemDescription(item)})`, item }));
  const expansion: Expansion = { ok: true, looped: true, steps };
  if (!hasTags) fixed.set(step, expansion);
  return expansion;
}

/** A condition that is false whatever the item: such a loop needs no list (acceptance 13-141). */
function isRefused(draft: Draft, { when }: WorkflowStep, scope: () => Scope): boolean {
  if (!when) return false;
  const { value, problems } = substitute(when, { scope: scope(), input: draft.input });
  const result = evaluateCondition(value);
  return problems.length === 0 && result.ok && !result.value;
}

function itemsOf({
  withItems,
  withParam,
  withSequence,
}: Pick<WorkflowStep, 'withItems' | 'withParam' | 'withSequence'>):
  | { readonly ok: true; readonly items: readonly Item[] }
  | { readonly ok: false; readonly message: string } {
  if (withItems !== undefined) return { ok: true, items: withItems };
  if (withSequence !== undefined) return expandSequence(withSequence);
  return paramItems(withParam ?? '');
}

/** Go reads null as a list without items. */
function paramItems(
  text: string,
): { readonly ok: true; readonly items: readonly Item[] } | { readonly ok: false; readonly message: string } {
  const read = readJson(text);
  if (read.ok && read.value === null) return { ok: true, items: [] };
  if (read.ok && Array.isArray(read.value)) return { ok: true, items: read.value as readonly Item[] };
  const problem = read.ok ? `json: cannot unmarshal ${kindOf(read.value)} into Go value of type []v1alpha1.Item` : read.message;
  return { ok: false, message: `withParam value could not be parsed as a JSON list: ${text.trim()}: ${problem}` };
}

function kindOf(value: JsonValue): string {
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' && !(value instanceof JsonNumber) ? 'object' : typeof value === 'string' ? 'string' : 'number';
}

/** The scope of one item: `item`, and `item.<key>` for maps. */
export function itemScope(parent: Scope, item: Item): Scope {
  const scope = new ScopeClass(parent, [['item', itemText(item)]]);
  for (const [key, value] of itemMembers(item)) scope.set(`item.${key}`, itemText(value));
  return scope;
}
