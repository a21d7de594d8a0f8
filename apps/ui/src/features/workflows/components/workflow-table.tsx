import type { Workflow } from '@argosy/api';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useState } from 'react';
import { navigate } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { useSession } from '../../../app/session.ts';
import { useShortcuts } from '../../../app/shortcuts.ts';
import { Icon } from '../../../design/icon.tsx';
import { t } from '../../../i18n/translate.ts';
import type { Message } from '../../../i18n/zh/index.ts';
import { grouped, type Grouping, type WorkflowGroup } from '../model/grouping.ts';
import { keyOf } from '../model/live-list.ts';
import type { SortKey } from '../model/workflow-row.ts';
import surfaces from '../../../design/surfaces.module.css';
import classes from './workflow-list.module.css';
import type { Selection, Sort } from './workflow-list-page.tsx';
import { GroupRow } from './group-row.tsx';
import { DetailsRow, SkeletonRows, WorkflowRow } from './workflow-row.tsx';

interface WorkflowTableProps {
  readonly namespace: string;
  /** Absent while the first page is on its way. */
  readonly workflows: readonly Workflow[] | undefined;
  readonly grouping: Grouping;
  readonly selection: Selection;
  readonly sort: Sort;
}

const ROW_HEIGHT = 37;

/** A dense table that draws only the rows in view. */
export function WorkflowTable({ namespace, workflows = NOTHING, grouping, selection, sort }: WorkflowTableProps): ReactNode {
  const { info } = useSession();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(-1);
  const columns = info.columns ?? [];
  const entries = entriesOf(workflows, grouping, open);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => document.querySelector('#main'),
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: 150,
  });
  const shown = rows.getVirtualItems();
  const toggle = (set: ReadonlySet<string>, key: string): ReadonlySet<string> =>
    set.has(key) ? new Set([...set].filter((one) => one !== key)) : new Set([...set, key]);
  useRowKeys({ workflows, active, setActive, onSelect: (key) => selection.setSelected(toggle(selection.selected, key)) });
  const span = 8 + columns.length + (namespace === '' ? 1 : 0);
  const above = (shown[0]?.start ?? 150) - 150;
  const below = Math.max(0, rows.getTotalSize() - (shown.at(-1)?.end ?? 150) + 150);
  return (
    <div className={surfaces.frame}>
      <table className={classes.table} aria-label={t('Workflows')} aria-busy={workflows === NOTHING}>
        <TableHead
          namespace={namespace}
          workflows={workflows}
          selection={selection}
          sort={sort}
          columns={columns.map(({ name }) => name)}
        />
        <tbody>
          {workflows === NOTHING && <SkeletonRows span={span} />}
          {above > 0 && <Spacer height={above} span={span} />}
          {shown.map(({ index, key }) => {
            const entry = entries[index] as Entry;
            if (entry.kind === 'group') return <GroupRow key={key} group={entry.group} span={span} />;
            const { workflow } = entry;
            if (entry.kind === 'details')
              return <DetailsRow key={key} workflow={workflow} span={span} measure={{ index, ref: rows.measureElement }} />;
            const uid = keyOf(workflow);
            return (
              <WorkflowRow
                key={key}
                workflow={workflow}
                namespaced={namespace === ''}
                columns={columns}
                state={{ selected: selection.selected.has(uid), open: open.has(uid), active: workflows[active] === workflow }}
                onSelect={() => selection.setSelected(toggle(selection.selected, uid))}
                onOpen={() => setOpen(toggle(open, uid))}
              />
            );
          })}
          {below > 0 && <Spacer height={below} span={span} />}
        </tbody>
      </table>
    </div>
  );
}

type Entry = { readonly kind: 'group'; readonly group: WorkflowGroup } | { readonly kind: 'row' | 'details'; readonly workflow: Workflow };

