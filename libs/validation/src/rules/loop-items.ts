import type { KnownNames } from './variables.ts';

/** Items that are maps make their keys known: `item.<key>`. */
export function addItemKeys(items: readonly unknown[], names: KnownNames): void {
  for (const item of items) {
    if (typeof item === 'string' && item.includes('{{')) names.addPrefix('item.');
    if (typeof item !== 'object' || item === null || Array.isArray(item)) continue;
    for (const key of Object.keys(item)) names.add(`item.${key}`);
  }
}
