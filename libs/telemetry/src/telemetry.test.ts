import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { metricTable } from './metric-table.ts';
import { createMetrics } from './metrics.ts';

function logged(format: 'json' | 'text', level: 'debug' | 'warn' = 'debug') {
  const lines: string[] = [];
  const levels: string[] = [];
  const logger = createLogger({ format, level, write: (line) => lines.push(line), onLine: (at) => levels.push(at) });
  return { logger, lines, levels };
}

test('JSON lines carry time, level, message and the fields of every ancestor', () => {
  const { logger, lines } = logged('json');
  logger.with({ namespace: 'argo' }).with({ workflow: 'w' }).info('done', { took: 5 });
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    level: 'info',
    msg: 'done',
    namespace: 'argo',
    workflow: 'w',
    took: 5,
  });
});

test('text lines quote what needs quotes', () => {
  const { logger, lines } = logged('text');
  logger.with({ key: 'argo/w' }).error('it "broke"', { cause: new Error('a b'), nothing: undefined });
  expect(lines[0]).toMatch(/^time=\S+Z level=error msg="it \\"broke\\"" key=argo\/w cause="a b"\n$/);
});

test.each(['json', 'text'] as const)('%s: lines below the level are neither written nor counted', (format) => {
  const { logger, lines, levels } = logged(format, 'warn');
  logger.debug('a');
  logger.info('b');
  logger.warn('c');
  logger.error('d');
  expect([lines.length, levels]).toEqual([2, ['warn', 'error']]);
});

test('metrics render under their names', async () => {
  const metrics = createMetrics();
  metrics.increment('argo_workflows_total_count', { phase: 'Running', namespace: 'argo' });
  metrics.increment('argo_workflows_total_count', { phase: 'Running', namespace: 'argo' }, 2);
  metrics.observe('argo_workflows_operation_duration_seconds', {}, 0.02);
  metrics.beforeRender(() => metrics.set('argo_workflows_is_leader', {}, 1));
  const { contentType, text } = await metrics.render();
  expect(contentType).toContain('text/plain');
  expect(text).toContain('argo_workflows_total_count{phase="Running",namespace="argo"} 3');
  expect(text).toContain('argo_workflows_operation_duration_seconds_bucket{le="0.025"} 1');
  expect(text).toContain('argo_workflows_is_leader 1');
});

test('every row of the table can be registered and has a help text', async () => {
  const { text } = await createMetrics().render();
  for (const [name, { help }] of Object.entries(metricTable)) expect(text).toContain(`# HELP ${name} ${help}`);
});

test('a configuration turns metrics off, drops labels and changes buckets, and takes it back', async () => {
  const metrics = createMetrics();
  const unknown = metrics.modify({
    pods_gauge: { disabled: true },
    total_count: { disabledAttributes: ['namespace'] },
    operation_duration_seconds: { histogramBuckets: [1, 2] },
    nothing: {},
  });
  metrics.set('argo_workflows_pods_gauge', { phase: 'Running' }, 1);
  metrics.increment('argo_workflows_total_count', { phase: 'Running', namespace: 'argo' });
  metrics.observe('argo_workflows_operation_duration_seconds', {}, 1.5);
  const { text } = await metrics.render();
  expect(unknown).toEqual(['nothing']);
  expect(text).not.toContain('argo_workflows_pods_gauge');
  expect(text).toContain('argo_workflows_total_count{phase="Running"} 1');
  expect(text.match(/^argo_workflows_operation_duration_seconds_bucket.*$/gm)).toHaveLength(3);
  metrics.modify({});
  metrics.set('argo_workflows_pods_gauge', { phase: 'Running' }, 1);
  expect((await metrics.render()).text).toContain('argo_workflows_pods_gauge{phase="Running"} 1');
});
