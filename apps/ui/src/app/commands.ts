import { useEffect, useRef } from 'react';

/** Something that the palette can do. */
export interface Command {
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

export interface CommandSource {
  readonly group: string;
  /** Commands that fit the text; the palette ranks and cuts them. */
  readonly find: (text: string) => readonly Command[] | Promise<readonly Command[]>;
}

const sources: CommandSource[] = [];

/** Offers commands while the component is on the page. */
export function useCommands(group: string, find: CommandSource['find']): void {
  const latest = useRef(find);
  useEffect(() => {
    latest.current = find;
  });
  useEffect(() => {
    const source: CommandSource = { group, find: (text) => latest.current(text) };
    sources.push(source);
    return () => void sources.splice(sources.indexOf(source), 1);
  }, [group]);
}

export function commandSources(): readonly CommandSource[] {
  return sources.toReversed();
}

/** How well a text fits: all its letters in order, the better the closer; 0 where it does not fit. */
export function fuzzyScore(label: string, text: string): number {
  if (text === '') return 1;
  const haystack = label.toLowerCase();
  const needle = text.toLowerCase();
  const at = haystack.indexOf(needle);
  if (at >= 0) return 100 - Math.min(at, 50) + (at === 0 ? 20 : 0);
  let position = 0;
  let gaps = 0;
  for (const letter of needle) {
    const next = haystack.indexOf(letter, position);
    if (next < 0) return 0;
    gaps += next - position;
    position = next + 1;
  }
  return Math.max(1, 40 - gaps);
}
