import type { Workflow } from '@argosy/api';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { argo } from '../../../api/client.ts';
import { Link } from '../../../app/link.tsx';
import { routePath } from '../../../app/route-table.ts';
import { marks, StateMark } from '../../../design/state-mark.tsx';
import { ErrorNotice } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { durationText } from '../../../time/time-text.ts';
import { workflowState } from '../../workflows/model/workflow-row.ts';
import { runGrid, runNumbers } from '../model/run-grid.ts';
import surfaces from '../../../design/surfaces.module.css';
import classes from './definition.module.css';

const RUNS = 24;

/** How the runs of a template have been going: numbers, and a grid of runs against steps. */
export function RunOverview({ namespace, selector }: { readonly namespace: string; readonly selector: string }): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['runs', namespace, selector],
    queryFn: () => argo.workflows.list(namespace, { listOptions: { labelSelector: selector, limit: RUNS } }),
  });
  if (error) return <ErrorNotice error={error} />;
  const workflows = data?.items ?? [];
  const numbers = runNumbers(workflows);
  return (
    <section className={`${surfaces.card} ${classes.wide}`}>
      <h2>{t('Last runs')}</h2>
      {data && workflows.length === 0 && <p>{t('It has not run yet.')}</p>}
      {workflows.length > 0 && (
        <>
          <div className={classes.numbers}>
            <Figure label={t('finished')} value={String(numbers.finished)} />
            <Figure label={t('succeeded')} value={numbers.successRate === undefined ? '–' : `${Math.round(numbers.successRate * 100)} %`} />
            <Figure label={t('median duration')} value={numbers.median === undefined ? '–' : durationText(numbers.median)} />
            <Figure label={t('95 % take at most')} value={numbers.p95 === undefined ? '–' : durationText(numbers.p95)} />
          </div>
          <RunGridTable workflows={workflows} />
          <Link to={`${routePath('workflows', { namespace })}?label=${encodeURIComponent(selector)}`}>{t('All runs')}</Link>
        </>
      )}
    </section>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  return (
    <div>
      <strong>{value}</strong>
      <span>{label}</span>
    </div>
  );
}

function RunGridTable({ workflows }: { readonly workflows: readonly Workflow[] }): ReactNode {
  const { runs, steps, cells } = runGrid(workflows, Date.now());
  const longest = Math.max(1, ...runs.map(({ duration }) => duration));
  const pathOf = ({ metadata }: Workflow): string => routePath('workflow', { namespace: metadata.namespace, name: metadata.name });
  return (
    <div className={classes.gridScroll} tabIndex={0} role="region" aria-label={t('Runs and steps')}>
      <table className={classes.grid}>
        <tbody>
          <tr>
            <th scope="row">{t('Duration')}</th>
            {runs.map(({ workflow, duration }) => {
              const label = `${workflow.metadata.name ?? ''}: ${t(workflowState(workflow))}, ${durationText(duration)}`;
              return (
                <td key={workflow.metadata.uid ?? workflow.metadata.name} className={classes.barCell}>
                  <Link to={pathOf(workflow)} title={label} aria-label={label}>
                    <i
                      style={{
                        height: Math.max(3, (duration / longest) * 52),
                        background: `var(--${marks[workflowState(workflow)].colour})`,
                      }}
                    />
                  </Link>
                </td>
              );
            })}
          </tr>
          {steps.map((step, row) => (
            <tr key={step}>
              <th scope="row" title={step}>
                {step}
              </th>
              {runs.map(({ workflow }, column) => {
                const cell = cells[column]?.[row];
                const label = `${step}, ${workflow.metadata.name ?? ''}: ${cell ? t(cell.state) : ''}`;
                return (
                  <td key={workflow.metadata.uid ?? workflow.metadata.name}>
                    {cell && (
                      <Link to={`${pathOf(workflow)}?nodeId=${encodeURIComponent(cell.nodeId)}`} title={label} aria-label={label}>
                        <StateMark state={cell.state} size={14} label={false} />
                      </Link>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
