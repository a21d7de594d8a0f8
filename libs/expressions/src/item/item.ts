import { isMap, toJson } from '../expr/values.ts';

/** The text of a loop item: strings raw, everything else as JSON with sorted keys (acceptance 4-033, 13-018). */
export function itemText(item: unknown): string {
  return typeof item === 'string' ? item : toJson(item);
}

/** What stands behind the index in the name of an expanded node, `step(0:<description>)` (acceptance 13-016). */
export function itemDescription(item: unknown): string {
  return describe(item).replaceAll(/[()]/g, '');
}

function describe(item: unknown): string {
  if (Array.isArray(item)) return `[${item.map(itemText).join(' ')}]`;
  if (!isMap(item)) return itemText(item);
  return Object.entries(item)
    .map(([key, value]) => `${key}:${itemText(value)}`)
    .sort()
    .join(',');
}
