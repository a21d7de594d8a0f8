import { useSyncExternalStore } from 'react';

export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly contrast: 'system' | 'more';
  readonly locale: 'en' | 'zh';
  readonly times: 'relative' | 'local' | 'utc';
  readonly shortcuts: 'on' | 'off';
  readonly direction: 'auto' | 'right' | 'down';
  readonly rail: 'wide' | 'narrow';
}

const KEY = 'argosy.preferences';
const defaults: Preferences = {
  theme: 'system',
  contrast: 'system',
  locale: navigator.language.startsWith('zh') ? 'zh' : 'en',
  times: 'relative',
  shortcuts: 'on',
  direction: 'auto',
  rail: 'wide',
};

let current: Preferences = { ...defaults, ...stored() };
const listeners = new Set<() => void>();

/** What this person chose in this browser. */
export function preferences(): Preferences {
  return current;
}

export function setPreferences(part: Partial<Preferences>): void {
  current = { ...current, ...part };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Storage may be full or forbidden: the choice then lasts as long as the page.
  }
  applyTheme();
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, preferences);
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const moreContrast = matchMedia('(prefers-contrast: more)');

/** The theme that shows, with the system's wish resolved. */
export function shownTheme(): 'light' | 'dark' {
  if (current.theme !== 'system') return current.theme;
  return dark.matches ? 'dark' : 'light';
}

/** Writes theme and language to the document, now and whenever the system changes its mind. */
export function followSystem(): void {
  applyTheme();
  const notify = (): void => {
    applyTheme();
    for (const listener of listeners) listener();
  };
  dark.addEventListener('change', notify);
  moreContrast.addEventListener('change', notify);
}

function applyTheme(): void {
  const { dataset } = document.documentElement;
  dataset.theme = shownTheme();
  dataset.contrast = current.contrast === 'more' || moreContrast.matches ? 'more' : 'normal';
  document.documentElement.lang = current.locale === 'zh' ? 'zh-CN' : 'en';
}

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}
