import fs from 'node:fs';
import type { Workflow } from '@argosy/api';
import { expect, test } from 'vitest';
import { comparedParameters, comparedSteps } from './comparison.ts';

const recorded = (name: string): Workflow =>
  JSON.parse(fs.readFileSync(new URL(`../../../../../../libs/graph/testdata/${name}.json`, import.meta.url), 'utf8')) as Workflow;

test('what went another way comes first', () => {
  const steps = comparedSteps(recorded('weekly-etl'), recorded('nightly-etl'));
  const failed = steps.find(({ name }) => name === 'load(17:17)');
  expect(failed).toMatchObject({ left: { state: 'Succeeded' }, right: { state: 'Failed' } });
  expect(steps.indexOf(failed as (typeof steps)[number])).toBeLessThan(12);
  expect(steps.find(({ name }) => name === 'extract')).toMatchObject({ left: { state: 'Succeeded' }, right: { state: 'Succeeded' } });
});

test('only parameters that differ are shown', () => {
  const [left, right] = [recorded('weekly-etl'), recorded('nightly-etl')];
  const changed = {
    ...right,
    spec: {
      ...right.spec,
      arguments: {
        parameters: [
          { name: 'day', value: 'other' },
          { name: 'mode', value: 'full' },
        ],
      },
    },
  };
  expect(comparedParameters(left, changed)).toEqual([{ name: 'day', left: '2026-11-26', right: 'other' }]);
});
