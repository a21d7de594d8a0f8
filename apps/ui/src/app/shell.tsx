import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { t } from '../i18n/translate.ts';
import { CommandPalette } from './command-palette.tsx';
import { CrashBoundary } from './crash-boundary.tsx';
import { useGlobalCommands } from './global-commands.ts';
import { navigate } from './location.ts';
import { firstNamespace, rememberNamespace } from './namespaces.ts';
import { pages } from './pages.ts';
import { Rail } from './rail.tsx';
import { type RouteMatch, routePath } from './route-table.ts';
import { useSession } from './session.ts';
import classes from './shell.module.css';
import { ShortcutHelp } from './shortcut-help.tsx';
import { TopBar } from './top-bar.tsx';

type Overlay = 'none' | 'palette' | 'help' | 'rail';

/** Rail, top bar and the page between them. */
export function Shell({ match }: { readonly match: RouteMatch }): ReactNode {
  const [overlay, setOverlay] = useState<Overlay>('none');
  const namespace = useNamespace(match);
  const close = (): void => setOverlay('none');
  const onNamespace = (next: string): void => {
    rememberNamespace(next);
    navigate(routePath(PAGE_OF_NAMESPACE[match.name] ?? match.name, { namespace: next }));
  };
  useGlobalCommands({ namespace, onNamespace, onPalette: () => setOverlay('palette'), onHelp: () => setOverlay('help') });
  const Content = pages[match.name];
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main" onClick={skipToMain}>
        {t('Skip to content')}
      </a>
      <Rail route={match.name} namespace={namespace} open={overlay === 'rail'} onLeave={close} />
      {overlay === 'rail' && <button type="button" className={classes.shade} aria-label={t('Close')} onClick={close} />}
      <TopBar
        namespace={namespace}
        onNamespace={onNamespace}
        onMenu={() => setOverlay('rail')}
        onPalette={() => setOverlay('palette')}
        onHelp={() => setOverlay('help')}
      />
      <main id="main" tabIndex={-1} className={classes.main}>
        <CrashBoundary key={`${match.name}/${namespace}/${match.params.name ?? ''}`}>
          <Suspense fallback={null}>
            <Content params={match.params} namespace={namespace} />
          </Suspense>
        </CrashBoundary>
      </main>
      {overlay === 'palette' && <CommandPalette onClose={close} />}
      {overlay === 'help' && <ShortcutHelp onClose={close} />}
    </div>
  );
}

/** Another namespace does not have this object: its list is shown instead. */
const PAGE_OF_NAMESPACE: Partial<Record<RouteMatch['name'], RouteMatch['name']>> = {
  workflow: 'workflows',
  template: 'templates',
  cron: 'crons',
  eventSource: 'eventSources',
  sensor: 'sensors',
  user: 'workflows',
  help: 'workflows',
  apiDocs: 'workflows',
  clusterTemplate: 'workflows',
  clusterTemplates: 'workflows',
};

/** The namespace of the address; pages without one keep the last. */
function useNamespace({ name, params }: RouteMatch): string {
  const session = useSession();
  const namespace = params.namespace ?? (name === 'workflows' && !session.info.managedNamespace ? '' : firstNamespace(session));
  useEffect(() => {
    if (params.namespace !== undefined) rememberNamespace(params.namespace);
  }, [params.namespace]);
  return namespace;
}

/** A link within the page would go through the base address. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}
