import type { ArgoEventsObject } from '@argosy/api-client';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { argo, isMissing } from '../../../api/client.ts';
import { navigate, setSearch, useLocation } from '../../../app/location.ts';
import { Page } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import { CheckField } from '../../../design/field.tsx';
import { EmptyState, ErrorNotice } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { GraphView } from '../../graph/components/graph-view.tsx';
import classes from '../../templates/components/definition.module.css';
import { eventFlow, targetOf } from '../model/event-flow.ts';

const NOTHING: readonly ArgoEventsObject[] = [];

/** From event sources over sensors to what they trigger (acceptance 10-033). */
export function EventFlowPage({ namespace }: PageProps): ReactNode {
  const { search } = useLocation();
  const showWorkflows = search.get('showWorkflows') === 'true';
  const sources = useQuery({
    queryKey: ['definitions', 'eventSource', namespace],
    queryFn: () => argo.eventSources.list(namespace),
    retry: false,
  });
  const sensors = useQuery({ queryKey: ['definitions', 'sensor', namespace], queryFn: () => argo.sensors.list(namespace), retry: false });
  const runs = useQuery({
    queryKey: ['workflows', 'event-flow', namespace],
    queryFn: () =>
      argo.workflows.list(namespace, {
        listOptions: { labelSelector: 'events.argoproj.io/sensor', limit: 50 },
        fields: 'items.metadata,items.status.phase,items.status.startedAt,items.status.finishedAt',
      }),
    enabled: showWorkflows,
  });
  const flow = useMemo(
    () =>
      eventFlow({
        sources: sources.data?.items ?? NOTHING,
        sensors: sensors.data?.items ?? NOTHING,
        workflows: showWorkflows ? (runs.data?.items ?? []) : [],
      }),
    [sources.data, sensors.data, runs.data, showWorkflows],
  );
  const open = (id: string | undefined): void => {
    setSearch({ selectedNode: id });
    const target = id === undefined ? undefined : targetOf(id);
    if (target) navigate(routePath(target.route, { namespace: target.namespace, name: target.name }));
  };
  const isEmpty = sources.isFetched && sensors.isFetched && Object.keys(flow.status?.nodes ?? {}).length <= 1;
  return (
    <Page title={t('Event Flow')}>
      <CheckField
        label={t('Show workflows')}
        checked={showWorkflows}
        onChange={(event) => setSearch({ showWorkflows: event.target.checked ? 'true' : undefined })}
      />
      {sources.error && !isMissing(sources.error) && <ErrorNotice error={sources.error} onRetry={() => void sources.refetch()} />}
      {isEmpty ? (
        <EmptyState icon="flow" title={t('No event sources and no sensors')}>
          {t('Argo Events makes workflows out of events; its objects show up here.')}
        </EmptyState>
      ) : (
        <div className={classes.graph}>
          <GraphView workflow={flow} selected={search.get('selectedNode') ?? undefined} onSelect={open} plain />
        </div>
      )}
    </Page>
  );
}
