import { useEffect, useRef } from 'react';
import { preferences } from './preferences.ts';

export interface Shortcut {
  /** `mod+k`, `shift+r`, `?`, `g w` (one after the other). */
  readonly keys: string;
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
}

const active: { readonly group: string; readonly list: readonly Shortcut[] }[] = [];
let prefix = '';
let prefixTimer: ReturnType<typeof setTimeout> | undefined;

/** Shortcuts that work while the component is on the page; later ones win over earlier ones. */
export function useShortcuts(group: string, list: readonly Shortcut[]): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  useEffect(() => {
    const entry = {
      group,
      get list() {
        return latest.current;
      },
    };
    active.push(entry);
    return () => void active.splice(active.indexOf(entry), 1);
  }, [group]);
}

/** What works at the moment, for the help. */
export function activeShortcuts(): readonly { readonly group: string; readonly list: readonly Shortcut[] }[] {
  return active.filter(({ list }) => list.length > 0);
}

/** Listens for keys, once for the page. */
export function listenForShortcuts(): void {
  addEventListener('keydown', (event) => {
    const single = !event.ctrlKey && !event.metaKey;
    if (single && (preferences().shortcuts === 'off' || isTyping(event.target) || event.altKey)) return;
    if (document.querySelector('dialog[open]')) return;
    const keys = keysOf(event);
    const shortcut = find(`${prefix}${keys}`) ?? find(keys);
    remember(shortcut || !single ? '' : keys);
    if (!shortcut || event.defaultPrevented) return;
    event.preventDefault();
    shortcut.run(event);
  });
}

function find(keys: string): Shortcut | undefined {
  for (const { list } of active.toReversed()) {
    const found = list.find((shortcut) => shortcut.keys.split(', ').includes(keys));
    if (found) return found;
  }
  return undefined;
}

/** The first key of `g w` waits a second for the next. */
function remember(keys: string): void {
  clearTimeout(prefixTimer);
  prefix = keys === 'g' ? 'g ' : '';
  if (prefix !== '') {
    prefixTimer = setTimeout(() => {
      prefix = '';
    }, 1000);
  }
}

function keysOf(event: KeyboardEvent): string {
  const letter = /^[a-z]$/i.test(event.key);
  const shift = event.shiftKey && (letter || event.key.length > 1) ? 'shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${shift}${letter ? event.key.toLowerCase() : event.key}`;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
