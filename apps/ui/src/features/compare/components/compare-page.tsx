import type { Workflow } from '@argosy/api';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { argo } from '../../../api/client.ts';
import { Link } from '../../../app/link.tsx';
import { setSearch, useLocation } from '../../../app/location.ts';
import { Page } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import controls from '../../../design/controls.module.css';
import { EmptyState, ErrorNotice } from '../../../design/notices.tsx';
import { CheckField } from '../../../design/field.tsx';
import { StateLabel } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { durationText } from '../../../time/time-text.ts';
import { Duration, Time } from '../../../time/times.tsx';
import surfaces from '../../../design/surfaces.module.css';
import classes from '../../templates/components/definition.module.css';
import { DiffView } from '../../templates/components/diff-view.tsx';
import { manifestText } from '../../workflow/model/manifest-text.ts';
import { workflowState } from '../../workflows/model/workflow-row.ts';
import { type ComparedStep, comparedParameters, comparedSteps, type StepFacts } from '../model/comparison.ts';

/** Two runs side by side: `?a=…&b=…`. */
export function ComparePage({ namespace }: PageProps): ReactNode {
  const { search } = useLocation();
  const [a, b] = [search.get('a') ?? '', search.get('b') ?? ''];
  const left = useRunNamed(namespace, a);
  const right = useRunNamed(namespace, b);
  return (
    <Page title={t('Compare')}>
      <div className={classes.filters}>
        <RunPicker namespace={namespace} label={t('First run')} name={a} onName={(name) => setSearch({ a: name })} />
        <RunPicker namespace={namespace} label={t('Second run')} name={b} onName={(name) => setSearch({ b: name })} />
      </div>
      {[left.error, right.error].map((error, index) => error && <ErrorNotice key={index} error={error} />)}
      {left.data && right.data ? (
        <Comparison left={left.data} right={right.data} />
      ) : (
        <EmptyState icon="compare" title={t('Choose two runs')}>
          {t('Their parameters, steps and specs are put side by side.')}
        </EmptyState>
      )}
    </Page>
  );
}

function useRunNamed(namespace: string, name: string) {
  return useQuery({
    queryKey: ['workflow', 'compare', namespace, name],
    queryFn: () => argo.workflows.get({ namespace, name }),
    enabled: name !== '',
    retry: false,
  });
}

interface RunPickerProps {
  readonly namespace: string;
  readonly label: string;
  readonly name: string;
  readonly onName: (name: string) => void;
}

function RunPicker({ namespace, label, name, onName }: RunPickerProps): ReactNode {
  const { data } = useQuery({
    queryKey: ['workflow-names', namespace],
    queryFn: () => argo.workflows.list(namespace, { listOptions: { limit: 100 }, fields: 'items.metadata.name,items.metadata.namespace' }),
  });
  const names = [...new Set([...(name === '' ? [] : [name]), ...(data?.items ?? []).map(({ metadata }) => metadata.name ?? '')])];
  return (
    <select className={controls.input} aria-label={label} value={name} onChange={(event) => onName(event.target.value)}>
      <option value="">{label}…</option>
      {names.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}

function Comparison({ left, right }: { readonly left: Workflow; readonly right: Workflow }): ReactNode {
  const parameters = comparedParameters(left, right);
  return (
    <div className={classes.cards}>
      {[left, right].map((workflow) => (
        <RunCard key={workflow.metadata.uid ?? workflow.metadata.name} workflow={workflow} />
      ))}
      <section className={`${surfaces.card} ${classes.wide}`}>
        <h2>{t('Parameters that differ')}</h2>
        {parameters.length === 0 && <p>{t('None')}</p>}
        {parameters.map(({ name, left: own, right: other }) => (
          <p key={name}>
            <strong>{name}</strong>: <code>{own ?? t('not set')}</code> → <code>{other ?? t('not set')}</code>
          </p>
        ))}
      </section>
      <StepTable steps={comparedSteps(left, right)} />
      <section className={`${surfaces.card} ${classes.wide}`}>
        <h2>{t('Manifest')}</h2>
        <DiffView before={manifestText(left)} after={manifestText(right)} />
      </section>
    </div>
  );
}

function RunCard({ workflow }: { readonly workflow: Workflow }): ReactNode {
  const { metadata, status } = workflow;
  return (
    <section className={surfaces.card}>
      <h2>
        <Link to={routePath('workflow', { namespace: metadata.namespace, name: metadata.name })}>{metadata.name}</Link>
      </h2>
      <StateLabel state={workflowState(workflow)} />
      <p>
        <Time at={status?.startedAt} /> · <Duration from={status?.startedAt} to={status?.finishedAt} />
      </p>
    </section>
  );
}

const MOST = 300;

function StepTable({ steps }: { readonly steps: readonly ComparedStep[] }): ReactNode {
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const shown = onlyDifferent ? steps.filter(({ left, right }) => left?.state !== right?.state) : steps;
  return (
    <section className={`${surfaces.card} ${classes.wide}`}>
      <h2>{t('Steps')}</h2>
      <CheckField
        label={t('Only steps that ended differently')}
        checked={onlyDifferent}
        onChange={(event) => setOnlyDifferent(event.target.checked)}
      />
      <div className={surfaces.frame}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('Name')}</th>
              <th>{t('First run')}</th>
              <th>{t('Second run')}</th>
              <th>{t('Difference')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, MOST).map(({ name, left, right, delta }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>
                  <StepCell facts={left} />
                </td>
                <td>
                  <StepCell facts={right} />
                </td>
                <td>{delta === undefined || delta === 0 ? '' : `${delta > 0 ? '+' : '−'}${durationText(Math.abs(delta))}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function StepCell({ facts }: { readonly facts: StepFacts | undefined }): ReactNode {
  if (!facts) return '–';
  return (
    <>
      <StateLabel state={facts.state} /> {facts.duration !== undefined && durationText(facts.duration)}
    </>
  );
}
