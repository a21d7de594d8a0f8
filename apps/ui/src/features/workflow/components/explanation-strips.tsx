import type { Workflow } from '@argosy/api';
import { type ReactNode, useMemo } from 'react';
import { setSearch } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { Link } from '../../../app/link.tsx';
import { Button } from '../../../design/button.tsx';
import { copyText } from '../../../design/copy.tsx';
import { Icon } from '../../../design/icon.tsx';
import { t } from '../../../i18n/translate.ts';
import { type Failure, failureOf } from '../model/failure.ts';
import { openSide, selectNode } from '../model/view-state.ts';
import { waitReasons } from '../model/waiting.ts';
import type { AskAction } from './workflow-page.tsx';
import classes from './workflow.module.css';

interface StripProps {
  readonly workflow: Workflow;
  readonly onAction: AskAction;
}

const BROKEN: ReadonlySet<string | undefined> = new Set(['Failed', 'Error']);

/** What went wrong and what to do about it, before anyone looks for it. */
export function FailureStrip({ workflow, onAction }: StripProps): ReactNode {
  const broken = BROKEN.has(workflow.status?.phase);
  const failure = useMemo(() => (broken ? failureOf(workflow) : undefined), [broken, workflow]);
  if (!broken) return null;
  if (!failure) return workflow.status?.message ? <PlainStrip text={workflow.status.message} /> : null;
  const { node } = failure;
  const retryFrom = (): void => onAction({ name: 'retry', selector: failure.attempt ? '' : `id=${node.id}` });
  return (
    <section className={`${classes.strip} ${classes.failure}`} aria-label={t('Failure')}>
      <Icon name="warning" />
      <p className={classes.stripText}>
        <strong>{failure.path.join(' / ')}</strong> {headline(failure)}
        <small>
          {[
            failure.message,
            node.hostNodeName && t('on {host}', { host: node.hostNodeName }),
            failure.all.length > 1 && t('{count} more failed', { count: failure.all.length - 1 }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </p>
      <div className={classes.stripActions}>
        <Button small icon="retry" onClick={retryFrom}>
          {t('Retry')}
        </Button>
        <Button small icon="logs" onClick={() => [selectNode(node.id), setSearch({ nodePanelView: 'logs' })]}>
          {t('Show log')}
        </Button>
        <Button small icon="copy" onClick={() => void copyText(ticketText(workflow, failure))}>
          {t('Copy for a ticket')}
        </Button>
      </div>
    </section>
  );
}

function PlainStrip({ text }: { readonly text: string }): ReactNode {
  return (
    <section className={`${classes.strip} ${classes.failure}`} aria-label={t('Failure')}>
      <Icon name="warning" />
      <p className={classes.stripText}>{text}</p>
    </section>
  );
}

function headline({ attempt, exitCode, meaning }: Failure): string {
  const parts = [
    attempt && attempt.of > 1 && t('failed in attempt {number} of {of}', { number: attempt.number, of: attempt.of }),
    exitCode !== undefined && t('exit code {code}', { code: exitCode }),
  ].filter(Boolean);
  return `${parts.join(', ')}${parts.length > 0 ? '. ' : ''}${meaning ? t(meaning) : ''}`;
}

function ticketText({ metadata, status }: Workflow, failure: Failure): string {
  return [
    `${metadata.namespace ?? ''}/${metadata.name ?? ''}: ${status?.phase ?? ''}`,
    `step: ${failure.path.join(' / ')} ${headline(failure)}`,
    `message: ${failure.message}`,
    `started: ${status?.startedAt ?? ''}, ended: ${status?.finishedAt ?? ''}`,
    globalThis.location.href,
  ].join('\n');
}

/** Why nothing happens, while nothing happens. */
export function WaitingStrip({ workflow, onAction }: StripProps): ReactNode {
  const reasons = useMemo(() => waitReasons(workflow), [workflow]);
  const [first, ...others] = reasons;
  if (!first) return null;
  const isWhole = first.kind === 'suspend' && first.nodeId === undefined;
  return (
    <section className={`${classes.strip} ${classes.waiting}`} aria-label={t('Waiting')}>
      <Icon name={first.kind === 'lock' ? 'lock' : first.kind === 'suspend' ? 'approval' : 'clock'} />
      <p className={classes.stripText}>
        {t(first.text, first.values)}
        {others.length > 0 && ` ${t('And {count} more.', { count: others.length })}`}
        {first.detail !== undefined && <small>{first.detail}</small>}
      </p>
      <div className={classes.stripActions}>
        {isWhole && (
          <Button small icon="play" onClick={() => onAction({ name: 'resume', selector: '' })}>
            {t('Resume')}
          </Button>
        )}
        {first.nodeId !== undefined && (
          <Button small onClick={() => [openSide(undefined), selectNode(first.nodeId)]}>
            {t('Show the step')}
          </Button>
        )}
        {first.kind === 'lock' && <Link to={routePath('locks', { namespace: workflow.metadata.namespace })}>{t('Locks')}</Link>}
      </div>
    </section>
  );
}
