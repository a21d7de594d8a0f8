import { isActiveSuspendNode } from '@argosy/graph';
import type { NodeStatus } from '@argosy/api';
import type { Colour, Paint } from './colours.ts';

interface Icon {
  readonly glyph: string;
  readonly word: string;
  readonly colour: Colour;
}

const ICONS: Readonly<Record<string, Icon>> = {
  Pending: { glyph: '◷', word: 'Pending', colour: 'yellow' },
  Running: { glyph: '●', word: 'Running', colour: 'cyan' },
  Succeeded: { glyph: '✔', word: 'Succeeded', colour: 'green' },
  Skipped: { glyph: '○', word: 'Skipped', colour: 'default' },
  Failed: { glyph: '✖', word: 'Failed', colour: 'red' },
  Error: { glyph: '⚠', word: 'Error', colour: 'red' },
};
const ACTIVE_SUSPEND: Icon = { glyph: 'ǁ', word: 'Suspend', colour: 'cyan' };

/** The sign in front of a node's name (acceptance 9-030); nothing for a phase that has none. */
export function nodeIcon(node: NodeStatus, utf8: boolean, paint: Paint): string {
  const icon = isActiveSuspendNode(node) ? ACTIVE_SUSPEND : ICONS[node.phase ?? ''];
  return icon ? paint(icon.colour, utf8 ? icon.glyph : icon.word) : '';
}

const CONDITION_ICONS: Readonly<Record<string, Icon>> = {
  SpecWarning: { glyph: '⚠', word: 'Warning', colour: 'yellow' },
  SpecError: { glyph: '✖', word: 'Error', colour: 'red' },
  MetricsError: { glyph: '✖', word: 'Error', colour: 'red' },
  SubmissionError: { glyph: '✖', word: 'Error', colour: 'red' },
  ArtifactGCError: { glyph: '✖', word: 'Error', colour: 'red' },
};

/** The sign in front of a condition, for those that are bad news. */
export function conditionIcon(type: string, utf8: boolean, paint: Paint): string {
  const icon = CONDITION_ICONS[type];
  return icon ? paint(icon.colour, utf8 ? icon.glyph : icon.word) : '';
}
