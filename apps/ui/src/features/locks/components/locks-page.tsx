import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { argo } from '../../../api/client.ts';
import { Link } from '../../../app/link.tsx';
import { Page } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import { EmptyState, ErrorNotice } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import surfaces from '../../../design/surfaces.module.css';
import classes from '../../templates/components/definition.module.css';
import { type Lock, type LockUser, locksOf } from '../model/locks.ts';
import { SemaphoreLimits } from './semaphore-limits.tsx';

const REFRESH = 5000;

/** Who holds what, and who waits for it. */
export function LocksPage({ namespace }: PageProps): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['workflows', 'locks', namespace],
    queryFn: () => argo.workflows.list(namespace, { listOptions: { labelSelector: 'workflows.argoproj.io/completed!=true' } }),
    refetchInterval: REFRESH,
  });
  const locks = locksOf(data?.items ?? []);
  return (
    <Page title={t('Locks')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && locks.length === 0 && (
        <EmptyState icon="lock" title={t('No lock is held')}>
          {t('Mutexes and semaphores show up here while workflows hold them or wait for them.')}
        </EmptyState>
      )}
      {locks.length > 0 && <LockTable locks={locks} />}
      <SemaphoreLimits namespace={namespace} />
    </Page>
  );
}

function LockTable({ locks }: { readonly locks: readonly Lock[] }): ReactNode {
  return (
    <div className={surfaces.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('Lock')}</th>
            <th>{t('Kind')}</th>
            <th>{t('Held by')}</th>
            <th>{t('Waiting')}</th>
          </tr>
        </thead>
        <tbody>
          {locks.map(({ name, kind, holders, waiters }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td>{kind === 'mutex' ? t('Mutex') : t('Semaphore')}</td>
              <td>
                <Users users={holders} />
              </td>
              <td>
                <Users users={waiters} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Users({ users }: { readonly users: readonly LockUser[] }): ReactNode {
  if (users.length === 0) return <span style={{ color: 'var(--muted)' }}>–</span>;
  return users.map(({ namespace, workflow, nodeId }) => (
    <div key={`${workflow}/${nodeId}`}>
      <Link to={`${routePath('workflow', { namespace, name: workflow })}${nodeId === '' ? '' : `?nodeId=${encodeURIComponent(nodeId)}`}`}>
        {workflow}
      </Link>
    </div>
  ));
}
