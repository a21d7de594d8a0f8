import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createMetrics } from './metrics.ts';
import { startOtlpExport } from './otlp.ts';

interface Point {
  readonly asDouble?: number;
  readonly bucketCounts?: readonly number[];
  readonly explicitBounds?: readonly number[];
  readonly sum?: number;
}
interface Sent {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly sum?: { dataPoints: Point[]; isMonotonic: boolean };
        readonly gauge?: { dataPoints: Point[] };
        readonly histogram?: { dataPoints: Point[] };
      }[];
    }[];
  }[];
}

afterEach(() => vi.unstubAllEnvs());

test('a collector gets sums, gauges and histograms under their names in OpenTelemetry', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      bodies.push(body);
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const metrics = createMetrics();
  metrics.increment('argo_workflows_total_count', { phase: 'Succeeded', namespace: 'argo' }, 2);
  metrics.set('argo_workflows_is_leader', {}, 1);
  for (const value of [1.5, 0.5])
    metrics.custom.record('a/b', { name: 'took', help: 'h', type: 'histogram', labels: {}, value, buckets: [1, 2] }, 0);
  const failures: Error[] = [];
  const running = await startOtlpExport({
    metrics,
    interval: 60_000,
    attributes: { 'service.name': 'test' },
    onFailure: (error) => void failures.push(error),
  });
  await running.stop();
  server.close();
  const sent = JSON.parse(bodies[0] ?? '') as Sent;
  const of = (name: string) => sent.resourceMetrics[0]?.scopeMetrics[0]?.metrics.find((metric) => metric.name === name);
  expect(failures).toEqual([]);
  expect(of('total_count')?.sum).toMatchObject({ isMonotonic: true, dataPoints: [{ asDouble: 2 }] });
  expect(of('is_leader')?.gauge?.dataPoints[0]?.asDouble).toBe(1);
  expect(of('took')?.histogram?.dataPoints[0]).toMatchObject({ explicitBounds: [1, 2], bucketCounts: [1, 1, 0], sum: 2 });
});
