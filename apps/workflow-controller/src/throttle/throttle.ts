import type { Instant } from '@argosy/std';

interface Candidate {
  readonly key: string;
  readonly namespace: string;
  readonly priority: number;
  readonly createdAt: Instant;
}

export interface ThrottleLimits {
  /** Most workflows that run at the same time; 0: no limit. */
  readonly total: number;
  readonly perNamespace: number;
}

/** Keeps the number of running workflows below the limits; those that wait start by priority, then age (acceptance 4-045). */
export interface Throttle {
  readonly running: number;
  /** True when the workflow runs or may start now; otherwise it is remembered as waiting. */
  admit(candidate: Candidate): boolean;
  /** The workflow runs already: it was started by an earlier process. */
  adopt(key: string, namespace: string): void;
  /** The workflow has ended or is gone; returns who may start now. */
  release(key: string): readonly string[];
  /** Everybody who waits, after the limits changed. */
  waiting(): readonly string[];
}

export function createThrottle(limits: () => ThrottleLimits): Throttle {
  const running = new Map<string, string>();
  const queue = new Map<string, Candidate>();
  const hasRoom = (namespace: string): boolean => {
    const { total, perNamespace } = limits();
    if (total > 0 && running.size >= total) return false;
    return perNamespace <= 0 || countOf(running, namespace) < perNamespace;
  };
  return {
    get running() {
      return running.size;
    },
    admit(candidate) {
      if (running.has(candidate.key)) return true;
      queue.set(candidate.key, candidate);
      if (!hasRoom(candidate.namespace) || firstAdmissible(queue, hasRoom) !== candidate) return false;
      queue.delete(candidate.key);
      running.set(candidate.key, candidate.namespace);
      return true;
    },
    adopt: (key, namespace) => {
      queue.delete(key);
      running.set(key, namespace);
    },
    release(key) {
      queue.delete(key);
      const wasRunning = running.delete(key);
      if (!wasRunning || queue.size === 0) return [];
      const next = firstAdmissible(queue, hasRoom);
      return next === undefined ? [] : [next.key];
    },
    waiting: () => [...queue.keys()],
  };
}

function countOf(running: ReadonlyMap<string, string>, namespace: string): number {
  let count = 0;
  for (const other of running.values()) if (other === namespace) count += 1;
  return count;
}

function firstAdmissible(queue: ReadonlyMap<string, Candidate>, hasRoom: (namespace: string) => boolean): Candidate | undefined {
  let first: Candidate | undefined;
  for (const candidate of queue.values()) {
    if ((first === undefined || isBefore(candidate, first)) && hasRoom(candidate.namespace)) first = candidate;
  }
  return first;
}

function isBefore(left: Candidate, right: Candidate): boolean {
  if (left.priority !== right.priority) return left.priority > right.priority;
  if (left.createdAt !== right.createdAt) return left.createdAt < right.createdAt;
  return left.key < right.key;
}
