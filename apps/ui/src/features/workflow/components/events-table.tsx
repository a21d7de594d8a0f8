import type { KubeEvent } from '@argosy/api-client';
import { type ReactNode, useEffect, useState } from 'react';
import { argo } from '../../../api/client.ts';
import { followLive, type LiveState } from '../../../api/live.ts';
import { CheckField } from '../../../design/field.tsx';
import { ErrorNotice } from '../../../design/notices.tsx';
import { StateLabel } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { Time } from '../../../time/times.tsx';
import classes from './workflow.module.css';

interface EventsTableProps {
  readonly namespace: string;
  readonly kind: 'Workflow' | 'Pod';
  readonly name: string;
}

const MOST = 500;

/** Events that Kubernetes keeps about an object, as they come. */
export function EventsTable({ namespace, kind, name }: EventsTableProps): ReactNode {
  const { events, state, error } = useEvents({ namespace, kind, name });
  const [hideNormal, setHideNormal] = useState(false);
  const shown = events.filter(({ type }) => !hideNormal || type !== 'Normal');
  return (
    <div className={classes.pad}>
      <CheckField label={t('Only warnings')} checked={hideNormal} onChange={(event) => setHideNormal(event.target.checked)} />
      {state === 'failed' && <ErrorNotice error={error} />}
      {shown.length === 0 && state !== 'failed' && <p>{t('No events. Kubernetes keeps them for an hour.')}</p>}
      {shown.length > 0 && (
        <table className={classes.events}>
          <thead>
            <tr>
              <th>{t('Type')}</th>
              <th>{t('Last seen')}</th>
              <th>{t('Reason')}</th>
              <th>{t('Message')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((event) => (
              <EventRow key={event.metadata.uid ?? event.metadata.name} event={event} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function EventRow({ event }: { readonly event: KubeEvent }): ReactNode {
  const normal = event.type === 'Normal';
  return (
    <tr>
      <td>
        <StateLabel state={normal ? 'Succeeded' : 'Error'} text={normal ? t('Normal') : t('Warning')} />
      </td>
      <td>
        <Time at={event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp} />
        {event.count !== undefined && event.count > 1 && ` ×${event.count}`}
      </td>
      <td>{event.reason}</td>
      <td>{event.message}</td>
    </tr>
  );
}

interface Events {
  readonly events: readonly KubeEvent[];
  readonly state: LiveState;
  readonly error?: unknown;
}

function useEvents({ namespace, kind, name }: EventsTableProps): Events {
  const [state, setState] = useState<Events>({ events: [], state: 'connecting' });
  useEffect(() => {
    const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
    return followLive<KubeEvent>({
      open: (options) => argo.events.watch(namespace, { ...options, listOptions: { fieldSelector } }),
      onItems: (items) => setState((now) => ({ ...now, events: merged(now.events, items) })),
      onState: (next, error) => setState((now) => ({ ...now, state: next, ...(error !== undefined && { error }) })),
    });
  }, [namespace, kind, name]);
  return state;
}

/** The newest first; an event that is counted up keeps its row. */
function merged(known: readonly KubeEvent[], items: readonly KubeEvent[]): readonly KubeEvent[] {
  const byUid = new Map(known.map((event) => [event.metadata.uid ?? event.metadata.name, event]));
  for (const event of items) byUid.set(event.metadata.uid ?? event.metadata.name, event);
  const at = (event: KubeEvent): string => event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '';
  return [...byUid.values()].sort((left, right) => (at(left) < at(right) ? 1 : -1)).slice(0, MOST);
}
