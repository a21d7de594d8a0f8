import type { CronWorkflow } from '@argosy/api';
import { fromRfc3339, toRfc3339Seconds } from '@argosy/std';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { argo, messageOf } from '../../../api/client.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { TextField } from '../../../design/field.tsx';
import { ErrorNotice, say } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { absoluteText } from '../../../time/time-text.ts';
import { runsWithin } from '../model/schedule-text.ts';

interface BackfillDialogProps {
  readonly cron: CronWorkflow;
  readonly namespace: string;
  readonly onClose: () => void;
}

const MOST = 100;
const DAY = 86_400_000;
const SCHEDULED_TIME = 'workflows.argoproj.io/scheduled-time';

/** Submits the runs of a span that has passed, one for each time of the schedule. */
export function BackfillDialog({ cron, namespace, onClose }: BackfillDialogProps): ReactNode {
  const client = useQueryClient();
  const [from, setFrom] = useState(() => toRfc3339Seconds(Date.now() - DAY));
  const [to, setTo] = useState(() => toRfc3339Seconds(Date.now()));
  const [parameter, setParameter] = useState('');
  const [done, setDone] = useState<number>();
  const [error, setError] = useState<string>();
  const [start, end] = [fromRfc3339(from), fromRfc3339(to)];
  const runs = start === undefined || end === undefined ? [] : runsWithin(cron, { from: start, to: end, most: MOST });
  const name = cron.metadata.name ?? '';
  const submit = async (): Promise<void> => {
    setError(undefined);
    for (const [index, instant] of runs.entries()) {
      setDone(index);
      const time = toRfc3339Seconds(instant);
      const submitOptions = {
        annotations: `${SCHEDULED_TIME}=${time}`,
        labels: `workflows.argoproj.io/cron-workflow-backfill=${name}`,
        parameters: parameter === '' ? [] : [`${parameter}=${time}`],
      };
      const problem = await argo.workflows
        .submit(namespace, { resourceKind: 'cronwf', resourceName: name, submitOptions })
        .then(() => undefined, messageOf);
      if (problem !== undefined) return setError(t('{count} submitted, then: {problem}', { count: index, problem }));
    }
    say(t('{count} workflows submitted', { count: runs.length }));
    await client.invalidateQueries();
    onClose();
  };
  return (
    <Dialog
      title={t('Backfill {name}', { name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" disabled={runs.length === 0 || done !== undefined}>
            {t('Submit {count} workflows', { count: runs.length })}
          </Button>
        </>
      }
    >
      <TextField
        label={t('From')}
        value={from}
        problem={start === undefined ? t('Not a time') : undefined}
        onChange={(event) => setFrom(event.target.value)}
      />
      <TextField
        label={t('To')}
        value={to}
        problem={end === undefined ? t('Not a time') : undefined}
        onChange={(event) => setTo(event.target.value)}
      />
      <TextField
        label={t('Parameter that gets the time')}
        hint={t('Empty: none.')}
        value={parameter}
        onChange={(event) => setParameter(event.target.value)}
      />
      <p>
        {t('{count} times of the schedule', { count: runs.length })}
        {runs.length === MOST && ` (${t('no more at once')})`}
        {runs.length > 0 && `: ${absoluteText(runs[0] as number, 'utc')} … ${absoluteText(runs.at(-1) as number, 'utc')}`}
      </p>
      {error !== undefined && <ErrorNotice error={new Error(error)} />}
    </Dialog>
  );
}
