import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { argo } from '../../../api/client.ts';
import { Link } from '../../../app/link.tsx';
import { Page } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import { EmptyState, ErrorNotice } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { Time } from '../../../time/times.tsx';
import surfaces from '../../../design/surfaces.module.css';
import classes from '../../templates/components/definition.module.css';
import { type Approval, approvalsOf } from '../model/approval.ts';
import { ResumeForm } from './resume-form.tsx';

const REFRESH = 10_000;

/** Everything in a namespace that waits for a person. */
export function ApprovalsPage({ namespace }: PageProps): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['workflows', 'approvals', namespace],
    queryFn: () => argo.workflows.list(namespace, { listOptions: { labelSelector: 'workflows.argoproj.io/phase=Running' } }),
    refetchInterval: REFRESH,
  });
  const approvals = approvalsOf(data?.items ?? []);
  return (
    <Page title={t('Approvals')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && approvals.length === 0 && (
        <EmptyState icon="approval" title={t('Nothing waits for you')}>
          {t('Suspended steps of running workflows show up here.')}
        </EmptyState>
      )}
      <div className={classes.cards}>
        {approvals.map((approval) => (
          <ApprovalCard key={`${approval.workflow.metadata.uid ?? ''}/${approval.node.id}`} approval={approval} />
        ))}
      </div>
    </Page>
  );
}

function ApprovalCard({ approval: { workflow, node } }: { readonly approval: Approval }): ReactNode {
  const { namespace, name } = workflow.metadata;
  return (
    <section className={surfaces.card}>
      <h2>
        <Link to={`${routePath('workflow', { namespace, name })}?nodeId=${encodeURIComponent(node.id)}`}>
          {node.displayName ?? node.name}
        </Link>
      </h2>
      <p style={{ color: 'var(--muted)' }}>
        {name} · {t('waits since')} <Time at={node.startedAt} />
      </p>
      <ResumeForm workflow={workflow} node={node} />
    </section>
  );
}
