import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { argo, isMissing } from '../api/client.ts';
import { Icon } from '../design/icon.tsx';
import { t } from '../i18n/translate.ts';
import { Link } from './link.tsx';
import { accountEntries, type RailEntry, railGroups } from './navigation.ts';
import { usePreferences } from './preferences.ts';
import { type RouteName, routePath } from './route-table.ts';
import { useSession } from './session.ts';
import classes from './shell.module.css';

interface RailProps {
  readonly route: RouteName;
  readonly namespace: string;
  /** On a phone the rail lies over the page. */
  readonly open: boolean;
  readonly onLeave: () => void;
}

export function Rail({ route, namespace, open, onLeave }: RailProps): ReactNode {
  const { version, info } = useSession();
  const { rail } = usePreferences();
  const withEvents = useArgoEvents(namespace);
  const groups = railGroups.filter(({ events }) => !events || withEvents);
  const names = [classes.rail, rail === 'narrow' && classes.railNarrow, open && classes.railOpen];
  const entry = (one: RailEntry): ReactNode => (
    <RailLink key={one.route} entry={one} route={route} namespace={namespace} onLeave={onLeave} />
  );
  return (
    <nav
      aria-label={t('Main')}
      className={names.filter(Boolean).join(' ')}
      {...(info.navColor && { style: { borderTop: `3px solid ${info.navColor}` } })}
    >
      <Link to={routePath('workflows', { namespace })} className={classes.brand} title="Argosy">
        <img src="assets/favicon/favicon.svg" alt="" width={24} height={24} />
        <span>Argosy</span>
        <small title={version.gitCommit}>{version.version}</small>
      </Link>
      {groups.map(({ label, entries }) => (
        <div key={label} className={classes.group}>
          <h2>{t(label)}</h2>
          {entries.map(entry)}
        </div>
      ))}
      <div className={`${classes.group} ${classes.railEnd}`}>{accountEntries.map(entry)}</div>
    </nav>
  );
}

interface RailLinkProps extends Omit<RailProps, 'open'> {
  readonly entry: RailEntry;
}

function RailLink({ entry, route, namespace, onLeave }: RailLinkProps): ReactNode {
  const current = entry.route === route || entry.also?.includes(route);
  return (
    <Link
      to={routePath(entry.route, { namespace })}
      className={classes.railLink}
      title={t(entry.label)}
      onClick={onLeave}
      {...(current && { 'aria-current': 'page' })}
    >
      <Icon name={entry.icon} />
      <span>{t(entry.label)}</span>
    </Link>
  );
}

/** Argo Events is a program of its own; without it its pages would only show errors. */
function useArgoEvents(namespace: string): boolean {
  const { error, isSuccess } = useQuery({
    queryKey: ['argo-events', namespace],
    queryFn: () => argo.eventSources.list(namespace, { listOptions: { limit: 1 } }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return isSuccess || (error !== null && !isMissing(error) && isReachable(error));
}

/** A refusal for lack of rights still means that there is something. */
function isReachable(error: unknown): boolean {
  return (error as { status?: string }).status === 'PERMISSION_DENIED';
}
