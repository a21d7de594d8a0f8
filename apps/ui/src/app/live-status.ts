import { useEffect, useSyncExternalStore } from 'react';
import type { LiveState } from '../api/live.ts';

const states = new Map<string, LiveState>();
const listeners = new Set<() => void>();
const WORST_FIRST: readonly LiveState[] = ['failed', 'reconnecting', 'paused', 'connecting', 'live', 'ended'];

/** Tells the top bar how a stream of this page is; `undefined` takes it off. */
export function reportLive(key: string, state: LiveState | undefined): void {
  if (state === undefined) states.delete(key);
  else states.set(key, state);
  for (const listener of listeners) listener();
}

/** Takes a stream off the top bar when its page goes. */
export function useLiveReport(key: string): (state: LiveState) => void {
  useEffect(() => () => reportLive(key, undefined), [key]);
  return (state) => reportLive(key, state);
}

/** The state of the page's streams: the worst of them; none where nothing is streamed. */
export function useLiveStatus(): LiveState | undefined {
  return useSyncExternalStore(subscribe, worst);
}

function worst(): LiveState | undefined {
  const present = new Set(states.values());
  return WORST_FIRST.find((state) => present.has(state));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
