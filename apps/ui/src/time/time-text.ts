import type { Instant, Milliseconds } from '@argosy/std';

/** `2d 4h`, `3m 07s`, `1.2s`: the two largest units, as long as columns of them stay comparable. */
export function durationText(length: Milliseconds): string {
  if (length < 0) return '0s';
  if (length < 10_000) return `${Math.round(length / 100) / 10}s`;
  const seconds = Math.round(length / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${two(Math.floor((seconds % 3600) / 60))}m`;
  return `${Math.floor(seconds / 86_400)}d ${two(Math.floor((seconds % 86_400) / 3600))}h`;
}

/** `12s ago`, `in 3m`: one unit, rounded down. */
export function relativeText(instant: Instant, now: Instant, words: { readonly ago: string; readonly ahead: string }): string {
  const distance = Math.abs(now - instant);
  const text = oneUnit(Math.floor(distance / 1000));
  return (instant <= now ? words.ago : words.ahead).replace('{time}', text);
}

/** `2026-11-27 14:05:09` in the zone of the browser, or in UTC with a Z. */
export function absoluteText(instant: Instant, zone: 'local' | 'utc'): string {
  const shifted = zone === 'utc' ? instant : instant - new Date(instant).getTimezoneOffset() * 60_000;
  const text = new Date(shifted).toISOString().slice(0, 19).replace('T', ' ');
  return zone === 'utc' ? `${text}Z` : text;
}

/** `14:05:09.120`, for lines of logs. */
export function clockText(instant: Instant, zone: 'local' | 'utc'): string {
  const shifted = zone === 'utc' ? instant : instant - new Date(instant).getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(11, 23);
}

function oneUnit(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
