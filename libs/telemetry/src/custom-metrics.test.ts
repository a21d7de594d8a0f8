import { expect, test } from 'vitest';
import type { CustomSample } from './custom-metrics.ts';
import { createMetrics } from './metrics.ts';

const counter: CustomSample = { name: 'runs', help: 'Runs', type: 'counter', labels: { name: 'a' }, value: 1 };
const gauge: CustomSample = { name: 'size', help: 'Size', type: 'gauge', labels: {}, value: 5 };

async function rendered(samples: readonly CustomSample[], timeToLive = 0, at: number = Date.now()) {
  const metrics = createMetrics({ timeToLive: () => timeToLive });
  const problems = samples.map((sample) => metrics.custom.record('argo/w', sample, at));
  const { text } = await metrics.render();
  return { metrics, problems, lines: text.split('\n').filter((line) => /^argo_workflows_(runs|size|took)/.test(line)) };
}

test.each<[string, readonly CustomSample[], readonly string[]]>([
  ['counters add up', [counter, { ...counter, value: 2 }], ['argo_workflows_runs{name="a"} 3']],
  ['gauges are set', [gauge, { ...gauge, value: 7 }], ['argo_workflows_size 7']],
  ['gauges go up and down', [gauge, { ...gauge, operation: 'Add' }, { ...gauge, value: 3, operation: 'Sub' }], ['argo_workflows_size 7']],
  [
    'histograms count',
    [{ name: 'took', help: 'h', type: 'histogram', labels: {}, value: 2, buckets: [3, 1] }],
    [
      'argo_workflows_took_bucket{le="1"} 0',
      'argo_workflows_took_bucket{le="3"} 1',
      'argo_workflows_took_bucket{le="+Inf"} 1',
      'argo_workflows_took_sum 2',
      'argo_workflows_took_count 1',
    ],
  ],
])('%s', async (_name, samples, want) => {
  const { problems, lines } = await rendered(samples);
  expect(problems.every((problem) => problem === undefined)).toBe(true);
  expect(lines).toEqual(want);
});

test.each<[string, CustomSample, string]>([
  ['a wrong name', { ...counter, name: 'my-runs' }, 'metric name "my-runs" is invalid'],
  ['no help', { ...counter, help: '' }, "must contain a help string under 'help: ' field"],
  ['a wrong label', { ...counter, labels: { 'a-b': 'c' } }, 'label "a-b" is invalid'],
  ['another type', { ...counter, type: 'gauge' }, 'a different type, help, labels or buckets'],
  ['another help', { ...counter, help: 'Other' }, 'a different type, help, labels or buckets'],
  ['a name of the controller', { ...counter, name: 'is_leader' }, 'belongs to the controller itself'],
  ['a counter that goes down', { ...counter, value: -1 }, 'cannot go down by 1'],
  ['no number', { ...gauge, value: Number.NaN }, 'is no number'],
])('refused: %s', async (_name, sample, want) => {
  const { problems } = await rendered([counter, sample]);
  expect(problems[1]).toContain(want);
});

test('series that nobody wrote for the time to live are gone, those in real time stay until their owner is forgotten', async () => {
  const old = Date.now() - 120_000;
  const { metrics, lines } = await rendered([counter, { ...gauge, since: old }], 60_000, old);
  expect(lines).toHaveLength(1);
  expect(Number(lines[0]?.split(' ')[1])).toBeGreaterThanOrEqual(120);
  metrics.custom.forget('argo/w');
  metrics.custom.refresh(Date.now() + 120_000);
  expect((await metrics.render()).text).not.toContain('argo_workflows_size 1');
});
