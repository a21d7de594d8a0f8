import type { ReactNode } from 'react';
import type { PageProps } from '../../../app/pages.ts';
import { t } from '../../../i18n/translate.ts';
import { DefinitionPage } from '../../templates/components/definition-page.tsx';
import surfaces from '../../../design/surfaces.module.css';
import classes from '../../templates/components/definition.module.css';
import { EventLog } from './event-log.tsx';

export function EventSourcePage({ params, namespace }: PageProps): ReactNode {
  const name = params.name ?? '';
  return (
    <DefinitionPage
      kind="eventSource"
      namespace={namespace}
      name={name}
      cards={() => <LogCard kind="eventSources" namespace={namespace} name={name} />}
    />
  );
}

export function SensorPage({ params, namespace }: PageProps): ReactNode {
  const name = params.name ?? '';
  return (
    <DefinitionPage
      kind="sensor"
      namespace={namespace}
      name={name}
      cards={() => <LogCard kind="sensors" namespace={namespace} name={name} />}
    />
  );
}

interface LogCardProps {
  readonly kind: 'eventSources' | 'sensors';
  readonly namespace: string;
  readonly name: string;
}

function LogCard(props: LogCardProps): ReactNode {
  return (
    <section className={`${surfaces.card} ${classes.wide}`}>
      <h2>{t('Logs')}</h2>
      <EventLog {...props} />
    </section>
  );
}
