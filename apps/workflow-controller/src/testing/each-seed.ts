import type { Workflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import { expect } from 'vitest';
import type { Faults } from './sim-client.ts';
import { simulate, type SimulationOptions, type SimulationResult } from './simulation.ts';
import { smallWorkflows } from './workflows.ts';

/** What goes wrong in a bad hour. */
export const badHour: Faults = { refused: 0.04, lost: 0.03, conflict: 0.02, repeated: 0.05, reordered: 0.05, dropped: 0.01, broken: 0.01 };

/** A second of CPU plays about twenty-five. More seeds by SIM_SEEDS=<per scenario>, to look for rarer faults. */
const seedsEach = Number(process.env['SIM_SEEDS'] ?? 50);

export const makers = Object.values(smallWorkflows);

/** The first attempt of what has retries fails. */
export const firstAttemptFails = (pod: KubeObject): number =>
  pod.metadata.annotations?.['workflows.argoproj.io/node-name']?.endsWith('(0)') ? 1 : 0;

/** Plays one scenario with each seed; `check` says «as it should be», or what it found. */
export async function eachSeed(
  options: (seed: number) => Omit<SimulationOptions, 'seed' | 'script'>,
  check: (result: SimulationResult) => unknown,
): Promise<void> {
  for (let seed = 1; seed <= seedsEach; seed++) {
    const result = await simulate({ script: firstAttemptFails, ...options(seed), seed });
    expect({ seed, problems: result.problems, found: check(result) }).toEqual({ seed, problems: [], found: 'as it should be' });
  }
}

export const succeeded = ({ phases }: SimulationResult): unknown =>
  Object.values(phases).every((phase) => phase === 'Succeeded') ? 'as it should be' : phases;

/** Two workflows, others for each seed. */
export const pair = (seed: number): readonly Workflow[] => [
  makers[seed % makers.length]?.('w1') as Workflow,
  makers[(seed >> 2) % makers.length]?.('w2') as Workflow,
];
