import type { Workflow } from '@argosy/api';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { argo } from '../../../api/client.ts';
import { Link } from '../../../app/link.tsx';
import { setSearch, useLocation } from '../../../app/location.ts';
import { Page } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import controls from '../../../design/controls.module.css';
import { EmptyState, ErrorNotice } from '../../../design/notices.tsx';
import { marks } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { durationText } from '../../../time/time-text.ts';
import surfaces from '../../../design/surfaces.module.css';
import classes from '../../templates/components/definition.module.css';
import { runNumbers } from '../../templates/model/run-grid.ts';
import { workflowState } from '../../workflows/model/workflow-row.ts';
import { durationOf, reportBars, type ReportBar, resourceNames } from '../model/report.ts';
import own from './reports.module.css';

const MOST = 100;
const FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'metadata.creationTimestamp',
  'status.phase',
  'status.startedAt',
  'status.finishedAt',
  'status.resourcesDuration',
]
  .map((field) => `items.${field}`)
  .join(',');

/** How long the last runs of a kind took and what they used (acceptance 10-035). */
export function ReportsPage({ namespace }: PageProps): ReactNode {
  const labels = useLocation().search.getAll('labels').join(',');
  const { data, error, refetch } = useQuery({
    queryKey: ['report', namespace, labels],
    queryFn: () =>
      argo.workflows.list(namespace, {
        listOptions: { limit: MOST, labelSelector: ['workflows.argoproj.io/completed=true', labels].filter(Boolean).join(',') },
        fields: FIELDS,
      }),
  });
  const workflows = data?.items ?? [];
  const numbers = runNumbers(workflows);
  return (
    <Page title={t('Reports')}>
      <div className={classes.filters}>
        <input
          className={controls.input}
          aria-label={t('Labels')}
          placeholder="workflows.argoproj.io/workflow-template=…"
          defaultValue={labels}
          onBlur={(event) => setSearch({ labels: event.target.value })}
          onKeyDown={(event) => event.key === 'Enter' && setSearch({ labels: event.currentTarget.value })}
        />
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && workflows.length === 0 && <EmptyState icon="report" title={t('No finished workflow matches')} />}
      {workflows.length > 0 && (
        <div className={classes.cards}>
          <section className={`${surfaces.card} ${classes.wide}`}>
            <h2>{t('Duration')}</h2>
            <p>
              {t('{count} finished', { count: numbers.finished })} · {t('median')} {durationText(numbers.median ?? 0)} · 95 %:{' '}
              {durationText(numbers.p95 ?? 0)}
            </p>
            <Bars bars={reportBars(workflows, durationOf)} text={durationText} />
          </section>
          {resourceNames(workflows).map((resource) => (
            <section key={resource} className={surfaces.card}>
              <h2>{t('Use of {resource}', { resource })}</h2>
              <Bars
                bars={reportBars(workflows, ({ status }) => status?.resourcesDuration?.[resource] ?? 0)}
                text={(value) => `${Math.round(value)}s × ${resource}`}
              />
            </section>
          ))}
        </div>
      )}
    </Page>
  );
}

/** One bar a run, the oldest left; the line is the mean. */
function Bars({ bars, text }: { readonly bars: readonly ReportBar[]; readonly text: (value: number) => string }): ReactNode {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const mean = bars.reduce((sum, { value }) => sum + value, 0) / Math.max(1, bars.length);
  return (
    <div className={own.chart}>
      <div className={own.mean} style={{ bottom: `${(mean / most) * 100}%` }}>
        <span>{t('mean {value}', { value: text(mean) })}</span>
      </div>
      {bars.map(({ workflow, value }) => (
        <Bar
          key={workflow.metadata.uid ?? workflow.metadata.name}
          workflow={workflow}
          value={value}
          share={value / most}
          text={text(value)}
        />
      ))}
    </div>
  );
}

interface BarProps {
  readonly workflow: Workflow;
  readonly value: number;
  readonly share: number;
  readonly text: string;
}

function Bar({ workflow, share, text }: BarProps): ReactNode {
  const label = `${workflow.metadata.name ?? ''}: ${text}`;
  return (
    <Link
      className={own.bar}
      to={routePath('workflow', { namespace: workflow.metadata.namespace, name: workflow.metadata.name })}
      title={label}
      aria-label={label}
    >
      <i style={{ height: `${Math.max(1.5, share * 100)}%`, background: `var(--${marks[workflowState(workflow)].colour})` }} />
    </Link>
  );
}
