import { useSyncExternalStore } from 'react';

/** The address below the base path that the server serves the interface at. */
export interface Location {
  /** Starts with a slash. */
  readonly path: string;
  readonly search: URLSearchParams;
}

/** Parameters by name: text replaces all values, a list sets several, `undefined` removes. Others stay as they are. */
export type SearchPatch = Readonly<Record<string, string | readonly string[] | undefined>>;

const base = new URL(document.baseURI).pathname.replace(/\/$/, '');
const listeners = new Set<() => void>();
let current = read();

addEventListener('popstate', refresh);

export function location(): Location {
  return current;
}

export function useLocation(): Location {
  return useSyncExternalStore(onLocation, location);
}

export function onLocation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Goes to another page (an entry of the history), or with `replace` corrects the address of this one. */
export function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', href(to));
  refresh();
}

/** Changes the state of the view in the address. The way back does not go through every change, unless `push` is given. */
export function setSearch(patch: SearchPatch, { push = false }: { readonly push?: boolean } = {}): void {
  const search = patched(current.search, patch);
  if (search.toString() !== current.search.toString()) navigate(pathWith(current.path, search), { replace: !push });
}

export function patched(search: URLSearchParams, patch: SearchPatch): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(patch)) {
    next.delete(name);
    for (const one of value === undefined ? [] : [value].flat()) if (one !== '') next.append(name, one as string);
  }
  return next;
}

export function pathWith(path: string, search: URLSearchParams): string {
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** An address of this interface for a link: the base path in front. */
export function href(to: string): string {
  return `${base}${to}`;
}

function refresh(): void {
  current = read();
  for (const listener of listeners) listener();
}

function read(): Location {
  const { pathname, search } = globalThis.location;
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
  return { path: path === '' ? '/' : path, search: new URLSearchParams(search) };
}
