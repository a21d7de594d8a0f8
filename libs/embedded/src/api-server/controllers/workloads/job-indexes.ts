import type { PodView } from '../../kinds/pod-types.ts';
import { jobLabels } from '../../kinds/workloads/jobs.ts';
import type { Workload } from './workload.ts';

/** Indexes of an indexed job that have succeeded: those of its status and those of its pods. */
export function completedIndexes({ status }: Workload, pods: readonly PodView[]): ReadonlySet<number> {
  const known = readIndexes(String(status?.['completedIndexes'] ?? ''));
  const seen = pods.filter((pod) => pod.status?.phase === 'Succeeded').map(indexOf);
  return new Set([...known, ...seen]);
}

/** `0-2,4` for 0, 1, 2 and 4. */
export function indexText(indexes: ReadonlySet<number>): string {
  const ranges: [number, number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : to === from + 1 ? `${from},${to}` : `${from}-${to}`)).join(',');
}

/** The lowest indexes that are neither completed nor running. */
export function firstMissing(
  completed: ReadonlySet<number>,
  active: readonly PodView[],
  { completions, count }: { readonly completions: number; readonly count: number },
): readonly number[] {
  const taken = new Set([...completed, ...active.map(indexOf)]);
  const missing: number[] = [];
  for (let index = 0; index < completions && missing.length < count; index++) if (!taken.has(index)) missing.push(index);
  return missing;
}

function readIndexes(text: string): readonly number[] {
  return text
    .split(',')
    .filter(Boolean)
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });
}

function indexOf({ metadata }: PodView): number {
  return Number(metadata.annotations?.[jobLabels.index] ?? -1);
}
