import type { NodeState } from '@argosy/graph';
import { onPreferences } from '../app/preferences.ts';
import { marks } from '../design/state-mark.tsx';

/** The tokens that canvases draw with, as colours. */
export interface Palette {
  readonly page: string;
  readonly surface: string;
  readonly raised: string;
  readonly sunken: string;
  readonly line: string;
  readonly control: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly glyph: string;
  readonly font: string;
  readonly states: Readonly<Record<NodeState, { readonly strong: string; readonly tint: string }>>;
}

let cached: Palette | undefined;
onPreferences(() => {
  cached = undefined;
});

/** Reads the tokens of the theme that shows. */
export function palette(): Palette {
  cached ??= read();
  return cached;
}

function read(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const states = Object.fromEntries(
    Object.entries(marks).map(([state, { colour }]) => [state, { strong: token(colour), tint: token(`${colour}-tint`) }]),
  );
  return {
    page: token('page'),
    surface: token('surface'),
    raised: token('raised'),
    sunken: token('sunken'),
    line: token('line'),
    control: token('control'),
    text: token('text'),
    muted: token('muted'),
    accent: token('accent'),
    glyph: token('glyph'),
    font: token('font'),
    states: states as Palette['states'],
  };
}
