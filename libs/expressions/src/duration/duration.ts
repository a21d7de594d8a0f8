import type { Milliseconds } from '@argosy/std';

const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads a Go duration, `1h30m`; `undefined` when it is none. `0` needs no unit. */
export function parseGoDuration(text: string): Milliseconds | undefined {
  const match = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.exec(text);
  if (!match) return /^[+-]?0$/.test(text) ? 0 : undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g))
    total += Number(amount) * (units[unit as string] as number);
  return match[1] === '-' ? -total : total;
}

/** Reads a duration as Argo does: a bare integer is seconds, everything else a Go duration (acceptance 13-116). */
export function parseDuration(text: string): Milliseconds | undefined {
  return /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text);
}

/** Prints a duration as Go does: `1h0m5s`, `1.5s`, `350ms`, `0s`. */
export function formatGoDuration(duration: Milliseconds): string {
  if (duration === 0) return '0s';
  const sign = duration < 0 ? '-' : '';
  const total = Math.abs(duration);
  if (total < 1000) return `${sign}${trimNumber(total)}ms`;
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor((total % 3_600_000) / 60_000);
  const seconds = `${trimNumber((total % 60_000) / 1000)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return `${sign}${minutes > 0 ? `${minutes}m` : ''}${seconds}`;
}

function trimNumber(value: number): string {
  return String(Number(value.toFixed(9)));
}
