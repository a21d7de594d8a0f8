import type { Session } from './session.ts';

const LAST = 'argosy.namespace';
const RECENT = 'argosy.namespaces';
const MOST = 8;

/** The namespace to begin with: the managed one, the one used last, the caller's own, `default`. An empty text means all. */
export function firstNamespace({ info, user }: Pick<Session, 'info' | 'user'>): string {
  return info.managedNamespace || (read(LAST) ?? user.serviceAccountNamespace ?? 'default');
}

/** Namespaces that were used in this browser, the last one first. */
export function recentNamespaces(): readonly string[] {
  return (read(RECENT) ?? '').split(',').filter((name) => name !== '');
}

export function rememberNamespace(namespace: string): void {
  write(LAST, namespace);
  if (namespace !== '') write(RECENT, [namespace, ...recentNamespaces().filter((name) => name !== namespace)].slice(0, MOST).join(','));
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
