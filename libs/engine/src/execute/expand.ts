import type { Item, WorkflowStep } from '@argosy/api';
import { expandSequence, itemDescription, itemText, type Scope, Scope as ScopeClass, substitute } from '@argosy/expressions';
import type { Draft } from '../draft.ts';
import { parseJson } from './json-values.ts';

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
  const { withItems, withParam, withSequence } = step;
  const source = { withItems, withParam, withSequence };
  const hasTags = JSON.stringify(source).includes('{{');
  const resolved = hasTags ? substitute(source, { scope: scope(), input: draft.input }) : { value: source, problems: [] };
  const [problem] = resolved.problems;
  if (problem) return { ok: false, message: problem.message };
  const items = itemsOf(resolved.value);
  const expansion: Expansion = items.ok
    ? {
        ok: true,
        looped: true,
        steps: items.items.map((item, index) => ({ name: `${step.name ?? ''}(${index}:${itemDescription(item)})`, item })),
      }
    : items;
  if (!hasTags) fixed.set(step, expansion);
  return expansion;
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
  const value = parseJson(withParam ?? '');
  if (!Array.isArray(value))
    return {
      ok: false,
      message: `withParam value could not be parsed as a JSON list: ${(withParam ?? '').trim()}: ${value === undefined ? 'invalid JSON' : 'it is not a list'}`,
    };
  return { ok: true, items: value as readonly Item[] };
}

/** The scope of one item: `item`, and `item.<key>` for maps. */
export function itemScope(parent: Scope, item: Item): Scope {
  const scope = new ScopeClass(parent, [['item', itemText(item)]]);
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
    for (const [key, value] of Object.entries(item)) scope.set(`item.${key}`, itemText(value));
  }
  return scope;
}
