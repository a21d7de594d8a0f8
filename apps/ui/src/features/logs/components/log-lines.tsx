import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { Button } from '../../../design/button.tsx';
import { t } from '../../../i18n/translate.ts';
import { messageOf } from '../../../api/client.ts';
import type { LogStream } from '../model/log-stream.ts';
import { type LineLook, LogLineView } from './log-line.tsx';
import type { LogView } from './log-viewer.tsx';
import classes from './log-viewer.module.css';

interface LogLinesProps {
  readonly stream: LogStream;
  readonly found: readonly number[];
  readonly currentLine: number | undefined;
  readonly searching: boolean;
  readonly view: LogView;
  readonly look: LineLook;
  readonly range: { readonly from: number; readonly to: number } | undefined;
  readonly onRange: (from: number, to: number) => void;
  readonly onFollow: (follow: boolean) => void;
}

const LINE_HEIGHT = 18;

export function LogLines({ stream, found, currentLine, searching, view, look, range, onRange, onFollow }: LogLinesProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const foundSet = useMemo(() => new Set(found), [found]);
  const filtered = view.filter && searching;
  const count = filtered ? found.length : stream.count;
  const lineAt = (row: number): number => (filtered ? (found[row] as number) : row);
  const rows = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => LINE_HEIGHT, overscan: 20 });
  useFollow({ rows, count, follow: view.follow && range === undefined && !searching });
  useEffect(() => {
    if (currentLine !== undefined) rows.scrollToIndex(filtered ? found.indexOf(currentLine) : currentLine, { align: 'center' });
  }, [currentLine, filtered]);
  const arrived = range !== undefined && stream.count >= range.from;
  useEffect(() => {
    if (arrived && range) rows.scrollToIndex(range.from - 1, { align: 'center' });
  }, [arrived]);
  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = scroller.current as HTMLDivElement;
    const atEnd = scrollHeight - scrollTop - clientHeight < 40;
    if (atEnd !== view.follow && range === undefined) onFollow(atEnd);
  };
  const number = (line: number, extend: boolean): void =>
    extend && range ? onRange(Math.min(range.from, line), Math.max(range.from, line)) : onRange(line, line);
  const pill = !view.follow && stream.state === 'live' && range === undefined;
  return (
    <div style={{ position: 'relative', flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
      <div
        ref={scroller}
        className={`${classes.lines} ${view.wrap ? classes.wrapped : ''}`}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t('Lines')}
        onWheel={onScroll}
        onTouchMove={onScroll}
      >
        {count === 0 && <Blank stream={stream} filtered={filtered} />}
        <div className={classes.sheet} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start, key }) => {
            const line = lineAt(index);
            const content = stream.lines[line];
            if (!content) return null;
            const marks = {
              marked: range !== undefined && line + 1 >= range.from && line + 1 <= range.to,
              found: searching && foundSet.has(line),
              current: line === currentLine,
            };
            return (
              <LogLineView
                key={key}
                line={content}
                number={line + 1}
                look={look}
                marks={marks}
                place={{ start, index, ref: rows.measureElement }}
                onNumber={number}
              />
            );
          })}
        </div>
      </div>
      {pill && (
        <Button small className={classes.pill ?? ''} icon="down" onClick={() => onFollow(true)}>
          {t('Follow')}
        </Button>
      )}
    </div>
  );
}

interface Follow {
  readonly rows: { scrollToIndex(index: number, options: { readonly align: 'end' }): void };
  readonly count: number;
  readonly follow: boolean;
}

function useFollow({ rows, count, follow }: Follow): void {
  useEffect(() => {
    if (follow && count > 0) rows.scrollToIndex(count - 1, { align: 'end' });
  }, [count, follow]);
}

/** Why there are no lines. */
function Blank({ stream, filtered }: { readonly stream: LogStream; readonly filtered: boolean }): ReactNode {
  const text = filtered
    ? t('No line matches')
    : stream.state === 'failed'
      ? messageOf(stream.error)
      : stream.state === 'ended'
        ? t('This log is empty')
        : t('Waiting for the first line…');
  return <p className={classes.blank}>{text}</p>;
}
