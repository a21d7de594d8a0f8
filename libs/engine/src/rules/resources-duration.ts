import { parseQuantity } from '@argosy/std';
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
    total[name] = (total[name] ?? 0) + (seconds * (parseQuantity(amount) || 0)) / (denominators[name] ?? 1);
  }
}
