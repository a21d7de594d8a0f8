import { printf } from './printf.ts';

export interface SequenceBounds {
  readonly count?: string | number | undefined;
  readonly start?: string | number | undefined;
  readonly end?: string | number | undefined;
  readonly format?: string | undefined;
}

export type SequenceResult = { readonly ok: true; readonly items: readonly string[] } | { readonly ok: false; readonly message: string };

const maxItems = 100_000;

/** Expands withSequence into its items: counting up, or down when start is above end (acceptance 4-031). */
export function expandSequence({ count, start = 0, end, format }: SequenceBounds): SequenceResult {
  const first = readInt(start, 'start');
  const bound = readInt(count ?? end ?? 0, count === undefined ? 'end' : 'count');
  if (typeof first === 'string') return { ok: false, message: first };
  if (typeof bound === 'string') return { ok: false, message: bound };
  if (count !== undefined) return bound <= 0 ? { ok: true, items: [] } : between({ first, last: first + bound - 1, format });
  return end === undefined ? { ok: false, message: 'must have end or count in withSequence' } : between({ first, last: bound, format });
}

interface Bounds {
  readonly first: number;
  readonly last: number;
  readonly format: string | undefined;
}

function between({ first, last, format = '%d' }: Bounds): SequenceResult {
  const length = Math.abs(last - first) + 1;
  if (length > maxItems) return { ok: false, message: `withSequence has more than ${maxItems} items` };
  const step = last < first ? -1 : 1;
  return { ok: true, items: Array.from({ length }, (_, index) => printf(format, first + step * index)) };
}

function readInt(value: string | number, name: string): number | string {
  const text = String(value).trim();
  return /^[+-]?\d+$/.test(text) ? Number(text) : `withSequence ${name} must be an integer, got '${text}'`;
}
