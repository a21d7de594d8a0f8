import type { Workflow } from '@argosy/api';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Icon } from '../../../design/icon.tsx';
import { StateLabel } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { Duration, Time } from '../../../time/times.tsx';
import { type NodeRow, nodeRows, type NodeSortKey } from '../model/node-rows.ts';
import classes from './node-table.module.css';

interface NodeTableProps {
  readonly workflow: Workflow;
  readonly selected: string | undefined;
  readonly onSelect: (nodeId: string | undefined) => void;
}

const ROW = 30;
const COLUMNS = [
  ['name', 'Name'],
  ['state', 'Status'],
  ['template', 'Template'],
  ['started', 'Started'],
  ['duration', 'Duration'],
  ['message', 'Message'],
] as const;

/** Every step as a row of a tree that can be filtered and sorted: what the graph shows, for those who read or listen. */
export function NodeTable({ workflow, selected, onSelect }: NodeTableProps): ReactNode {
  const [text, setText] = useState('');
  const [sort, setSort] = useState<NodeSortKey>();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const wanted = useDeferredValue(text);
  const rows = useMemo(() => nodeRows(workflow, { text: wanted, sort, closed }), [workflow, wanted, sort, closed]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 15 });
  const at = rows.findIndex(({ node }) => node.id === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at]);
  const toggle = (id: string): void =>
    setClosed(closed.has(id) ? new Set([...closed].filter((one) => one !== id)) : new Set([...closed, id]));
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const row = rows[at];
    if (step !== 0) onSelect(rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.node.id);
    else if (row?.hasChildren && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) toggle(row.node.id);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.frame}>
      <div className={classes.bar}>
        <input
          className={classes.filter}
          aria-label={t('Filter')}
          placeholder={t('Name, template, phase or message')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span aria-live="polite">{t('{count} shown', { count: rows.length })}</span>
      </div>
      <div
        ref={scroller}
        className={classes.scroller}
        role="treegrid"
        tabIndex={0}
        aria-label={t('Steps')}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={at >= 0 ? `row-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div className={classes.head} role="row" aria-rowindex={1}>
          {COLUMNS.map(([key, label]) => (
            <span key={key} role="columnheader" aria-sort={sort === key ? 'ascending' : 'none'}>
              <button type="button" onClick={() => setSort(sort === key ? undefined : key)}>
                {t(label)}
                {sort === key && <Icon name="down" size={11} />}
              </button>
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index] as NodeRow;
            return (
              <Row
                key={row.node.id}
                row={row}
                index={index}
                start={start}
                selected={row.node.id === selected}
                closed={closed.has(row.node.id)}
                onSelect={() => onSelect(row.node.id)}
                onToggle={() => toggle(row.node.id)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: NodeRow;
  readonly index: number;
  readonly start: number;
  readonly selected: boolean;
  readonly closed: boolean;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

function Row({ row, index, start, selected, closed, onSelect, onToggle }: RowProps): ReactNode {
  const { node, depth, hasChildren, state } = row;
  return (
    <div
      id={`row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-selected={selected}
      {...(hasChildren && { 'aria-expanded': !closed })}
      className={classes.row}
      style={{ transform: `translateY(${start}px)` }}
      onClick={onSelect}
    >
      <span role="gridcell" style={{ paddingLeft: 4 + depth * 16 }}>
        {hasChildren ? (
          <button
            type="button"
            tabIndex={-1}
            className={classes.toggle}
            aria-label={closed ? t('Open') : t('Close')}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            <Icon name={closed ? 'right' : 'down'} size={12} />
          </button>
        ) : (
          <span className={classes.toggle} />
        )}
        {node.displayName ?? node.name}
      </span>
      <span role="gridcell">
        <StateLabel state={state} />
      </span>
      <span role="gridcell">{node.templateName ?? node.templateRef?.template}</span>
      <span role="gridcell">
        <Time at={node.startedAt} />
      </span>
      <span role="gridcell">
        <Duration from={node.startedAt} to={node.finishedAt} />
      </span>
      <span role="gridcell" title={node.message}>
        {node.message}
      </span>
    </div>
  );
}
