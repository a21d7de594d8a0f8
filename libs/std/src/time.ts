declare const brand: unique symbol;

/** A value of type `T` that cannot be mixed up with another `T`. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Milliseconds = number;

/** The only source of "now" for code that must stay deterministic under test. */
export interface Clock {
  now(): Instant;
}

/** RFC 3339 in UTC with milliseconds, `2026-01-02T03:04:05.678Z`. */
export function toRfc3339(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** RFC 3339 in UTC with whole seconds, as Kubernetes writes `metav1.Time`: `2026-01-02T03:04:05Z`. */
export function toRfc3339Seconds(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** Reads an RFC 3339 time; `undefined` where the text is absent, empty or no time. */
export function fromRfc3339(text: string | null | undefined): Instant | undefined {
  if (!text) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
