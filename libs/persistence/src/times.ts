import type { Instant } from '@argosy/std';

/** A time as the tables hold it. */
export function sqlTime(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

/** RFC 3339 of a time of a table; some databases add fractions. */
export function rfcTime(text: string): string {
  return `${text.slice(0, 19).replace(' ', 'T')}Z`;
}
