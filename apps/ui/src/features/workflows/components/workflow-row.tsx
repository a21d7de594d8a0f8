import type { Workflow } from '@argosy/api';
import type { Column } from '@argosy/api-client';
import type { ReactNode } from 'react';
import { Link } from '../../../app/link.tsx';
import { setSearch, useLocation } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { useSession } from '../../../app/session.ts';
import { IconButton } from '../../../design/button.tsx';
import controls from '../../../design/controls.module.css';
import { InlineMarkdown } from '../../../design/inline-markdown.tsx';
import { marks, StateLabel } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { expandLink } from '../../links/model/link-template.ts';
import { Duration, Time } from '../../../time/times.tsx';
import { filterOf } from '../model/list-filter.ts';
import { keyOf } from '../model/live-list.ts';
import { descriptionOf, isArchived, progressOf, titleOf, workflowState, workflowStateText } from '../model/workflow-row.ts';
import classes from './workflow-list.module.css';

interface WorkflowRowProps {
  readonly workflow: Workflow;
  readonly namespaced: boolean;
  readonly columns: readonly Column[];
  readonly state: { readonly selected: boolean; readonly open: boolean; readonly active: boolean };
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}

export function WorkflowRow({ workflow, namespaced, columns, state, onSelect, onOpen }: WorkflowRowProps): ReactNode {
  const { metadata, status } = workflow;
  const name = metadata.name ?? '';
  return (
    <tr className={classes.row} aria-selected={state.selected} data-active={state.active}>
      <td className={classes.select}>
        <label>
          <span className="visually-hidden">{t('Select {name}', { name })}</span>
          <input type="checkbox" checked={state.selected} onChange={onSelect} />
        </label>
      </td>
      <td className={classes.status}>
        <StateLabel state={workflowState(workflow)} text={textOf(workflow)} />
      </td>
      <td className={classes.name}>
        <NameCell workflow={workflow} />
      </td>
      {namespaced && <td className={classes.namespace}>{metadata.namespace}</td>}
      <td className={classes.time}>
        <Time at={status?.startedAt ?? metadata.creationTimestamp} />
      </td>
      <td className={classes.duration}>
        <Duration from={status?.startedAt} to={status?.finishedAt} />
      </td>
      <td className={classes.progress}>
        <ProgressBar workflow={workflow} />
      </td>
      <td className={classes.message} title={status?.message}>
        {status?.message}
      </td>
      {columns.map((column) => (
        <td key={column.name} className={classes.custom}>
          {(column.type === 'label' ? metadata.labels : metadata.annotations)?.[column.key]}
        </td>
      ))}
      <td className={classes.expand}>
        <IconButton
          small
          icon={state.open ? 'up' : 'down'}
          label={t('Details of {name}', { name })}
          aria-expanded={state.open}
          onClick={onOpen}
        />
      </td>
    </tr>
  );
}

function textOf(workflow: Workflow): string | undefined {
  const text = workflowStateText(workflow);
  return text && t(text);
}

function NameCell({ workflow }: { readonly workflow: Workflow }): ReactNode {
  const { metadata } = workflow;
  const title = titleOf(workflow);
  const description = descriptionOf(workflow);
  const search = isArchived(workflow) ? `?uid=${encodeURIComponent(metadata.uid ?? '')}` : '';
  return (
    <span className={classes.nameCell}>
      <Link to={`${routePath('workflow', { namespace: metadata.namespace, name: metadata.name })}${search}`}>
        {title === undefined ? metadata.name : <InlineMarkdown text={title} />}
      </Link>
      {isArchived(workflow) && <small style={{ flex: 'none' }}>{t('archived')}</small>}
      {(title !== undefined || description !== undefined) && (
        <small>
          {title !== undefined && metadata.name} {description !== undefined && <InlineMarkdown text={description} />}
        </small>
      )}
    </span>
  );
}

export function ProgressBar({ workflow }: { readonly workflow: Workflow }): ReactNode {
  const progress = progressOf(workflow);
  if (!progress) return null;
  const { done, all } = progress;
  const colour = `var(--${marks[workflowState(workflow)].colour})`;
  return (
    <div className={classes.bar}>
      <div
        className={classes.track}
        role="progressbar"
        aria-valuenow={done}
        aria-valuemin={0}
        aria-valuemax={all}
        aria-label={t('Progress')}
      >
        <div className={classes.fill} style={{ width: `${(100 * done) / all}%`, background: colour }} />
      </div>
      {done}/{all}
    </div>
  );
}

interface DetailsRowProps {
  readonly workflow: Workflow;
  readonly span: number;
  readonly measure: { readonly index: number; readonly ref: (element: HTMLElement | null) => void };
}

/** What the row leaves out, from the data that the list already has. */
export function DetailsRow({ workflow, span, measure }: DetailsRowProps): ReactNode {
  const { info } = useSession();
  const { metadata, status } = workflow;
  const links = (info.links ?? []).filter(({ scope }) => scope === 'workflow-list');
  const resources = Object.entries(status?.resourcesDuration ?? {});
  return (
    <tr className={classes.details} ref={measure.ref} data-index={measure.index}>
      <td colSpan={span}>
        <dl className={classes.detailGrid}>
          {status?.message && <Detail label={t('Message')}>{status.message}</Detail>}
          {status?.conditions && status.conditions.length > 0 && (
            <Detail label={t('Conditions')}>
              {status.conditions.map(({ type, status: value, message }) => `${type ?? ''}: ${message ?? value ?? ''}`).join('; ')}
            </Detail>
          )}
          {resources.length > 0 && (
            <Detail label={t('Resource use')}>{resources.map(([resource, seconds]) => `${seconds}s × ${resource}`).join(', ')}</Detail>
          )}
          <Detail label={t('Labels')}>
            <LabelChips labels={metadata.labels ?? {}} />
          </Detail>
          {links.map((link) => (
            <Detail key={link.name} label={t('Link')}>
              <a href={expandLink(link.url, { metadata, status, workflow })} target={link.target ?? '_blank'} rel="noreferrer">
                {link.name}
              </a>
            </Detail>
          ))}
          <Detail label="UID">{keyOf(workflow)}</Detail>
        </dl>
      </td>
    </tr>
  );
}

function Detail({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Labels that switch the filter on and off. */
function LabelChips({ labels }: { readonly labels: Readonly<Record<string, string>> }): ReactNode {
  const { labels: filtered } = filterOf(useLocation().search);
  return (
    <span className={classes.labels}>
      {Object.entries(labels).map(([key, value]) => {
        const label = `${key}=${value}`;
        const on = filtered.includes(label);
        return (
          <button
            key={key}
            type="button"
            className={controls.chip}
            aria-pressed={on}
            onClick={() => setSearch({ label: on ? filtered.filter((one) => one !== label) : [...filtered, label], offset: undefined })}
          >
            <span>{label}</span>
          </button>
        );
      })}
    </span>
  );
}

/** Room that the first rows will take, so that nothing jumps when they come. */
export function SkeletonRows({ span }: { readonly span: number }): ReactNode {
  return Array.from({ length: 10 }, (_, index) => (
    <tr key={index} aria-hidden="true">
      <td colSpan={span}>
        <div className={controls.skeleton} style={{ height: 12, width: `${85 - ((index * 7) % 40)}%` }} />
      </td>
    </tr>
  ));
}
