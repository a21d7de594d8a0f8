import type { Workflow } from '@argosy/api';
import type { ReactNode } from 'react';
import { CopyButton } from '../../../design/copy.tsx';
import { StateLabel } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { Duration, Time } from '../../../time/times.tsx';
import { workflowState } from '../../workflows/model/workflow-row.ts';
import { manifestText } from '../model/manifest-text.ts';
import { originOf } from '../model/origin.ts';
import { ArtifactList } from './artifact-list.tsx';
import { Facts, ParameterTable } from './facts.tsx';
import { YamlText } from './yaml-text.tsx';
import surfaces from '../../../design/surfaces.module.css';
import classes from './workflow.module.css';

interface SummaryViewProps {
  readonly workflow: Workflow;
  readonly archived: boolean;
}

/** Everything about a workflow that is not about one of its steps (acceptance 10-017). */
export function SummaryView({ workflow, archived }: SummaryViewProps): ReactNode {
  const outputs = Object.values(workflow.status?.nodes ?? {}).flatMap((node) =>
    (node.outputs?.artifacts ?? []).map((artifact) => ({ node, artifact })),
  );
  return (
    <div className={classes.grid}>
      <section className={surfaces.card}>
        <h2>{t('Summary')}</h2>
        <SummaryFacts workflow={workflow} />
      </section>
      <section className={surfaces.card}>
        <h2>{t('Parameters')}</h2>
        <ParameterTable
          parameters={workflow.spec.arguments?.parameters ?? workflow.status?.storedWorkflowTemplateSpec?.arguments?.parameters ?? []}
        />
        <h2>{t('Output artifacts')}</h2>
        <ArtifactList workflow={workflow} artifacts={outputs} direction="outputs" archived={archived} />
      </section>
      <section className={surfaces.card} style={{ gridColumn: '1 / -1' }}>
        <h2 style={{ display: 'flex', justifyContent: 'space-between' }}>
          {t('Manifest')} <CopyButton text={manifestText(workflow)} />
        </h2>
        <YamlText text={manifestText(workflow)} />
      </section>
    </div>
  );
}

function SummaryFacts({ workflow }: { readonly workflow: Workflow }): ReactNode {
  const { metadata, status } = workflow;
  const labels = Object.entries(metadata.labels ?? {});
  const creator =
    metadata.labels?.['workflows.argoproj.io/creator-preferred-username'] ?? metadata.labels?.['workflows.argoproj.io/creator'];
  return (
    <Facts
      facts={[
        [t('Status'), <StateLabel key="s" state={workflowState(workflow)} />],
        [t('Message'), status?.message],
        [t('Name'), metadata.name],
        [t('Namespace'), metadata.namespace],
        [t('From'), originOf(workflow)?.name],
        [t('Created by'), creator],
        [t('Started'), <Time key="a" at={status?.startedAt} />],
        [t('Finished'), <Time key="e" at={status?.finishedAt} />],
        [t('Duration'), <Duration key="d" from={status?.startedAt} to={status?.finishedAt} />],
        [t('Progress'), status?.progress],
        [t('Resource use'), resourceText(status?.resourcesDuration)],
        [
          t('Conditions'),
          status?.conditions?.map(({ type, status: value, message }) => `${type ?? ''}: ${message ?? value ?? ''}`).join('; '),
        ],
        [t('Labels'), labels.length > 0 && labels.map(([key, value]) => <div key={key}>{`${key}=${value}`}</div>)],
        ['UID', metadata.uid],
      ]}
    />
  );
}

/** `12s × cpu, 34s × memory`: seconds by unit of the resource. */
export function resourceText(resources: Readonly<Record<string, number>> | undefined): string | undefined {
  const entries = Object.entries(resources ?? {});
  return entries.length === 0
    ? undefined
    : entries.map(([resource, seconds]) => `${seconds}s × ${UNITS[resource] ?? ''}${resource}`).join(', ');
}

const UNITS: Readonly<Record<string, string>> = { cpu: '1 ', memory: '100Mi ', 'ephemeral-storage': '10Gi ' };
