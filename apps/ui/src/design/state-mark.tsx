import type { NodeState } from '@argosy/graph';
import type { ReactNode } from 'react';
import { t } from '../i18n/translate.ts';
import classes from './state-mark.module.css';

/** The outline that tells states apart without colour. */
export type MarkShape = 'circle' | 'ring' | 'octagon' | 'triangle' | 'dashed' | 'square' | 'hollow' | 'diamond';

interface Mark {
  /** Name of the token of its colour. */
  readonly colour: string;
  readonly shape: MarkShape;
  /** Drawn inside a box of 16 by 16. */
  readonly glyph: string;
}

/** Colour, shape and glyph of each state; canvas and DOM draw from the same table. */
export const marks: Readonly<Record<NodeState, Mark>> = {
  Succeeded: { colour: 'succeeded', shape: 'circle', glyph: 'M5 8.3l2.1 2.1L11 6.2' },
  Running: { colour: 'running', shape: 'ring', glyph: 'M8 4.5A3.5 3.5 0 0 1 11.5 8' },
  Failed: { colour: 'failed', shape: 'octagon', glyph: 'M5.7 5.7l4.6 4.6m0-4.6l-4.6 4.6' },
  Error: { colour: 'error', shape: 'triangle', glyph: 'M8 6.2v3.3m0 2.1v.1' },
  Pending: { colour: 'pending', shape: 'dashed', glyph: 'M8 5v3.2l2 1.3' },
  Waiting: { colour: 'pending', shape: 'dashed', glyph: 'M5.8 7.8h4.4v3H5.8zM6.6 7.8V6.6a1.4 1.4 0 0 1 2.8 0v1.2' },
  Suspended: { colour: 'suspended', shape: 'square', glyph: 'M6.3 5.3v5.4m3.4-5.4v5.4' },
  Skipped: { colour: 'skipped', shape: 'hollow', glyph: 'M5.5 5.5L8 8l-2.5 2.5M8.5 5.5L11 8l-2.5 2.5' },
  Omitted: { colour: 'skipped', shape: 'hollow', glyph: 'M5.5 8h5' },
  Cached: { colour: 'cached', shape: 'diamond', glyph: 'M5.5 8.2l1.8 1.8 3.2-3.6' },
  Planned: { colour: 'skipped', shape: 'dashed', glyph: '' },
};

/** Outlines inside a box of 16 by 16. */
export const outlines: Readonly<Record<MarkShape, string>> = {
  circle: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  ring: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z',
  octagon: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z',
  triangle: 'M8 1.5l7 12.5H1z',
  dashed: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z',
  square: 'M3.5 2h9A1.5 1.5 0 0 1 14 3.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5v-9A1.5 1.5 0 0 1 3.5 2z',
  hollow: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z',
  diamond: 'M8 .8L15.2 8 8 15.2.8 8z',
};

/** Shapes that are drawn as an outline, with the glyph in the same colour. */
export const openShapes: ReadonlySet<MarkShape> = new Set(['ring', 'dashed', 'hollow']);

/** The mark of a state; `label` false where text beside it says the same. */
export function StateMark({
  state,
  size = 16,
  label = true,
}: {
  readonly state: NodeState;
  readonly size?: number;
  readonly label?: boolean;
}): ReactNode {
  const { colour, shape, glyph } = marks[state];
  const open = openShapes.has(shape);
  const paint = `var(--${colour})`;
  const name = label ? { role: 'img', 'aria-label': t(state) } : { 'aria-hidden': true };
  return (
    <svg
      {...name}
      className={state === 'Running' ? classes.running : undefined}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      style={{ flex: 'none' }}
    >
      <path
        d={outlines[shape]}
        fill={open ? 'none' : paint}
        stroke={open ? paint : 'none'}
        strokeWidth={1.6}
        strokeDasharray={shape === 'dashed' ? '2.6 2' : undefined}
      />
      <path d={glyph} fill="none" stroke={open ? paint : 'var(--glyph)'} strokeWidth={1.6} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

/** A state in words, with its mark. */
export function StateLabel({ state, text }: { readonly state: NodeState; readonly text?: string | undefined }): ReactNode {
  return (
    <span className={classes.label} style={{ color: `var(--${marks[state].colour})` }}>
      <StateMark state={state} label={false} size={14} />
      {text ?? t(state)}
    </span>
  );
}
