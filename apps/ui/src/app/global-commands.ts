import { argo } from '../api/client.ts';
import { t } from '../i18n/translate.ts';
import { type Command, useCommands } from './commands.ts';
import { navigate } from './location.ts';
import { recentNamespaces } from './namespaces.ts';
import { accountEntries, railGroups } from './navigation.ts';
import { setPreferences, shownTheme } from './preferences.ts';
import { routePath } from './route-table.ts';
import { useShortcuts } from './shortcuts.ts';

interface GlobalCommands {
  readonly namespace: string;
  readonly onNamespace: (namespace: string) => void;
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** What works on every page: going to pages and workflows, themes, help. */
export function useGlobalCommands({ namespace, onNamespace, onPalette, onHelp }: GlobalCommands): void {
  const entries = [...railGroups.flatMap((group) => group.entries), ...accountEntries];
  const go = (to: string) => (): void => navigate(to);
  const switchTheme = (): void => setPreferences({ theme: shownTheme() === 'dark' ? 'light' : 'dark' });
  useShortcuts(t('Everywhere'), [
    { keys: 'mod+k', label: t('Search or do'), run: onPalette },
    { keys: '?', label: t('Keyboard shortcuts'), run: onHelp },
    { keys: 't', label: t('Light or dark'), run: switchTheme },
    ...entries.flatMap(({ keys, label, route }) => (keys ? [{ keys, label: t(label), run: go(routePath(route, { namespace })) }] : [])),
  ]);
  useCommands(t('Pages'), () =>
    entries.map(({ label, route, keys }) => ({ label: t(label), run: go(routePath(route, { namespace })), ...(keys && { hint: keys }) })),
  );
  useCommands(t('Settings'), () => [
    { label: t('Light or dark'), hint: 't', run: switchTheme },
    { label: t('Keyboard shortcuts'), hint: '?', run: onHelp },
    ...recentNamespaces().map((name) => ({ label: t('Namespace: {name}', { name }), run: () => onNamespace(name) })),
  ]);
  useCommands(t('Workflows'), (text) => findWorkflows(namespace, text));
  useCommands(t('Templates'), (text) => findTemplates(namespace, text));
}

async function findWorkflows(namespace: string, text: string): Promise<Command[]> {
  const search = text.trim();
  const list = await argo.workflows.list(namespace, {
    listOptions: { limit: 8, ...(search !== '' && { fieldSelector: `metadata.name=${search}` }) },
    nameFilter: 'Contains',
    fields: 'items.metadata.name,items.metadata.namespace,items.status.phase',
  });
  return (list.items ?? []).map(({ metadata, status }) => ({
    label: metadata.name ?? '',
    hint: [metadata.namespace, status?.phase].filter(Boolean).join(' · '),
    run: () => navigate(routePath('workflow', { namespace: metadata.namespace, name: metadata.name })),
  }));
}

async function findTemplates(namespace: string, text: string): Promise<Command[]> {
  if (text.trim() === '') return [];
  const list = await argo.workflowTemplates.list(namespace, { namePattern: text.trim(), listOptions: { limit: 8 } });
  return (list.items ?? []).map(({ metadata }) => ({
    label: metadata.name ?? '',
    hint: metadata.namespace ?? '',
    run: () => navigate(routePath('template', { namespace: metadata.namespace, name: metadata.name })),
  }));
}
