import type { Workflow } from '@argosy/api';
import { timelineOf, type TimelineRow } from '@argosy/graph';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { t } from '../../../i18n/translate.ts';
import { durationText } from '../../../time/time-text.ts';
import { TimelineCanvas } from '../model/timeline-canvas.ts';
import classes from './timeline-view.module.css';

interface TimelineViewProps {
  readonly workflow: Workflow;
  readonly selected: string | undefined;
  readonly onSelect: (nodeId: string | undefined) => void;
}

/** When what ran: a Gantt chart with hierarchy, attempts and the time spent in queues. */
export function TimelineView({ workflow, selected, onSelect }: TimelineViewProps): ReactNode {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [hovered, setHovered] = useState<TimelineRow>();
  const model = useMemo(() => timelineOf(workflow, closed), [workflow, closed]);
  const element = useRef<HTMLCanvasElement>(null);
  const chart = useRef<TimelineCanvas>(undefined);
  const tap = (row: TimelineRow | undefined, onName: boolean): void => {
    if (row?.hasChildren && onName && row.id === selected) setClosed(toggled(closed, row.id));
    onSelect(row?.id);
  };
  const latest = useRef(tap);
  latest.current = tap;
  useEffect(() => {
    const made = new TimelineCanvas(element.current as HTMLCanvasElement, {
      onTap: (row, onName) => latest.current(row, onName),
      onHover: setHovered,
    });
    chart.current = made;
    return () => made.close();
  }, []);
  useEffect(() => chart.current?.setModel(model, closed), [model, closed]);
  useEffect(() => chart.current?.select(selected), [selected, model]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = model.rows.findIndex(({ id }) => id === selected);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const row = model.rows[at];
    if (step !== 0) onSelect(model.rows[Math.min(model.rows.length - 1, Math.max(0, at + step))]?.id);
    else if (row?.hasChildren && (event.key === 'ArrowLeft' || event.key === 'ArrowRight' || event.key === ' '))
      setClosed(toggled(closed, row.id));
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.view}>
      <canvas
        ref={element}
        className={classes.canvas}
        tabIndex={0}
        role="application"
        aria-label={t('Timeline of {name}. The table shows the same as text.', { name: workflow.metadata.name ?? '' })}
        onKeyDown={onKeyDown}
      />
      <div className={classes.tools} role="toolbar" aria-label={t('Timeline')}>
        <IconButton small icon="minus" label={t('Zoom out')} onClick={() => chart.current?.zoom(0.6)} />
        <IconButton small icon="plus" label={t('Zoom in')} onClick={() => chart.current?.zoom(1.6)} />
        <IconButton small icon="fit" label={t('Fit')} onClick={() => chart.current?.zoom(0)} />
      </div>
      {hovered && <div className={classes.tip}>{textOf(hovered)}</div>}
    </div>
  );
}

function textOf(row: TimelineRow): string {
  const [first] = row.spans;
  const waited = row.readyAt !== undefined && first ? ` · ${t('queued {time}', { time: durationText(first.start - row.readyAt) })}` : '';
  const attempts = row.spans.length > 1 ? ` · ${t('{count} attempts', { count: row.spans.length })}` : '';
  return `${row.label} · ${t(row.state)}${waited}${attempts}`;
}

function toggled(closed: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(closed);
  if (!next.delete(id)) next.add(id);
  return next;
}
