import type { Milliseconds } from '@argosy/std';
import { CliFailure } from '../failure.ts';

const UNITS: Readonly<Record<string, Milliseconds>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads a length of time such as `10m`, `1h30m`, `2d`, as the flags --since and --older take it. */
export function parseDuration(text: string, flag: string): Milliseconds {
  const terms = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g)];
  if (text === '0') return 0;
  if (terms.length === 0 || terms.map(([term]) => term).join('') !== text)
    throw new CliFailure(`invalid argument "${text}" for --${flag}: a duration is expected`, { hint: 'for example 30s, 10m, 1h30m or 2d' });
  return terms.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit as string] ?? 0), 0);
}
