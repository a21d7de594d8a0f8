import { fromRfc3339, type Instant } from '@argosy/std';

export interface LogLine {
  readonly text: string;
  readonly pod: string;
  readonly at?: Instant;
}

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/;

/** Lines of a log as they come. A connection that was opened again may repeat what is known: that is left out. */
export class LogBuffer {
  readonly lines: LogLine[] = [];
  readonly #lastOfPod = new Map<string, string>();
  /** What was there of each pod when the stream began anew. */
  #known: ReadonlyMap<string, string> = new Map();

  /** Adds entries of a stream; their time, where they begin with one, is taken off the text. */
  append(entries: readonly { readonly content: string; readonly podName?: string }[]): void {
    for (const { content, podName = '' } of entries) {
      for (const line of content.replace(/\r?\n$/, '').split('\n')) this.#add(line, podName);
    }
  }

  /** The stream begins anew, maybe before where it broke off. */
  expectRepeats(): void {
    this.#known = new Map(this.#lastOfPod);
  }

  #add(content: string, pod: string): void {
    const stamp = STAMP.exec(content)?.[1];
    if (stamp !== undefined) {
      const known = this.#known.get(pod);
      if (known !== undefined && stamp <= known) return;
      this.#lastOfPod.set(pod, stamp);
    }
    const at = fromRfc3339(stamp);
    const text = stamp === undefined ? content : content.replace(STAMP, '');
    this.lines.push({ text, pod, ...(at !== undefined && { at }) });
  }
}

/** How a search or filter is meant. */
export interface LogSearch {
  readonly text: string;
  readonly regexp: boolean;
  readonly matchCase: boolean;
}

/** Tests a line; `undefined` where nothing is searched or the expression is not finished yet. */
export function matcherOf({ text, regexp, matchCase }: LogSearch): ((line: string) => boolean) | undefined {
  if (text === '') return undefined;
  if (regexp) {
    try {
      const expression = new RegExp(text, matchCase ? '' : 'i');
      return (line) => expression.test(line);
    } catch {
      return undefined;
    }
  }
  if (matchCase) return (line) => line.includes(text);
  const wanted = text.toLowerCase();
  return (line) => line.toLowerCase().includes(wanted);
}

/** Places of the lines that match, from `from` on: what was searched before need not be searched again. */
export function searchLines(lines: readonly LogLine[], search: LogSearch, from = 0): number[] {
  const matches = matcherOf(search);
  const found: number[] = [];
  if (!matches) return found;
  for (let index = from; index < lines.length; index++) if (matches((lines[index] as LogLine).text)) found.push(index);
  return found;
}

/** `120` or `120-140`, counted from 1, as an address says it. */
export function lineRange(text: string | null): { readonly from: number; readonly to: number } | undefined {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(text ?? '') ?? [];
  return from === undefined ? undefined : { from: Number(from), to: Number(to ?? from) };
}
