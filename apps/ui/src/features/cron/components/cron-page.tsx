import type { CronWorkflow } from '@argosy/api';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { argo, messageOf } from '../../../api/client.ts';
import { Link } from '../../../app/link.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import { Button } from '../../../design/button.tsx';
import { say } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { Time } from '../../../time/times.tsx';
import { DefinitionPage } from '../../templates/components/definition-page.tsx';
import surfaces from '../../../design/surfaces.module.css';
import type { DefinitionObject } from '../../templates/model/definitions.ts';
import { Facts } from '../../workflow/components/facts.tsx';
import { nextRuns, schedulesOf } from '../model/schedule-text.ts';
import { BackfillDialog } from './backfill-dialog.tsx';
import { CronState, scheduleInWords } from './schedule-cells.tsx';

/** One cron workflow: when it runs next, how it has been going, its text. */
export function CronPage({ params, namespace }: PageProps): ReactNode {
  return (
    <DefinitionPage
      kind="cron"
      namespace={namespace}
      name={params.name ?? ''}
      cards={(object) => <ScheduleCard cron={object as CronWorkflow} />}
      actions={(object) => <CronActions object={object} namespace={namespace} />}
    />
  );
}

function CronActions({ object, namespace }: { readonly object: DefinitionObject; readonly namespace: string }): ReactNode {
  const cron = object as CronWorkflow;
  const client = useQueryClient();
  const [filling, setFilling] = useState(false);
  const name = cron.metadata.name ?? '';
  const suspended = cron.spec.suspend === true;
  const toggle = async (): Promise<void> => {
    try {
      await argo.cronWorkflows[suspended ? 'resume' : 'suspend'](namespace, name);
      say(suspended ? t('Resumed {name}', { name }) : t('Suspended {name}', { name }));
      await client.invalidateQueries();
    } catch (error) {
      say(messageOf(error), { bad: true });
    }
  };
  return (
    <>
      <Button icon={suspended ? 'play' : 'pause'} onClick={() => void toggle()}>
        {suspended ? t('Resume') : t('Suspend')}
      </Button>
      <Button icon="resubmit" onClick={() => setFilling(true)}>
        {t('Backfill')}
      </Button>
      {filling && <BackfillDialog cron={cron} namespace={namespace} onClose={() => setFilling(false)} />}
    </>
  );
}

const SHOWN = 5;

function ScheduleCard({ cron }: { readonly cron: CronWorkflow }): ReactNode {
  const { spec, status, metadata } = cron;
  const next = spec.suspend ? [] : nextRuns(cron, { after: Date.now(), count: SHOWN });
  return (
    <section className={surfaces.card}>
      <h2>{t('Schedule')}</h2>
      <Facts
        facts={[
          [t('Status'), <CronState key="s" cron={cron} />],
          [
            t('Schedule'),
            schedulesOf(cron).map((schedule) => (
              <div key={schedule}>
                <code>{schedule}</code> {scheduleInWords(schedule)}
              </div>
            )),
          ],
          [t('Time zone'), spec.timezone || 'UTC'],
          [t('Only when'), spec.when && <code>{spec.when}</code>],
          [
            t('Next runs'),
            next.length > 0 &&
              next.map((instant) => (
                <div key={instant}>
                  <Time at={new Date(instant).toISOString()} />
                </div>
              )),
          ],
          [t('Last scheduled'), status?.lastScheduledTime && <Time key="l" at={status.lastScheduledTime} />],
          [t('If the last still runs'), spec.concurrencyPolicy || 'Allow'],
          [t('Starting deadline'), spec.startingDeadlineSeconds !== undefined && `${spec.startingDeadlineSeconds}s`],
          [
            t('Kept'),
            `${t('{count} succeeded', { count: spec.successfulJobsHistoryLimit ?? 3 })}, ${t('{count} failed', { count: spec.failedJobsHistoryLimit ?? 1 })}`,
          ],
          [
            t('Active'),
            (status?.active ?? []).map(({ name }) => (
              <div key={name}>
                <Link to={routePath('workflow', { namespace: metadata.namespace, name })}>{name}</Link>
              </div>
            )),
          ],
          [t('Conditions'), status?.conditions?.map(({ type, message }) => `${type ?? ''}: ${message ?? ''}`).join('; ')],
        ]}
      />
    </section>
  );
}
