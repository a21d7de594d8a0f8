import { timeKey } from '@argosy/kube';
import { fnv1a32 } from '@argosy/std';
import type { PodLogLine } from './log-sources.ts';

/** Numbers the lines of a log, so that whoever comes back knows which ones it has. */
export interface LogPlaces {
  /** `time#count@part`, growing within one container's log whatever the order of containers; `undefined` for a line without a time. */
  next(line: PodLogLine): string | undefined;
}

export function createLogPlaces(): LogPlaces {
  const last = new Map<string, { readonly time: string; readonly count: number }>();
  return {
    next({ pod, container, time }) {
      if (time === '') return undefined;
      const part = fnv1a32(`${pod}/${container}`).toString(16);
      const before = last.get(part);
      const count = before?.time === time ? before.count + 1 : 1;
      last.set(part, { time, count });
      return `${timeKey(time)}Z#${String(count).padStart(6, '0')}@${part}`;
    },
  };
}
