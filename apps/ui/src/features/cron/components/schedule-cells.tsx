import type { CronWorkflow } from '@argosy/api';
import cronstrue from 'cronstrue/i18n';
import type { ReactNode } from 'react';
import { preferences } from '../../../app/preferences.ts';
import { StateLabel } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { Time } from '../../../time/times.tsx';
import { nextRuns } from '../model/schedule-text.ts';

/** `0 9 * * 1` in words; descriptors such as `@daily` speak for themselves. */
export function scheduleInWords(schedule: string): string | undefined {
  const plain = schedule.replace(/^(?:CRON_)?TZ=\S+\s+/, '');
  if (plain.startsWith('@')) return undefined;
  try {
    return cronstrue.toString(plain, { use24HourTimeFormat: true, locale: preferences().locale === 'zh' ? 'zh_CN' : 'en' });
  } catch {
    return undefined;
  }
}

export function NextRun({ cron }: { readonly cron: CronWorkflow }): ReactNode {
  if (cron.spec.suspend) return <span style={{ color: 'var(--muted)' }}>–</span>;
  const [next] = nextRuns(cron, { after: Date.now(), count: 1 });
  return next === undefined ? '–' : <Time at={new Date(next).toISOString()} />;
}

/** Whether it runs, is paused, or cannot run. */
export function CronState({ cron }: { readonly cron: CronWorkflow }): ReactNode {
  const problem = cron.status?.conditions?.find(
    ({ type, status }) => (type === 'SubmissionError' || type === 'SpecError') && status !== 'False',
  );
  if (problem) return <StateLabel state="Error" text={t('Error')} />;
  return cron.spec.suspend ? <StateLabel state="Suspended" text={t('Suspended')} /> : <StateLabel state="Succeeded" text={t('Active')} />;
}
