import type { CSSProperties, ReactNode } from 'react';
import { t } from '../../../i18n/translate.ts';
import { clockText } from '../../../time/time-text.ts';
import { type AnsiSpan, ansiSpans } from '../model/ansi.ts';
import type { LogLine } from '../model/log-buffer.ts';
import classes from './log-viewer.module.css';

export interface LineLook {
  readonly stamps: 'off' | 'local' | 'utc';
  readonly pods: boolean;
}

interface LogLineViewProps {
  readonly line: LogLine;
  /** Counted from 1. */
  readonly number: number;
  readonly look: LineLook;
  readonly marks: { readonly marked: boolean; readonly found: boolean; readonly current: boolean };
  readonly place: { readonly start: number; readonly index: number; readonly ref: (element: HTMLElement | null) => void };
  readonly onNumber: (number: number, extend: boolean) => void;
}

export function LogLineView({ line, number, look, marks, place, onNumber }: LogLineViewProps): ReactNode {
  return (
    <div
      ref={place.ref}
      data-index={place.index}
      className={classes.line}
      style={{ transform: `translateY(${place.start}px)` }}
      data-level={levelOf(line.text)}
      data-marked={marks.marked}
      data-found={marks.found}
      data-current={marks.current}
    >
      <button
        type="button"
        className={classes.number}
        tabIndex={-1}
        aria-label={t('Link to line {number}', { number })}
        onClick={(event) => onNumber(number, event.shiftKey)}
      >
        {number}
      </button>
      {look.stamps !== 'off' && line.at !== undefined && <span className={classes.stamp}>{clockText(line.at, look.stamps)}</span>}
      {look.pods && (
        <span className={classes.pod} style={{ color: podColour(line.pod) }} title={line.pod}>
          {line.pod.slice(-18)}
        </span>
      )}
      <span>
        {ansiSpans(line.text).map((span, index) => (
          <Span key={index} span={span} />
        ))}
      </span>
    </div>
  );
}

function Span({ span }: { readonly span: AnsiSpan }): ReactNode {
  const { text, colour, background, bold, dim, underline } = span;
  if (colour === undefined && background === undefined && !bold && !dim && !underline) return text;
  const style: CSSProperties = {
    ...(colour !== undefined && { color: cssColour(colour) }),
    ...(background !== undefined && { background: cssColour(background), color: 'var(--surface)' }),
    ...(bold && { fontWeight: 700 }),
    ...(dim && { opacity: 0.75 }),
    ...(underline && { textDecoration: 'underline' }),
  };
  return <span style={style}>{text}</span>;
}

function cssColour(colour: number | string): string {
  return typeof colour === 'string' ? colour : `var(--ansi-${colour % 8})`;
}

const LEVEL = /\b(?:level=|"level":\s*")?(error|fatal|panic|err|warn|warning)\b/i;

/** Only the beginning of a line says how bad it is. */
function levelOf(text: string): 'error' | 'warn' | undefined {
  const level = LEVEL.exec(text.slice(0, 120))?.[1]?.toLowerCase();
  if (level === undefined) return undefined;
  return level.startsWith('warn') ? 'warn' : 'error';
}

const POD_COLOURS = ['running', 'succeeded', 'suspended', 'pending', 'cached', 'error'];

function podColour(pod: string): string {
  let hash = 0;
  for (const letter of pod) hash = (hash * 31 + letter.charCodeAt(0)) | 0;
  return `var(--${POD_COLOURS[Math.abs(hash) % POD_COLOURS.length] as string})`;
}
