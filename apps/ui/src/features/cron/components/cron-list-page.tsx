import type { CronWorkflow } from '@argosy/api';
import type { ReactNode } from 'react';
import { setSearch, useLocation } from '../../../app/location.ts';
import type { PageProps } from '../../../app/pages.ts';
import controls from '../../../design/controls.module.css';
import { t } from '../../../i18n/translate.ts';
import { type DefinitionColumn, DefinitionList } from '../../templates/components/definition-list.tsx';
import type { DefinitionObject } from '../../templates/model/definitions.ts';
import { schedulesOf } from '../model/schedule-text.ts';
import { CronState, NextRun, scheduleInWords } from './schedule-cells.tsx';

const cronOf = (object: DefinitionObject): CronWorkflow => object as CronWorkflow;

/** All cron workflows, with when they run next (acceptance 10-030). */
export function CronListPage({ namespace }: PageProps): ReactNode {
  const state = useLocation().search.get('state') ?? '';
  const columns: readonly DefinitionColumn[] = [
    { label: t('Status'), cell: (object) => <CronState cron={cronOf(object)} /> },
    {
      label: t('Schedule'),
      cell: (object) => schedulesOf(cronOf(object)).map((schedule) => <Schedule key={schedule} schedule={schedule} />),
    },
    { label: t('Time zone'), cell: (object) => cronOf(object).spec.timezone || 'UTC' },
    { label: t('Next run'), cell: (object) => <NextRun cron={cronOf(object)} /> },
  ];
  const filter = (
    <select
      className={controls.input}
      aria-label={t('Status')}
      value={state}
      onChange={(event) => setSearch({ state: event.target.value })}
    >
      <option value="">{t('Active and suspended')}</option>
      <option value="Running">{t('Active')}</option>
      <option value="Suspended">{t('Suspended')}</option>
    </select>
  );
  const fits = (object: DefinitionObject): boolean => state === '' || (cronOf(object).spec.suspend === true) === (state === 'Suspended');
  return <DefinitionList kind="cron" namespace={namespace} columns={columns} filters={filter} fits={fits} />;
}

function Schedule({ schedule }: { readonly schedule: string }): ReactNode {
  return (
    <div>
      <code>{schedule}</code> <small style={{ display: 'inline', color: 'var(--muted)' }}>{scheduleInWords(schedule)}</small>
    </div>
  );
}
