import type { ArgoEventsLogEntry } from '@argosy/api-client';
import { type ReactNode, useEffect, useState } from 'react';
import { argo, messageOf } from '../../../api/client.ts';
import { followLive, type LiveState } from '../../../api/live.ts';
import { t } from '../../../i18n/translate.ts';
import classes from '../../templates/components/definition.module.css';

interface EventLogProps {
  readonly kind: 'eventSources' | 'sensors';
  readonly namespace: string;
  readonly name: string;
}

const MOST = 500;

/** What an event source or sensor writes, as it comes. */
export function EventLog({ kind, namespace, name }: EventLogProps): ReactNode {
  const [entries, setEntries] = useState<readonly ArgoEventsLogEntry[]>([]);
  const [state, setState] = useState<{ readonly live: LiveState; readonly error?: unknown }>({ live: 'connecting' });
  useEffect(
    () =>
      followLive<ArgoEventsLogEntry>({
        open: (options) => argo[kind].logs(namespace, { ...options, filter: { name }, logOptions: { follow: true, tailLines: 50 } }),
        onItems: (items) => setEntries((known) => [...known, ...items].slice(-MOST)),
        onState: (live, error) => setState({ live, error }),
      }),
    [kind, namespace, name],
  );
  if (state.live === 'failed') return <p>{messageOf(state.error)}</p>;
  if (entries.length === 0) return <p>{t('Waiting for the first line…')}</p>;
  return (
    <pre className={classes.diff} tabIndex={0}>
      {entries.map((entry, index) => (
        <div key={index}>{[entry.time, entry.level, entry.eventName ?? entry.triggerName, entry.msg].filter(Boolean).join(' ')}</div>
      ))}
    </pre>
  );
}
