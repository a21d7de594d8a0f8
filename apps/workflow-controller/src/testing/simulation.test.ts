import type { Workflow } from '@argosy/api';
import { describe, expect, test } from 'vitest';
import { badHour, eachSeed, firstAttemptFails, makers, pair, succeeded } from './each-seed.ts';
import { type Faults, noFaults } from './sim-client.ts';
import { simulate, type SimulationOptions } from './simulation.ts';

const disaster: Faults = { refused: 0.15, lost: 0.1, conflict: 0.1, repeated: 0.2, reordered: 0.2, dropped: 0.05, broken: 0.05 };

describe('every workflow ends well, no pod is created twice, none after the end, no finished node changes', () => {
  test.each<[string, Omit<SimulationOptions, 'seed' | 'workflows'>]>([
    ['without faults', { faults: noFaults, controllers: 1, crashes: 0 }],
    ['in a bad hour', { faults: badHour, controllers: 1, crashes: 0 }],
    ['when the controller is killed again and again', { faults: badHour, controllers: 1, crashes: 3 }],
    ['with two controllers at the same time, killed now and then', { faults: badHour, controllers: 2, crashes: 2 }],
    ['in a disaster', { faults: disaster, controllers: 2, crashes: 1 }],
  ])('%s', (_name, options) => eachSeed((seed) => ({ ...options, workflows: pair(seed) }), succeeded), 120_000);

  test('when the controller is killed after any of its effects', async () => {
    for (const [index, make] of makers.entries()) {
      for (let killAfter = 1; killAfter <= 45; killAfter++) {
        const result = await simulate({
          seed: index,
          workflows: [make('w')],
          faults: noFaults,
          controllers: 1,
          crashes: 1,
          killAfter,
          script: firstAttemptFails,
        });
        expect({ killAfter, problems: result.problems, phases: result.phases }).toEqual({
          killAfter,
          problems: [],
          phases: { w: 'Succeeded' },
        });
      }
    }
  }, 60_000);
});

// Their names are free again at once, so nothing but the fence keeps a late controller from creating them anew.
test('with two controllers that lag behind and pods that are deleted as soon as they end', async () => {
  const lagging: Faults = { ...badHour, reordered: 0.3, dropped: 0.1 };
  const collected = (workflow: Workflow): Workflow => ({
    ...workflow,
    spec: { ...workflow.spec, podGC: { strategy: 'OnPodCompletion', deleteDelayDuration: '0s' } },
  });
  await eachSeed((seed) => ({ workflows: pair(seed).map(collected), faults: lagging, controllers: 2, crashes: 2 }), succeeded);
}, 120_000);
