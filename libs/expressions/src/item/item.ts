import { isMap } from '../expr/values.ts';
import { JsonNumber } from '../json/json-number.ts';
import { writeJson } from '../json/write-json.ts';

/** The text of a loop item: strings raw, everything else as JSON with sorted keys (acceptance 4-033, 13-018). */
export function itemText(item: unknown): string {
  return typeof item === 'string' ? item : writeJson(item, { sorted: true });
}

/** The members of an item that is a map. */
export function itemMembers(item: unknown): readonly (readonly [string, unknown])[] {
  return isMap(item) && !(item instanceof JsonNumber) ? Object.entries(item) : [];
}

/** What stands behind the index in the name of an expanded node, `step(0:<description>)` (acceptance 13-016). */
export function itemDescription(item: unknown): string {
  return describe(item).replaceAll(/[()]/g, '');
}

function describe(item: unknown): string {
  if (Array.isArray(item)) return `[${item.map(itemText).join(' ')}]`;
  if (!isMap(item) || item instanceof JsonNumber) return itemText(item);
  return itemMembers(item)
    .map(([key, value]) => `${key}:${itemText(value)}`)
    .sort()
    .join(',');
}
