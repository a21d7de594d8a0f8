import type { Workflow } from '@argosy/api';
import { type ReactNode, useMemo, useState } from 'react';
import { navigate, setSearch, useLocation } from '../../../app/location.ts';
import { Page } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import { Button } from '../../../design/button.tsx';
import { EmptyState, ErrorNotice } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { SubmitPanel } from '../../submit/components/submit-panel-lazy.tsx';
import type { Grouping } from '../model/grouping.ts';
import { chipsOf, filterOf, filterPatch, type ListFilter } from '../model/list-filter.ts';
import { keyOf } from '../model/live-list.ts';
import { useWorkflowPage } from '../model/workflow-list.ts';
import { sorted, type Sorting } from '../model/workflow-row.ts';
import { BulkBar } from './bulk-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ListFoot } from './list-foot.tsx';
import { ViewsMenu } from './views-menu.tsx';
import { WorkflowTable } from './workflow-table.tsx';

const SUBMIT = 'submit-new-workflow';

/** The list of workflows: what most visits begin with. */
export function WorkflowListPage({ namespace }: PageProps): ReactNode {
  const { search } = useLocation();
  const filter = filterOf(search);
  const { data, error, refetch, isPlaceholderData } = useWorkflowPage(namespace, filter);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [sorting, setSorting] = useState<Sorting>();
  const workflows = useMemo(
    () => sorted(data?.workflows ?? [], sorting, Date.now()).slice(0, filter.limit || undefined),
    [data, sorting, filter.limit],
  );
  const onFilter = (next: ListFilter): void => setSearch(filterPatch(next));
  const grouping = search.get('group') ?? '';
  const chosen = workflows.filter((workflow) => selected.has(keyOf(workflow)));
  return (
    <Page
      title={t('Workflows')}
      actions={
        <>
          <ViewsMenu />
          <Button look="primary" icon="plus" onClick={() => setSearch({ sidePanel: SUBMIT }, { push: true })}>
            {t('Submit workflow')}
          </Button>
        </>
      }
    >
      <FilterBar filter={filter} onFilter={onFilter} workflows={data?.workflows ?? []} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <ListContent
        namespace={namespace}
        filter={filter}
        workflows={data && workflows}
        grouping={grouping}
        selection={{ selected, setSelected }}
        sort={{ sorting, setSorting }}
      />
      {data && (
        <ListFoot
          namespace={namespace}
          filter={filter}
          page={data}
          shown={workflows}
          grouping={grouping}
          busy={isPlaceholderData}
          onFilter={onFilter}
        />
      )}
      <BulkBar workflows={chosen} onClear={() => setSelected(new Set())} />
      {search.get('sidePanel') === SUBMIT && (
        <SubmitPanel namespace={namespace} onClose={() => setSearch({ sidePanel: undefined, template: undefined })} />
      )}
    </Page>
  );
}

export interface Selection {
  readonly selected: ReadonlySet<string>;
  readonly setSelected: (selected: ReadonlySet<string>) => void;
}

export interface Sort {
  readonly sorting: Sorting | undefined;
  readonly setSorting: (sorting: Sorting | undefined) => void;
}

interface ListContentProps {
  readonly namespace: string;
  readonly filter: ListFilter;
  readonly workflows: readonly Workflow[] | undefined;
  readonly grouping: Grouping;
  readonly selection: Selection;
  readonly sort: Sort;
}

function ListContent({ namespace, filter, workflows, grouping, selection, sort }: ListContentProps): ReactNode {
  if (workflows?.length !== 0)
    return <WorkflowTable namespace={namespace} workflows={workflows} grouping={grouping} selection={selection} sort={sort} />;
  const filtered = chipsOf(filter).length > 0;
  return filtered ? (
    <EmptyState
      icon="filter"
      title={t('No workflow matches')}
      actions={<Button onClick={() => navigate(routePath('workflows', { namespace }))}>{t('Clear the filter')}</Button>}
    >
      {t('Nothing in this namespace fits the filter above.')}
    </EmptyState>
  ) : (
    <EmptyState
      icon="workflows"
      title={t('No workflows yet')}
      actions={
        <Button look="primary" icon="plus" onClick={() => setSearch({ sidePanel: SUBMIT }, { push: true })}>
          {t('Submit workflow')}
        </Button>
      }
    >
      {t('A workflow that is submitted here, with the argo command or by a cron workflow shows up at once.')}
    </EmptyState>
  );
}
