import type { Workflow } from '@argosy/api';
import type { ReactNode } from 'react';
import { setSearch } from '../../../app/location.ts';
import { Button } from '../../../design/button.tsx';
import controls from '../../../design/controls.module.css';
import { t } from '../../../i18n/translate.ts';
import { type Grouping, groupings } from '../model/grouping.ts';
import { type ListFilter, pageSizes } from '../model/list-filter.ts';
import { useTotal, type WorkflowPage } from '../model/workflow-list.ts';
import classes from './workflow-list.module.css';

interface ListFootProps {
  readonly namespace: string;
  readonly filter: ListFilter;
  readonly page: WorkflowPage;
  readonly shown: readonly Workflow[];
  readonly grouping: Grouping;
  readonly busy: boolean;
  readonly onFilter: (filter: ListFilter) => void;
}

/** Which part of how many is shown, and the ways to the other parts. */
export function ListFoot({ namespace, filter, page, shown, grouping, busy, onFilter }: ListFootProps): ReactNode {
  const { offset: _, ...first } = filter;
  const { data: total, isFetching, refetch } = useTotal(namespace, filter);
  return (
    <div className={classes.foot}>
      <span aria-live="polite">
        {total === undefined ? t('{count} shown', { count: shown.length }) : t('{count} of {total}', { count: shown.length, total })}
      </span>
      {total === undefined && (
        <Button small disabled={isFetching} onClick={() => void refetch()}>
          {t('Count all')}
        </Button>
      )}
      <span style={{ flex: 1 }} />
      <label>
        {t('Group by')}{' '}
        <select
          className={controls.input}
          value={grouping}
          onChange={(event) => setSearch({ group: event.target.value === '' ? undefined : event.target.value })}
        >
          <option value="">{t('Nothing')}</option>
          {[...new Set([...groupings(shown), ...(grouping === '' ? [] : [grouping])])].map((by) => (
            <option key={by} value={by}>
              {by === 'template' ? t('Template') : by === 'day' ? t('Day') : by.replace(/^label:/, '')}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('Rows')}{' '}
        <select
          className={controls.input}
          value={filter.limit}
          onChange={(event) => onFilter({ ...first, limit: Number(event.target.value) })}
        >
          {[...new Set([...pageSizes, filter.limit])].map((size) => (
            <option key={size} value={size}>
              {size === 0 ? t('All') : size}
            </option>
          ))}
        </select>
      </label>
      {filter.offset !== undefined && (
        <Button small onClick={() => onFilter(first)}>
          {t('First page')}
        </Button>
      )}
      {page.next !== undefined && (
        <Button small disabled={busy} onClick={() => onFilter({ ...filter, offset: page.next as string })}>
          {t('Next page')}
        </Button>
      )}
    </div>
  );
}
