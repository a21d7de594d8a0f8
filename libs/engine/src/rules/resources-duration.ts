import type { ContainerFacts, PodFacts } from '../observation.ts';

const mebi = 1024 ** 2;
const gibi = 1024 ** 3;
/** What one unit of a resource is worth a second of (acceptance 1-085). */
const denominators: Readonly<Record<string, number>> = { memory: 100 * mebi, storage: 10 * gibi, 'ephemeral-storage': 10 * gibi };
const defaults: Readonly<Record<string, string>> = { cpu: '100m', memory: '100Mi' };

/** Seconds of each resource that a pod's containers took, by request or limit (acceptance 7-062). */
export function resourcesDurationOf({ containers }: PodFacts, now: number): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const container of containers) addContainer(total, container, now);
  return Object.fromEntries(Object.entries(total).map(([name, value]) => [name, Math.max(value > 0 ? 1 : 0, Math.trunc(value))]));
}

function addContainer(total: Record<string, number>, { state, resources }: ContainerFacts, now: number): void {
  const started = state.kind === 'running' || state.kind === 'terminated' ? state.startedAt : undefined;
  if (started === undefined) return;
  const ended = state.kind === 'terminated' ? (state.finishedAt ?? now) : now;
  const seconds = Math.max(0, ended - started) / 1000;
  const amounts: Record<string, string | number> = { ...defaults, ...resources.limits, ...resources.requests };
  for (const [name, amount] of Object.entries(amounts)) {
    total[name] = (total[name] ?? 0) + (seconds * quantity(amount)) / (denominators[name] ?? 1);
  }
}

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 1024,
  Mi: mebi,
  Gi: gibi,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};

function quantity(amount: string | number): number {
  const match = /^([+-]?[\d.]+(?:e[+-]?\d+)?)([a-zA-Z]*)$/.exec(String(amount));
  return match ? Number(match[1]) * (suffixes[match[2] ?? ''] ?? 1) : 0;
}
