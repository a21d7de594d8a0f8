import type { Workflow } from '@argosy/api';
import { countStates, nodeStateOf } from '@argosy/graph';
import { type ReactNode, useMemo } from 'react';
import { Link } from '../../../app/link.tsx';
import { routePath } from '../../../app/route-table.ts';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../design/button.tsx';
import { InlineMarkdown } from '../../../design/inline-markdown.tsx';
import { Menu, type MenuItem } from '../../../design/menu.tsx';
import { marks, StateLabel } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { Duration, Time } from '../../../time/times.tsx';
import { durationText } from '../../../time/time-text.ts';
import { actionNames, actions } from '../../actions/model/workflow-actions.ts';
import { barOf } from '../../graph/model/graph-states.ts';
import { expandLink } from '../../links/model/link-template.ts';
import { titleOf, workflowState, workflowStateText } from '../../workflows/model/workflow-row.ts';
import { originOf } from '../model/origin.ts';
import { openSide } from '../model/view-state.ts';
import type { AskAction } from './workflow-page.tsx';
import classes from './workflow.module.css';

interface WorkflowHeadProps {
  readonly workflow: Workflow;
  readonly archived: boolean;
  readonly onAction: AskAction;
}

export function WorkflowHead({ workflow, archived, onAction }: WorkflowHeadProps): ReactNode {
  const { metadata, status } = workflow;
  const title = titleOf(workflow);
  const text = workflowStateText(workflow);
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <StateLabel state={workflowState(workflow)} text={text && t(text)} />
        <h1>{title === undefined ? metadata.name : <InlineMarkdown text={title} />}</h1>
        {title !== undefined && <small>{metadata.name}</small>}
        {archived && <small>{t('archived')}</small>}
      </div>
      <div className={classes.facts}>
        <span>
          <strong>
            <Duration from={status?.startedAt} to={status?.finishedAt} />
          </strong>
          {status?.estimatedDuration ? ` ${t('of about {time}', { time: durationText(status.estimatedDuration * 1000) })}` : ''}
        </span>
        <PhaseBar workflow={workflow} />
        <span>
          {t('Started')} <Time at={status?.startedAt ?? metadata.creationTimestamp} />
        </span>
        <Origin workflow={workflow} />
      </div>
      <HeadActions workflow={workflow} onAction={onAction} />
    </header>
  );
}

/** How far it is, by phase. */
function PhaseBar({ workflow }: { readonly workflow: Workflow }): ReactNode {
  const nodes = workflow.status?.nodes;
  const bar = useMemo(
    () =>
      barOf(
        countStates(
          Object.values(nodes ?? {})
            .filter(({ type }) => LEAVES.has(type))
            .map(nodeStateOf),
        ),
      ),
    [nodes],
  );
  const progress = workflow.status?.progress;
  if (bar.length === 0) return null;
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
      <span className={classes.progress} aria-hidden="true">
        {bar.map(({ state, share }) => (
          <span key={state} style={{ width: `${share * 100}%`, background: `var(--${marks[state].colour})` }} />
        ))}
      </span>
      {progress}
    </span>
  );
}

const LEAVES: ReadonlySet<string> = new Set(['Pod', 'Suspend', 'HTTP', 'Plugin', 'Skipped']);

/** Where it came from, as a link. */
function Origin({ workflow }: { readonly workflow: Workflow }): ReactNode {
  const origin = originOf(workflow);
  if (!origin) return null;
  return (
    <span>
      {t('from')} {origin.to === undefined ? origin.name : <Link to={origin.to}>{origin.name}</Link>}
    </span>
  );
}

const SHOWN = ['retry', 'resume', 'resubmit', 'stop'] as const;

function HeadActions({ workflow, onAction }: { readonly workflow: Workflow; readonly onAction: AskAction }): ReactNode {
  const { info } = useSession();
  const { metadata, status } = workflow;
  const allowed = actionNames.filter((name) => actions[name].allowed(workflow));
  const shown = SHOWN.filter((name) => allowed.includes(name)).slice(0, 2);
  const origin = originOf(workflow);
  const links = (info.links ?? []).filter(({ scope }) => scope === 'workflow');
  const items: MenuItem[] = [
    ...allowed
      .filter((name) => !(shown as readonly string[]).includes(name))
      .map((name) => ({ label: t(actions[name].label), icon: actions[name].icon, onSelect: () => onAction({ name, selector: '' }) })),
    { label: t('Share'), icon: 'external', apart: true, onSelect: () => openSide({ kind: 'share' }) },
    {
      label: t('Compare'),
      icon: 'compare',
      to: `${routePath('compare', { namespace: metadata.namespace })}?b=${encodeURIComponent(metadata.name ?? '')}`,
    },
    ...(origin
      ? [
          {
            label: t('Previous runs'),
            icon: 'workflows' as const,
            to: `${routePath('workflows', { namespace: metadata.namespace })}?label=${encodeURIComponent(origin.selector)}`,
          },
        ]
      : []),
    ...links.map((link) => ({ label: link.name, icon: 'link' as const, href: expandLink(link.url, { metadata, status, workflow }) })),
  ];
  return (
    <div className={classes.actions}>
      {shown.map((name, index) => (
        <Button
          key={name}
          icon={actions[name].icon}
          look={index === 0 && (name === 'retry' || name === 'resume') ? 'primary' : 'plain'}
          onClick={() => onAction({ name, selector: '' })}
        >
          {t(actions[name].label)}
        </Button>
      ))}
      <Button icon="logs" onClick={() => openSide({ kind: 'logs' })}>
        {t('Logs')}
      </Button>
      <Menu label={t('More')} items={items} />
    </div>
  );
}