/** What the rows of the table are, one after the other. */
function entriesOf(workflows: readonly Workflow[], grouping: Grouping, open: ReadonlySet<string>): Entry[] {
  const rowsOf = (workflow: Workflow): Entry[] => [
    { kind: 'row', workflow },
    ...(open.has(keyOf(workflow)) ? [{ kind: 'details', workflow } as const] : []),
  ];
  if (grouping === '') return workflows.flatMap(rowsOf);
  return grouped(workflows, grouping).flatMap((group) => [{ kind: 'group', group }, ...group.workflows.flatMap(rowsOf)]);
}

const NOTHING: readonly Workflow[] = [];

function Spacer({ height, span }: { readonly height: number; readonly span: number }): ReactNode {
  return (
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

interface RowKeys {
  readonly workflows: readonly Workflow[];
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly onSelect: (key: string) => void;
}

/** j and k walk the rows, x selects, Enter opens. */
function useRowKeys({ workflows, active, setActive, onSelect }: RowKeys): void {
  const current = workflows[active];
  const move = (step: number) => (): void => setActive(Math.min(workflows.length - 1, Math.max(0, active + step)));
  useShortcuts(t('Rows'), [
    { keys: 'j', label: t('Next'), run: move(1) },
    { keys: 'k', label: t('Previous'), run: move(-1) },
    { keys: 'x', label: t('Select'), run: () => current && onSelect(keyOf(current)) },
    {
      keys: 'o',
      label: t('Open'),
      run: () => current && navigate(routePath('workflow', { namespace: current.metadata.namespace, name: current.metadata.name })),
    },
  ]);
}

interface TableHeadProps {
  readonly namespace: string;
  readonly workflows: readonly Workflow[];
  readonly selection: Selection;
  readonly sort: Sort;
  readonly columns: readonly string[];
}

function TableHead({ namespace, workflows, selection, sort, columns }: TableHeadProps): ReactNode {
  const all = workflows.length > 0 && workflows.every((workflow) => selection.selected.has(keyOf(workflow)));
  const head = (key: SortKey, label: Message): ReactNode => <SortHead key={key} column={key} label={t(label)} sort={sort} />;
  return (
    <thead>
      <tr>
        <th className={classes.select}>
          <label>
            <span className="visually-hidden">{t('Select all on this page')}</span>
            <input type="checkbox" checked={all} onChange={() => selection.setSelected(all ? new Set() : new Set(workflows.map(keyOf)))} />
          </label>
        </th>
        {head('status', 'Status')}
        {head('name', 'Name')}
        {namespace === '' && <th className={classes.namespace}>{t('Namespace')}</th>}
        {head('started', 'Started')}
        {head('duration', 'Duration')}
        <th className={classes.progress}>{t('Progress')}</th>
        <th className={classes.message}>{t('Message')}</th>
        {columns.map((name) => (
          <th key={name} className={classes.custom}>
            {name}
          </th>
        ))}
        <th className={classes.expand}>
          <span className="visually-hidden">{t('Details')}</span>
        </th>
      </tr>
    </thead>
  );
}

const CLASS_OF_COLUMN: Readonly<Record<SortKey, string | undefined>> = {
  status: classes.status,
  name: classes.name,
  started: classes.time,
  duration: classes.duration,
};

interface SortHeadProps {
  readonly column: SortKey;
  readonly label: string;
  readonly sort: Sort;
}

/** Sorts what is on this page; a third press gives the order of the server back. */
function SortHead({ column, label, sort: { sorting, setSorting } }: SortHeadProps): ReactNode {
  const own = sorting?.key === column ? sorting : undefined;
  const next = (): void =>
    setSorting(
      own === undefined
        ? { key: column, descending: column !== 'name' && column !== 'status' }
        : own.descending === (column !== 'name' && column !== 'status')
          ? { key: column, descending: !own.descending }
          : undefined,
    );
  return (
    <th className={CLASS_OF_COLUMN[column]} aria-sort={own === undefined ? 'none' : own.descending ? 'descending' : 'ascending'}>
      <button type="button" title={t('Sort this page')} onClick={next}>
        {label}
        {own && <Icon name={own.descending ? 'down' : 'up'} size={11} />}
      </button>
    </th>
  );
}
